"""Who may do an action: whoever the account holds, and whom it lets in."""

from __future__ import annotations

import random
from typing import Any

import pytest

from iamctl.errors import InvalidInput, ValidationError
from iamctl.model.document import Document
from iamctl.model.tag import Tag
from iamctl.service import (
    attachments,
    boundaries,
    groups,
    inline_policies,
    policies,
    resource_policies,
    roles,
    saml_providers,
    users,
)
from iamctl.service.access.members import row_members
from iamctl.service.account import Account
from iamctl.service.questions.asking import Asker, Circumstances
from iamctl.service.questions.supposed import Text, supposed_from
from iamctl.service.who_can import Row, who_can
from service.given import EC2, GET, allowing, arn, trusting
from service.test_saml_providers import METADATA

OBJECT = "arn:aws:s3:::releases/v1"
BUCKET = "arn:aws:s3:::releases"
INSIDE = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}


def document(*statements: dict[str, Any]) -> Document:
    return Document.of({"Version": "2012-10-17", "Statement": list(statements)})


def statement(effect: str = "Allow", action: str = "s3:GetObject", resource: str = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def user(account: Account, name: str, *statements: dict[str, Any], **more: Any) -> None:
    users.create_user(account, user_name=name, **more)
    if statements:
        own = document(*statements)
        inline_policies.put_user_policy(account, user_name=name, policy_name="Own", policy_document=own)


def found(rows: list[Row]) -> dict[str, str]:
    """The access of each principal, by the end of its name; root is left out, as it may always."""
    return {
        f"{holder.name.rpartition('/')[2]}{' as ' + holder.role.rpartition('/')[2] if holder.role else ''}": row.access
        for row in rows
        for holder in row.holders
        if holder.kind != "root"
    }


def row_of(rows: list[Row], name: str) -> Row:
    [row] = [row for row in rows if any(holder.name.endswith(name) for holder in row.holders)]
    return row


def test_a_user_is_found_with_the_policy_and_the_group_that_let_it(account: Account) -> None:
    user(account, "alice")
    policies.create_policy(account, policy_name="Reading", policy_document=GET)
    groups.create_group(account, group_name="Readers")
    attachments.attach_group_policy(account, group_name="Readers", policy_arn="Reading")
    groups.add_user_to_group(account, group_name="Readers", user_name="alice")
    user(account, "bob")

    rows = who_can(account, "s3:GetObject", OBJECT)

    assert found(rows) == {"alice": "allowed"}
    assert row_of(rows, "alice").via == (f"{arn('policy/Reading')} of group Readers",)


def test_what_a_request_may_or_may_not_carry_is_a_condition(account: Account) -> None:
    user(account, "alice", statement(Condition=INSIDE))

    outside, inside = (
        who_can(account, "s3:GetObject", OBJECT, circumstances=Circumstances(source_ip=address))
        for address in (None, "10.1.2.3")
    )

    assert row_of(outside, "alice").said.conditions == ("aws:SourceIp is in 10.0.0.0/8",)
    assert found(inside) == {"alice": "allowed"}


def test_a_deny_without_conditions_leaves_nothing(account: Account) -> None:
    user(account, "alice", statement(), statement("Deny", resource=f"{BUCKET}/*"))

    assert found(who_can(account, "s3:GetObject", OBJECT)) == {}
    assert found(who_can(account, "s3:GetObject", "arn:aws:s3:::others/v1")) == {"alice": "allowed"}


def test_a_conditional_deny_is_told_as_an_exception(account: Account) -> None:
    user(account, "alice", statement(), statement("Deny", Condition={"Bool": {"aws:SecureTransport": "false"}}))

    row = row_of(who_can(account, "s3:GetObject", OBJECT), "alice")

    assert row.access == "conditional"
    assert row.said.unless == ("aws:SecureTransport is false",)


def test_a_boundary_that_is_silent_denies(account: Account) -> None:
    policies.create_policy(account, policy_name="Edge", policy_document=allowing("ec2:*"))
    user(account, "alice", statement())
    boundaries.put_user_permissions_boundary(account, user_name="alice", permissions_boundary="Edge")

    assert found(who_can(account, "s3:GetObject", OBJECT)) == {}


def test_users_with_the_same_policies_and_other_tags_are_told_apart(account: Account) -> None:
    own = statement(Condition={"StringEquals": {"aws:PrincipalTag/team": "core"}})
    user(account, "alice", own, tags=(Tag("team", "core"),))
    user(account, "bob", own, tags=(Tag("team", "shop"),))
    user(account, "carol", own)

    assert found(who_can(account, "s3:GetObject", OBJECT)) == {"alice": "allowed"}


def test_a_users_name_in_a_resource_is_its_own(account: Account) -> None:
    for name in ("alice", "bob"):
        user(account, name, statement(resource="arn:aws:s3:::homes/${aws:username}/*"))

    assert found(who_can(account, "s3:GetObject", "arn:aws:s3:::homes/alice/x")) == {"alice": "allowed"}


def test_whoever_may_become_a_role_is_found_through_it(account: Account) -> None:
    trust = trusting(Service="ec2.amazonaws.com", AWS="arn:aws:iam::444455556666:root")
    roles.create_role(account, role_name="Deploy", assume_role_policy_document=trust)
    inline_policies.put_role_policy(account, role_name="Deploy", policy_name="Own", policy_document=GET)

    rows = who_can(account, "s3:GetObject", OBJECT)

    assert found(rows) == {
        "Deploy": "allowed",
        "ec2.amazonaws.com as Deploy": "allowed",
        "arn:aws:iam::444455556666:root as Deploy": "allowed",
    }
    assert row_of(rows, "444455556666:root").requires == "account 444455556666 allows it"


def test_a_trust_policys_condition_is_a_condition_of_the_way_through_the_role(account: Account) -> None:
    trusted = {"Effect": "Allow", "Principal": {"Federated": arn("saml-provider/Okta")}}
    audience = {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    saml_providers.create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)
    trust = document({**trusted, "Action": "sts:AssumeRoleWithSAML", "Condition": audience})
    roles.create_role(account, role_name="Deploy", assume_role_policy_document=trust)
    inline_policies.put_role_policy(account, role_name="Deploy", policy_name="Own", policy_document=GET)

    row = row_of(who_can(account, "s3:GetObject", OBJECT), "saml-provider/Okta")

    assert row.access == "conditional"
    assert row.said.conditions == ("SAML:aud is https://signin.aws.amazon.com/saml",)


def test_a_resource_policy_lets_in_users_accounts_and_everybody(account: Account) -> None:
    user(account, "bob")
    named = {"AWS": [arn("user/bob"), "arn:aws:iam::444455556666:root"]}
    letting = document(
        {**statement(resource=f"{BUCKET}/*"), "Principal": named},
        {**statement(resource=f"{BUCKET}/public/*"), "Principal": "*"},
    )
    resource_policies.put_resource_policy(account, resource_arn=BUCKET, policy=letting)

    assert found(who_can(account, "s3:GetObject", OBJECT)) == {
        "bob": "allowed",
        "arn:aws:iam::444455556666:root": "allowed",
    }
    kinds = {holder.kind for row in who_can(account, "s3:GetObject", f"{BUCKET}/public/x") for holder in row.holders}
    assert {"public", "anonymous"} <= kinds


def test_a_role_is_assumed_by_whom_its_trust_policy_names(account: Account) -> None:
    roles.create_role(account, role_name="Deploy", assume_role_policy_document=EC2)
    user(account, "alice", statement(action="*"))

    assert found(who_can(account, "sts:AssumeRole", arn("role/Deploy"))) == {"ec2.amazonaws.com": "allowed"}


def test_a_policy_that_is_gone_leaves_it_undecided(account: Account) -> None:
    user(account, "alice")
    policies.create_policy(account, policy_name="Reading", policy_document=GET)
    attachments.attach_user_policy(account, user_name="alice", policy_arn="Reading")
    account.policies.remove("Reading")

    row = row_of(who_can(account, "s3:GetObject", OBJECT), "alice")

    assert row.access == "undecided"
    assert row.unknown == (f"policy {arn('policy/Reading')} is not in the account",)


def test_without_a_resource_it_is_told_on_which(account: Account) -> None:
    user(
        account, "alice", statement(resource="arn:aws:s3:::a/*"), statement("Deny", resource="arn:aws:s3:::a/secret/*")
    )
    user(account, "bob", statement(resource="arn:aws:sqs:*:*:queue"))

    rows = who_can(account, "s3:GetObject")

    assert found(rows) == {"alice": "allowed"}
    assert row_of(rows, "alice").said.resources == ("arn:aws:s3:::a/*",)
    assert row_of(rows, "alice").said.excepted == ("arn:aws:s3:::a/secret/*",)


def test_a_service_control_policy_bounds_everybody_even_root(account: Account) -> None:
    user(account, "alice", statement())
    level = [Text('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}', "scp")]

    assert who_can(account, "s3:GetObject", OBJECT, supposed=supposed_from(service_control=level)) == []


def test_which_role_has_to_be_said(account: Account) -> None:
    with pytest.raises(InvalidInput, match="about one role"):
        who_can(account, "sts:AssumeRole")


def test_an_action_is_one_action(account: Account) -> None:
    with pytest.raises(ValidationError):
        who_can(account, "s3:Get*", OBJECT)


def test_members_leave_out_what_is_empty(account: Account) -> None:
    user(account, "alice", statement())

    members = row_members(row_of(who_can(account, "s3:GetObject", OBJECT), "alice"))

    assert members == {
        "Access": "allowed",
        "Principals": [{"Type": "user", "Principal": arn("user/alice")}],
        "Resources": [OBJECT],
        "Via": ["inline Own of user alice"],
    }


RESOURCES = (
    "*",
    "arn:aws:s3:::releases/*",
    "arn:aws:s3:::*1",
    "arn:aws:s3:::releases/${aws:username}",
    "arn:aws:s3:::x",
)
CONDITIONS = (
    INSIDE,
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    {"StringEquals": {"aws:PrincipalTag/team": "core"}},
    {"StringNotEqualsIfExists": {"aws:PrincipalTag/team": "shop"}},
    {"Null": {"aws:TokenIssueTime": "true"}},
)


@pytest.mark.parametrize("seed", range(25))
def test_it_never_differs_from_what_can_says(account: Account, seed: int) -> None:
    """Whom `can` allows stands in the answer; whom it denies without hanging on anything does not."""
    chance = random.Random(seed)
    for number in range(8):
        statements = []
        for _ in range(chance.randint(1, 3)):
            more = {"Condition": chance.choice(CONDITIONS)} if chance.random() < 0.5 else {}
            effect = "Deny" if chance.random() < 0.3 else "Allow"
            action = chance.choice(("s3:*", "s3:Get*", "s3:PutObject", "*"))
            statements.append(statement(effect, action, chance.choice(RESOURCES), **more))
        tags = (Tag("team", chance.choice(("core", "shop"))),) if chance.random() < 0.5 else ()
        user(account, f"user{number}", *statements, tags=tags)

    answer = found(who_can(account, "s3:GetObject", OBJECT))

    for number in range(8):
        asked = Asker(account, f"user{number}").ask("s3:GetObject", OBJECT)
        access = answer.get(f"user{number}")
        if asked.decision.is_allowed and not asked.is_undecided:
            assert access in ("allowed", "conditional")
        if not asked.decision.is_allowed:
            assert access != "allowed"
        if not asked.decision.is_allowed and asked.hinges:
            assert access == "conditional"
        if access == "allowed":
            assert asked.decision.is_allowed
            assert not asked.is_undecided
