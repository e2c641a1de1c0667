"""Roads: over groups, chains, several services; what boundaries, denies and conditions keep; what stays open."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.engine.authorize import authorize
from iamctl.errors import InvalidInput, NoSuchEntity, ValidationError
from iamctl.model.document import Document
from iamctl.policy.trust import trust_saml
from iamctl.service import attachments, policy_versions, roles, saml_providers
from iamctl.service.account import Account
from iamctl.service.escalation.escalations import escalations, opened
from iamctl.service.escalation.members import escalation_members
from iamctl.service.questions.asking import Asker, Circumstances
from service.test_saml_providers import METADATA

from .conftest import EVERYTHING, OWN, allow, arn, deny, document, found, group, laid_out, policy, roads, role, user
from .test_primitives import ONE_BY_ONE, SERVICES, people

ADMINS = group("Admins", attached_policies=[EVERYTHING])
LAMBDA = {"Service": "lambda.amazonaws.com"}
BOSS = role("Boss", LAMBDA, attached_policies=[EVERYTHING])
CREATES = allow("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction")


def one(*statements: dict[str, Any], **more: Any) -> set[str]:
    """The roads of alice, who has these statements; Admins and the other tables are there beside her."""
    own = {key: more.pop(key) for key in ("groups", "permissions_boundary", "tags", "attached_policies") if key in more}
    more["user"] = [user("alice", *statements, **own), *more.get("user", ())]
    return roads(found(laid_out(**more), "alice"))


@pytest.mark.parametrize("row, action", [("iam-007", "iam:PutUserPolicy"), ("iam-008", "iam:AttachUserPolicy")])
def test_a_policy_of_ones_own_makes_an_administrator(row: str, action: str) -> None:
    assert one(allow(action, on=arn("user/alice"))) == {f"{row} alice!"}
    assert one(allow(action, on=arn("user/${aws:username}"))) == {f"{row} alice!"}
    assert one(allow(action, on=arn("user/bob"))) == set()
    assert one(allow(action), deny(action, on=arn("user/alice"))) == set()


@pytest.mark.parametrize("row, action", [("iam-011", "iam:PutGroupPolicy"), ("iam-010", "iam:AttachGroupPolicy")])
def test_a_policy_of_ones_group_makes_an_administrator_and_anothers_does_not(row: str, action: str) -> None:
    groups = [group("Staff", allow("s3:GetObject")), group("Others", allow("s3:GetObject"))]

    assert one(allow(action), groups=["Staff"], group=groups) == {f"{row} alice!"}
    assert one(allow(action), group=groups) == set()
    assert one(allow(action, on=arn("group/Others")), groups=["Staff"], group=groups) == set()


@pytest.mark.parametrize("row, action", [("iam-005", "iam:PutRolePolicy"), ("iam-009", "iam:AttachRolePolicy")])
def test_a_role_that_may_change_itself_is_an_administrator_to_be(row: str, action: str) -> None:
    account = laid_out(role=[role("Worker", {"Service": "ec2.amazonaws.com"}, allow(action, on=arn("role/Worker")))])

    assert roads(found(account, "Worker")) == {f"{row} Worker!"}


@pytest.mark.parametrize(
    "row, statement, joined",
    [
        ("iam-009", allow("iam:AttachRolePolicy"), "iam-014"),
        ("iam-005", allow("iam:PutRolePolicy"), "iam-017"),
        ("iam-001", allow("iam:CreatePolicyVersion"), "iam-016"),
    ],
)
def test_a_role_that_one_may_assume_is_changed_first(row: str, statement: dict[str, Any], joined: str) -> None:
    tables = {
        "role": [role("Worker", OWN, attached_policies=["Work"])],
        "policy": [policy("Work", allow("sts:GetCallerIdentity"))],
    }
    statements = [statement, allow("sts:AssumeRole")]
    account = laid_out(user=[user("alice", *statements)], **tables)

    assert f"sts-001+{row} Worker!" in roads(found(account, "alice"))
    assert joined in {path[-1]["Road"] for path in escalation_members(found(account, "alice"))["Paths"]}
    assert one(statement, **tables) == set()


def test_a_policy_that_one_has_is_rewritten_and_one_that_one_has_not_is_not() -> None:
    work = [policy("Work", allow("s3:GetObject"))]

    assert one(allow("iam:CreatePolicyVersion"), attached_policies=["Work"], policy=work) == {"iam-001 alice!"}
    assert one(allow("iam:CreatePolicyVersion"), policy=work) == set()
    assert one(
        allow("iam:CreatePolicyVersion"),
        groups=["Staff"],
        group=[group("Staff", attached_policies=["Work"])],
        policy=work,
    ) == {"iam-001 alice!"}


def with_versions(count: int, *, wide: bool) -> Account:
    """alice has Work, whose last version is in force; with `wide` the first allows everything."""
    actions = allow("iam:CreatePolicyVersion" if not wide else "iam:SetDefaultPolicyVersion")
    account = laid_out(
        user=[user("alice", actions, attached_policies=["Work"])],
        policy=[policy("Work", allow("*") if wide else allow("s3:GetObject"))],
    )
    for number in range(1, count):
        text = Document.of(document(allow(f"s3:GetObject{number}")))
        policy_versions.create_policy_version(account, policy_arn="Work", policy_document=text, set_as_default=True)
    return account


def test_an_older_version_is_put_back_where_it_allowed_more() -> None:
    assert "set-default-policy-version alice!" in roads(found(with_versions(2, wide=True), "alice"))
    assert roads(found(with_versions(1, wide=True), "alice")) == set()


def test_a_policy_without_room_for_a_version_is_rewritten_only_if_room_is_made() -> None:
    assert roads(found(with_versions(4, wide=False), "alice")) == {"iam-001 alice!"}
    assert roads(found(with_versions(5, wide=False), "alice")) == {"iam-001 alice!?"}


def test_a_stronger_group_is_joined_and_one_that_adds_nothing_is_not() -> None:
    joining = allow("iam:AddUserToGroup", on=arn("group/Admins"))

    assert one(joining, group=[ADMINS]) == {"iam-013 alice!"}
    assert one(joining, group=[group("Admins", allow("iam:AddUserToGroup", on=arn("group/Admins")))]) == set()
    assert one(joining, deny("*", on=arn("group/*")), group=[ADMINS]) == set()


def test_what_one_has_and_what_a_group_has_make_a_row_together() -> None:
    groups = [group("Passers", allow("iam:PassRole"))]

    found_roads = one(
        allow("lambda:CreateFunction", "lambda:InvokeFunction", "iam:AddUserToGroup"), group=groups, role=[BOSS]
    )

    assert "iam-013+lambda-001 Boss!" in found_roads


def test_two_groups_make_a_row_that_neither_has() -> None:
    groups = [
        group("Passers", allow("iam:PassRole")),
        group("Makers", allow("lambda:CreateFunction", "lambda:InvokeFunction")),
    ]

    assert "iam-013+iam-013+lambda-001 Boss!" in one(allow("iam:AddUserToGroup"), group=groups, role=[BOSS])


def test_roles_are_walked_one_behind_the_other() -> None:
    chain = [
        role("First", OWN, allow("sts:AssumeRole", on=arn("role/Second"))),
        role("Second", {"AWS": arn("role/First")}, allow("sts:AssumeRole", on=arn("role/Third"))),
        role("Third", {"AWS": arn("role/Second")}, attached_policies=[EVERYTHING]),
    ]

    assert "sts-001+sts-001+sts-001 Third!" in one(allow("sts:AssumeRole", on=arn("role/First")), role=chain)
    assert one(allow("sts:AssumeRole", on=arn("role/Third")), role=chain) == set()
    assert one(allow("sts:AssumeRole", on=arn("role/Second")), role=chain) == set()


def test_a_role_that_names_the_user_needs_no_permission_and_one_that_names_the_account_does() -> None:
    named, opened_to_all = role("Boss", {"AWS": arn("user/alice")}), role("Boss", OWN)
    named["attached_policies"] = opened_to_all["attached_policies"] = [EVERYTHING]

    assert roads(found(laid_out(user=[user("alice")], role=[named]), "alice")) == {"sts-001 Boss!"}
    assert roads(found(laid_out(user=[user("alice")], role=[opened_to_all]), "alice")) == set()
    assert one(allow("sts:AssumeRole"), role=[opened_to_all]) == {"sts-001 Boss!"}
    assert one(deny("sts:AssumeRole"), role=[named]) == set()


def test_an_external_id_is_the_callers_to_say_and_an_address_is_not() -> None:
    trusts = role("Boss", OWN, attached_policies=[EVERYTHING])
    statement = trusts["trust_policy"]["Statement"][0]

    statement["Condition"] = {"StringEquals": {"sts:ExternalId": "secret"}}
    assert one(allow("sts:AssumeRole"), role=[trusts]) == {"sts-001 Boss!"}
    statement["Condition"] = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    assert one(allow("sts:AssumeRole"), role=[trusts]) == {"sts-001 Boss!?"}
    statement["Condition"] = {"StringEquals": {"aws:PrincipalTag/team": "core"}}
    assert one(allow("sts:AssumeRole"), role=[trusts]) == set()
    assert one(allow("sts:AssumeRole"), role=[trusts], tags={"team": "core"}) == {"sts-001 Boss!"}
    assert "tag-user+sts-001 Boss!" in one(allow("sts:AssumeRole", "iam:TagUser"), role=[trusts])


def test_a_trust_policy_is_rewritten_unless_a_deny_keeps_from_assuming() -> None:
    boss = [role("Boss", {"Service": "ec2.amazonaws.com"}, attached_policies=[EVERYTHING])]

    assert one(allow("iam:UpdateAssumeRolePolicy"), role=boss) == {"iam-012 Boss!"}
    assert one(allow("iam:UpdateAssumeRolePolicy"), deny("sts:AssumeRole"), role=boss) == set()
    linked = [{**boss[0], "path": "/service-role/"}]
    assert one(allow("iam:UpdateAssumeRolePolicy"), role=linked) == {"iam-012 Boss!"}


def test_a_boundary_keeps_what_is_attached_from_counting() -> None:
    edge = [policy("Edge", allow("iam:AttachUserPolicy", "iam:PutUserPolicy"))]

    assert one(allow("iam:AttachUserPolicy"), permissions_boundary="Edge", policy=edge) == {"iam-008 alice"}
    narrow = [policy("Edge", allow("iam:AttachUserPolicy"))]
    assert one(allow("iam:AttachUserPolicy"), permissions_boundary="Edge", policy=narrow) == set()


def test_a_boundary_of_the_target_caps_what_is_gained() -> None:
    bob = user("bob", attached_policies=[EVERYTHING], permissions_boundary="Edge")
    edge = [policy("Edge", allow("s3:GetObject"))]

    assert one(allow("iam:CreateAccessKey"), user=[bob], policy=edge) == {"iam-002 bob"}
    assert one(allow("iam:CreateAccessKey", "s3:*"), user=[bob], policy=edge) == set()


def test_a_boundary_that_may_be_taken_off_is_none() -> None:
    edge = [policy("Edge", allow("iam:DeleteUserPermissionsBoundary", "s3:*"))]

    assert one(attached_policies=[EVERYTHING], permissions_boundary="Edge", policy=edge, user=[]) == {
        "delete-user-permissions-boundary alice!"
    }
    other = [policy("Edge", allow("iam:PutUserPermissionsBoundary", "s3:*"))]
    assert "put-user-permissions-boundary alice!" in one(
        attached_policies=[EVERYTHING], permissions_boundary="Edge", policy=other
    )
    rewritten = [policy("Edge", allow("iam:CreatePolicyVersion", "s3:*"))]
    assert "iam-001 alice!" in one(attached_policies=[EVERYTHING], permissions_boundary="Edge", policy=rewritten)
    kept = [
        policy(
            "Edge",
            allow("*"),
            deny("iam:*PermissionsBoundary", "iam:CreatePolicyVersion", "iam:Set*", "iam:*User*", "iam:*Role*"),
        )
    ]
    assert one(allow("iam:DeleteUserPermissionsBoundary"), permissions_boundary="Edge", policy=kept) == set()


def test_a_deny_of_ones_own_may_be_taken_off() -> None:
    held = user("alice", allow("*"), deny("iam:*", "sts:*"))
    account = laid_out(user=[held])
    assert not found(account, "alice").is_admin
    assert roads(found(account, "alice")) == set()

    held = user("alice", allow("*"))
    held["inline_policies"]["Guard"] = {
        "Version": "2012-10-17",
        "Statement": [
            deny("iam:Attach*", "iam:Put*", "iam:Create*", "iam:Update*", "iam:Add*", "iam:PassRole", "sts:*")
        ],
    }
    assert "delete-user-policy alice!" in roads(found(laid_out(user=[held]), "alice"))


def test_only_some_policies_may_be_attached() -> None:
    some = {"ArnEquals": {"iam:PolicyARN": arn("policy/Reading")}}
    reading = [policy("Reading", allow("s3:GetObject")), policy("Writing", allow("s3:PutObject"))]
    not_admin = {"ArnNotEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess"}}

    assert one(allow("iam:AttachUserPolicy", Condition=some), policy=reading) == {"iam-008 alice"}
    assert (
        one(allow("iam:AttachUserPolicy", "s3:GetObject", Condition=some), allow("s3:GetObject"), policy=reading)
        == set()
    )
    assert "iam-008+iam-007 alice!" in one(allow("iam:AttachUserPolicy", Condition=not_admin), policy=reading)


def test_a_user_is_changed_and_then_become() -> None:
    account = laid_out(
        user=[user("alice", allow("iam:AttachUserPolicy", "iam:CreateAccessKey", on=arn("user/bob"))), user("bob")]
    )

    assert roads(found(account, "alice")) == {"iam-002+iam-008 bob!"}
    assert escalation_members(found(account, "alice"))["Paths"][0][-1]["Road"] == "iam-015"


def test_two_identities_work_together() -> None:
    account = laid_out(
        user=[user("alice", allow("iam:AttachUserPolicy", on=arn("user/bob")), allow("sts:AssumeRole")), user("bob")],
        role=[role("Keys", OWN, allow("iam:CreateAccessKey", on=arn("user/bob")))],
    )

    assert "sts-001+iam-002+iam-008 bob!" in roads(found(account, "alice"))


@pytest.mark.parametrize(
    "row, action, is_there",
    [
        ("update-saml-provider", "iam:UpdateSAMLProvider", True),
        ("create-saml-provider", "iam:CreateSAMLProvider", False),
    ],
)
def test_a_provider_that_a_role_trusts_is_made_ones_own(row: str, action: str, is_there: bool) -> None:
    account = laid_out(user=[user("alice", allow(action))])
    saml_providers.create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)
    trust = trust_saml(arn("saml-provider/Okta"))
    roles.create_role(account, role_name="Boss", assume_role_policy_document=trust)
    attachments.attach_role_policy(account, role_name="Boss", policy_arn=EVERYTHING)
    assert (roads(found(account, "alice")) == {f"{row} Boss!"}) is is_there

    saml_providers.delete_saml_provider(account, saml_provider_arn=arn("saml-provider/Okta"))

    assert (roads(found(account, "alice")) == {f"{row} Boss!"}) is not is_there


def test_a_credential_for_one_service_gives_what_the_user_may_there() -> None:
    bob = user("bob", allow("codecommit:GitPull", "s3:GetObject"))

    assert one(allow("iam:UploadSSHPublicKey"), user=[bob]) == {"upload-ssh-public-key bob"}
    assert one(allow("iam:UploadSSHPublicKey"), user=[user("bob", allow("s3:GetObject"))]) == set()


def test_an_administrator_has_nowhere_to_go_and_needs_not_be_one_by_one_statement() -> None:
    account = laid_out(
        user=[
            user("whole", allow("*")),
            user("halves", {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, allow("iam:*")),
            user("power", {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
            user("bounded", allow("*"), permissions_boundary="Edge"),
            user("guarded", allow("*"), deny("s3:DeleteBucket")),
            user("mfa", allow("*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
        ],
        policy=[policy("Edge", allow("s3:*"))],
    )

    admins = {each.principal.rpartition("/")[2]: each.is_admin for each in escalations(account)}

    assert admins == {"whole": True, "halves": True, "power": False, "bounded": False, "guarded": True, "mfa": True}
    assert all(not each.paths for each in escalations(account) if each.is_admin)


def test_there_is_one_entry_for_every_user_and_role() -> None:
    account = laid_out(user=[user("alice"), user("bob")], role=[BOSS], group=[ADMINS])

    assert [each.principal for each in escalations(account)] == [arn("user/alice"), arn("user/bob"), arn("role/Boss")]


def test_every_request_of_every_step_is_one_that_the_engine_allows() -> None:
    drawn = [each for row in ONE_BY_ONE[::4] for each in people(row)]
    account = laid_out(
        user=[each for each in drawn if "name" in each] + [user(n, allow("*")) for n in ("fresh", "full", "signs-in")],
        group=[each["group"] for each in drawn if "group" in each],
        policy=[each["policy"] for each in drawn if "policy" in each],
        role=[role(f"Boss-{service}", {"Service": service}, allow("*")) for service in SERVICES],
    )
    asked = 0
    for each in escalations(account):
        for step in [step for path in each.paths for step in path.steps if not step.move.actor.changes]:
            asker = Asker(account, step.move.actor.arn)
            for proof in step.proofs:
                request, asked = proof.request, asked + 1
                again = asker.request_of(request.action, request.resource, Circumstances(context=dict(proof.stated)))
                assert authorize(again, asker.policies_for(request.action, request.resource)).is_allowed
                assert proof.decision.deciding
    assert asked > 50


def test_a_goal_narrows_what_is_told() -> None:
    account = laid_out(
        user=[
            user("alice", allow("iam:CreateAccessKey", "sts:AssumeRole")),
            user("bob", allow("iam:AttachUserPolicy")),
        ],
        role=[role("Reader", OWN, allow("s3:GetObject"))],
    )

    assert roads(found(account, "alice", to="admin")) == {"iam-002+iam-008 bob!", "iam-002+iam-008 alice!"}
    assert roads(found(account, "alice", to="Reader")) == {"sts-001 Reader"}
    assert "sts-001 Reader" in roads(found(account, "alice", to="s3:GetObject"))
    assert roads(found(account, "alice", to="sts:AssumeRole")) == set()
    assert roads(found(account, "bob", to="Reader")) == set()


def test_as_many_paths_are_told_as_were_asked_for() -> None:
    account = laid_out(user=[user("alice", allow("iam:AttachUserPolicy", "iam:PutUserPolicy"))])

    assert len(found(account, "alice", most=1).paths) == 1
    assert not found(account, "alice", most=1).is_complete
    assert len(found(account, "alice", most=None).paths) == 2
    assert found(account, "alice", most=None).is_complete


def test_a_goal_or_a_start_that_is_none_is_refused() -> None:
    account = laid_out(user=[user("alice")])

    with pytest.raises(NoSuchEntity):
        escalations(account, principal="nobody")
    with pytest.raises(NoSuchEntity):
        escalations(account, to="nobody")
    with pytest.raises(InvalidInput):
        escalations(account, principal="root")
    with pytest.raises(ValidationError):
        escalations(account, to="s3:*")


def test_what_a_change_opens_is_named_and_what_was_there_is_not() -> None:
    before = laid_out(user=[user("alice", allow("iam:PutUserPolicy")), user("bob")])
    after = laid_out(
        user=[user("alice", allow("iam:PutUserPolicy")), user("bob", allow("iam:PutUserPolicy", on=arn("user/bob")))]
    )

    new = opened(escalations(before, most=None), escalations(after, most=None))

    assert {(each.principal, *sorted(roads(each))) for each in new} >= {(arn("user/bob"), "iam-007 bob!")}
    assert not opened(escalations(after, most=None), escalations(after, most=None))
