"""Questions about the account, and about what it is supposed to be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamctl.engine.decision import Outcome, PolicyType
from iamctl.errors import InvalidInput, MalformedPolicyDocument, NoSuchEntity, ValidationError
from iamctl.model.document import Document
from iamctl.service import attachments, boundaries, inline_policies, policies
from iamctl.service.account import Account
from iamctl.service.questions.asking import Answer, Circumstances, Question, ask, circumstances_from
from iamctl.service.questions.bearing import policy_set_of
from iamctl.service.questions.callers import caller_of
from iamctl.service.questions.supposed import Supposed, Text, supposed_from
from iamctl.service.questions.wording import answer_in_words
from service.given import ACCOUNT_ID, arn

OBJECT = "arn:aws:s3:::releases/v1"
DEPLOY = arn("role/ci/Deploy")


def asking(account: Account, principal: str, action: str, resource: str = "*", **more: Any) -> Answer:
    return ask(account, Question(principal, action, resource, **more))


def outcome(account: Account, principal: str, action: str, resource: str = "*", **more: Any) -> Outcome:
    return asking(account, principal, action, resource, **more).decision.outcome


def policy(effect: str, action: str, condition: Any = None, **more: Any) -> str:
    statement = {"Effect": effect, "Action": action, "Resource": "*"} | more
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [statement | ({"Condition": condition} if condition else {})]}
    )


def supposing(**texts: Any) -> dict[str, Supposed]:
    given = {name: Text(text, f"{name}.json") if isinstance(text, str) else text for name, text in texts.items()}
    return {"supposed": supposed_from(**given)}


def several(*texts: str) -> list[Text]:
    return [Text(text, f"{number}.json") for number, text in enumerate(texts)]


def test_a_user_may_what_its_own_policies_and_its_groups_allow(asked: Account) -> None:
    assert outcome(asked, "alice", "s3:GetObject", OBJECT) is Outcome.ALLOWED
    assert outcome(asked, "alice", "s3:PutObject", OBJECT) is Outcome.ALLOWED
    assert outcome(asked, "bob", "s3:PutObject", OBJECT) is Outcome.IMPLICITLY_DENIED


def test_policies_are_called_what_a_person_calls_them(asked: Account) -> None:
    caller = caller_of(asked, "alice")

    found = policy_set_of(asked, caller, "s3:GetObject", OBJECT)

    assert [statement.policy for statement in found.identity.statements] == [
        "inline Reading of user alice",
        arn("policy/Writing"),
    ]
    assert found.boundary is not None
    assert [statement.policy for statement in found.boundary.statements] == [arn("policy/Edge")]
    assert found.resource is not None
    assert found.resource.statements[0].policy == "policy of arn:aws:s3:::releases"


def test_a_boundary_bounds(asked: Account) -> None:
    attachments.attach_user_policy(asked, user_name="alice", policy_arn="AdministratorAccess")
    inline_policies.put_user_policy(
        asked, user_name="alice", policy_name="All", policy_document=Document(policy("Allow", "*"))
    )

    answer = asking(asked, "alice", "iam:CreateUser")

    assert answer.decision.denied_by is PolicyType.BOUNDARY


def test_a_boundary_whose_policy_is_gone_denies_everything(asked: Account) -> None:
    asked.policies.remove("Edge")

    assert asking(asked, "alice", "s3:GetObject", OBJECT).decision.denied_by is PolicyType.BOUNDARY


def test_a_version_that_is_not_in_force_does_not_count(asked: Account) -> None:
    from iamctl.service import policy_versions

    policy_versions.create_policy_version(
        asked, policy_arn="Writing", policy_document=Document(policy("Allow", "sqs:*")), set_as_default=True
    )

    assert outcome(asked, "alice", "s3:PutObject", OBJECT) is Outcome.IMPLICITLY_DENIED


def test_the_trust_policy_decides_who_assumes_a_role(asked: Account) -> None:
    assert outcome(asked, "ec2.amazonaws.com", "sts:AssumeRole", DEPLOY) is Outcome.ALLOWED
    assert outcome(asked, "lambda.amazonaws.com", "sts:AssumeRole", DEPLOY) is Outcome.IMPLICITLY_DENIED
    assert asking(asked, "alice", "sts:AssumeRole", DEPLOY).decision.denied_by is PolicyType.TRUST


def test_a_buckets_policy_is_its_objects_policy(asked: Account) -> None:
    inside = Circumstances(source_ip="10.1.2.3")

    assert outcome(asked, "bob", "s3:GetObject", OBJECT, circumstances=inside) is Outcome.ALLOWED
    assert (
        outcome(asked, "bob", "s3:GetObject", "arn:aws:s3:::releases2/v1", circumstances=inside) is not Outcome.ALLOWED
    )


def test_an_absent_key_that_decides_is_told(asked: Account) -> None:
    answer = asking(asked, "bob", "s3:GetObject", OBJECT)

    assert answer.decision.outcome is Outcome.IMPLICITLY_DENIED
    assert answer.missing == ("aws:SourceIp",)
    assert answer.is_undecided
    assert answer_in_words(answer) == "allowed if aws:SourceIp is in 10.0.0.0/8"


def test_a_key_that_was_said_is_not_told(asked: Account) -> None:
    answer = asking(asked, "bob", "s3:GetObject", OBJECT, circumstances=Circumstances(source_ip="192.0.2.1"))

    assert not answer.is_undecided
    assert answer_in_words(answer) == "no identity-based policy allows it"


def test_an_absent_key_that_does_not_decide_is_not_told(asked: Account) -> None:
    answer = asking(asked, "alice", "s3:GetObject", OBJECT)

    assert answer.decision.is_allowed
    assert not answer.is_undecided


def test_a_denial_that_mfa_would_lift_is_told_by_what_lifts_it(asked: Account) -> None:
    no_mfa = policy("Deny", "*", {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})

    answer = asking(asked, "alice", "s3:GetObject", OBJECT, **supposing(drafts=several(no_mfa)))

    assert answer.decision.outcome is Outcome.EXPLICITLY_DENIED
    assert "allowed if aws:MultiFactorAuthPresent is true" in answer_in_words(answer)


def test_an_allowance_that_needs_mfa_only_where_it_is_said_is_told(asked: Account) -> None:
    mfa = policy("Allow", "sqs:*", {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}})

    answer = asking(asked, "bob", "sqs:SendMessage", **supposing(drafts=several(mfa)))

    assert answer.decision.is_allowed
    assert answer_in_words(answer) == "denied unless aws:MultiFactorAuthPresent is true"


def test_a_key_that_such_a_request_never_carries_is_known_to_be_absent(asked: Account) -> None:
    by_name = policy("Allow", "sqs:*", {"StringEquals": {"aws:username": "Deploy"}})
    by_source = policy("Allow", "sqs:*", {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::b"}})
    drafts = several(by_name, by_source)

    answer = asking(asked, "Deploy", "sqs:SendMessage", **supposing(drafts=drafts))

    assert not answer.decision.is_allowed
    assert not answer.is_undecided


def test_a_users_tags_are_known_and_a_sessions_are_not(asked: Account) -> None:
    tagged = policy("Allow", "sqs:*", {"StringEquals": {"aws:PrincipalTag/cost": "7"}})
    drafts = several(tagged)

    assert not asking(asked, "bob", "sqs:SendMessage", **supposing(drafts=drafts)).is_undecided
    answer = asking(asked, "Deploy", "sqs:SendMessage", **supposing(drafts=drafts))
    assert answer_in_words(answer) == "allowed if aws:PrincipalTag/cost is 7"


def test_a_draft_counts_as_if_the_caller_had_it(asked: Account) -> None:
    drafts = several(policy("Allow", "sqs:*"))

    assert outcome(asked, "bob", "sqs:SendMessage", **supposing(drafts=drafts)) is Outcome.ALLOWED
    assert outcome(asked, "bob", "sqs:SendMessage") is Outcome.IMPLICITLY_DENIED


@pytest.mark.parametrize("name", ["Writing", "writing", arn("policy/Writing")])
def test_a_policy_is_left_out_by_its_name_or_arn(asked: Account, name: str) -> None:
    gone = supposing(without=[name])

    assert outcome(asked, "alice", "s3:PutObject", OBJECT, **gone) is Outcome.IMPLICITLY_DENIED
    assert outcome(asked, "alice", "s3:GetObject", OBJECT, **gone) is Outcome.ALLOWED


def test_an_inline_policy_is_left_out_by_its_name(asked: Account) -> None:
    assert not asking(asked, "alice", "s3:GetObject", OBJECT, **supposing(without=["Reading"])).decision.is_allowed


def test_leaving_out_what_the_caller_has_not_got_is_refused(asked: Account) -> None:
    with pytest.raises(NoSuchEntity) as refused:
        asking(asked, "alice", "s3:GetObject", **supposing(without=["Elsewhere"]))

    assert "it has inline Reading of user alice" in refused.value.hints


def test_a_boundary_that_is_supposed_takes_the_place_of_the_callers(asked: Account) -> None:
    answer = asking(asked, "alice", "s3:GetObject", OBJECT, **supposing(boundary=policy("Allow", "sqs:*")))

    assert answer.decision.denied_by is PolicyType.BOUNDARY


def test_session_policies_and_levels_of_control_policies_limit(asked: Account) -> None:
    s3, sqs = policy("Allow", "s3:*"), policy("Allow", "sqs:*")

    session = asking(asked, "alice", "s3:GetObject", OBJECT, **supposing(session=several(sqs)))
    two_levels = asking(asked, "alice", "s3:GetObject", OBJECT, **supposing(service_control=several(s3, sqs)))
    one_level = asking(asked, "alice", "s3:GetObject", OBJECT, **supposing(service_control=several(f"[{s3},{sqs}]")))

    assert session.decision.denied_by is PolicyType.SESSION
    assert two_levels.decision.denied_by is PolicyType.SERVICE_CONTROL
    assert answer_in_words(two_levels) == "no service control policy of level 2 allows it"
    assert one_level.decision.is_allowed


def test_a_resource_policy_that_is_supposed_takes_the_place_of_the_accounts(asked: Account) -> None:
    everybody = policy("Allow", "s3:*", Principal="*")

    assert outcome(asked, "bob", "s3:GetObject", OBJECT, **supposing(resource=everybody)) is Outcome.ALLOWED


def test_a_draft_that_breaks_the_grammar_is_refused_with_its_place() -> None:
    with pytest.raises(MalformedPolicyDocument) as refused:
        supposed_from(drafts=[Text('{"Version":"2012-10-17",\n"Statement":[{"Efect":"Allow"}]}', "draft.json")])

    assert str(refused.value.place).startswith("draft.json:2:")


def test_an_empty_level_is_refused() -> None:
    with pytest.raises(InvalidInput, match="holds no policy"):
        supposed_from(service_control=[Text("[]", "scp.json")])


def test_the_policies_of_another_accounts_user_are_not_known(asked: Account) -> None:
    everybody = policy("Allow", "s3:*", Principal="*")
    eve = "arn:aws:iam::444455556666:user/eve"

    open_to_all = asking(asked, eve, "s3:GetObject", OBJECT, **supposing(resource=everybody))
    closed = asking(asked, eve, "s3:GetObject", OBJECT)

    assert not open_to_all.decision.is_allowed
    assert answer_in_words(open_to_all) == (
        "not known: the policies of arn:aws:iam::444455556666:user/eve, which account 444455556666 keeps"
    )
    assert not closed.is_undecided


def test_an_attached_policy_that_is_gone_is_named(asked: Account) -> None:
    asked.policies.remove("Writing")

    answer = asking(asked, "alice", "s3:PutObject", OBJECT)

    assert answer.unknown == (f"policy {arn('policy/Writing')}, attached to group Developers, is not in the account",)


def test_a_federated_user_has_what_its_user_and_its_session_policy_allow(asked: Account) -> None:
    kim = f"arn:aws:sts::{ACCOUNT_ID}:federated-user/kim"
    session = supposing(session=several(policy("Allow", "s3:GetObject")))

    assert outcome(asked, kim, "s3:GetObject", OBJECT, federated_by="alice", **session) is Outcome.ALLOWED
    assert outcome(asked, kim, "s3:PutObject", OBJECT, federated_by="alice", **session) is Outcome.IMPLICITLY_DENIED
    assert outcome(asked, kim, "s3:GetObject", OBJECT, federated_by="alice") is Outcome.IMPLICITLY_DENIED


@pytest.mark.parametrize("action", ["GetObject", "s3:", ":GetObject", "s3:Get:Object"])
def test_what_is_no_action_is_refused(asked: Account, action: str) -> None:
    with pytest.raises(ValidationError, match="is no action"):
        asking(asked, "alice", action)


def test_a_pattern_is_no_action(asked: Account) -> None:
    with pytest.raises(ValidationError) as refused:
        asking(asked, "alice", "s3:Get*")

    assert "what-can" in refused.value.hints[0]


@pytest.mark.parametrize("known", [{"source_ip": "10.0.0.0/8"}, {"source_ip": "x"}, {"resource_account": "12"}])
def test_circumstances_that_cannot_be_are_refused(known: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        circumstances_from(context={}, **known)


def test_a_boundary_of_a_role_bounds_its_sessions(asked: Account) -> None:
    policies.create_policy(asked, policy_name="Queues", policy_document=Document(policy("Allow", "sqs:*")))
    boundaries.put_role_permissions_boundary(asked, role_name="Deploy", permissions_boundary="Queues")
    inline_policies.put_role_policy(
        asked, role_name="Deploy", policy_name="All", policy_document=Document(policy("Allow", "*"))
    )

    assert outcome(asked, "Deploy", "sqs:SendMessage") is Outcome.ALLOWED
    assert asking(asked, "Deploy", "s3:GetObject", OBJECT).decision.denied_by is PolicyType.BOUNDARY


def test_resource_control_policies_come_with_the_full_access_that_nobody_can_detach(asked: Account) -> None:
    outside = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"}}
    rcp = policy("Deny", "s3:*", outside, Principal="*")
    member = Circumstances({"aws:PrincipalOrgID": "o-abcdefghij"})

    inside = asking(
        asked,
        "alice",
        "s3:GetObject",
        OBJECT,
        circumstances=member,
        **supposing(resource_control=[Text(rcp, "rcp.json")]),
    )
    denied = asking(asked, "alice", "s3:GetObject", OBJECT, **supposing(resource_control=[Text(rcp, "rcp.json")]))

    assert inside.decision.is_allowed
    assert denied.decision.outcome is Outcome.EXPLICITLY_DENIED


def test_a_level_of_resource_control_policies_that_allows_is_taken_as_it_is(asked: Account) -> None:
    rcp = policy("Allow", "sqs:*", Principal="*")

    answer = asking(asked, "alice", "s3:GetObject", OBJECT, **supposing(resource_control=[Text(rcp, "rcp.json")]))

    assert answer.decision.denied_by is PolicyType.RESOURCE_CONTROL


@pytest.mark.parametrize(
    ("action", "resource", "unknown"),
    [
        ("sts:AssumeRole", "arn:aws:iam::444455556666:role/Theirs", "the trust policy of {0}, which account {1} keeps"),
        ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:444455556666:theirs", "the policy of {0}, which account {1} keeps"),
    ],
)
def test_the_policy_of_a_resource_that_another_account_keeps_is_not_known(
    asked: Account, action: str, resource: str, unknown: str
) -> None:
    everything = supposing(drafts=[Text(policy("Allow", "*"), "draft.json")])

    answer = asking(asked, "bob", action, resource, **everything)

    assert not answer.decision.is_allowed
    assert answer.unknown == (unknown.format(resource, "444455556666"),)
    assert asking(asked, "bob", action, resource).unknown == ()
    assert asking(asked, "bob", "iam:GetUser", "arn:aws:iam::444455556666:user/theirs", **everything).unknown == ()


def test_a_foreign_policy_that_the_question_tells_is_known(asked: Account) -> None:
    told = supposing(drafts=[Text(policy("Allow", "*"), "draft.json")], resource=policy("Deny", "s3:*", Principal="*"))

    answer = asking(asked, "bob", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:444455556666:theirs", **told)

    assert answer.unknown == ()
