"""What would turn a decision."""

from __future__ import annotations

from typing import Any

from iamctl.engine.authorize import authorize
from iamctl.engine.decision import PolicyType
from iamctl.engine.remedies import Carry, Grant, Lift, Remove, Way, ways_to_allow, ways_to_deny

from .given import ALICE, allow, deny, policies_of, request_of

IAM = {"principal": ALICE, "action": "iam:CreateUser", "resource": "*"}
READ = {"principal": ALICE, "action": "s3:GetObject", "resource": "arn:aws:s3:::artifacts/x"}
SESSION = "arn:aws:sts::111122223333:assumed-role/Deploy/ci"
ROLE = "arn:aws:iam::111122223333:role/Deploy"


def ways(request: dict[str, Any], **policies: Any) -> list[Way]:
    asked, given = request_of(request), policies_of(policies)
    decision = authorize(asked, given)
    return list((ways_to_deny if decision.is_allowed else ways_to_allow)(asked, given, decision))


def granted(found: list[Way]) -> list[list[tuple[PolicyType, int, str]]]:
    return [[(step.policy_type, step.level, step.named) for step in way if isinstance(step, Grant)] for way in found]


def test_a_silent_caller_needs_one_grant() -> None:
    assert granted(ways(IAM, identity=[])) == [[(PolicyType.IDENTITY, 0, "")]]


def test_every_type_that_is_silent_has_to_allow() -> None:
    [way] = ways(IAM, identity=[], boundary=[allow("s3:*")], scp=[[allow()], [allow("s3:*")]])

    assert granted([way]) == [
        [(PolicyType.SERVICE_CONTROL, 2, ""), (PolicyType.IDENTITY, 0, ""), (PolicyType.BOUNDARY, 0, "")]
    ]


def test_an_explicit_deny_has_to_be_lifted_and_what_is_silent_to_allow() -> None:
    [[lift, grant]] = ways(IAM, identity=[deny("iam:*")])

    assert isinstance(lift, Lift)
    assert [statement.is_deny for statement in lift.statements] == [True]
    assert isinstance(grant, Grant)


def test_lifting_alone_is_enough_where_something_allows() -> None:
    [[lift]] = ways(IAM, identity=[allow(), deny("iam:*")])

    assert isinstance(lift, Lift)


def test_within_the_account_the_bucket_may_allow_instead() -> None:
    assert granted(ways(READ, identity=[])) == [
        [(PolicyType.IDENTITY, 0, "")],
        [(PolicyType.RESOURCE, 0, ALICE)],
    ]


def test_a_role_is_named_rather_than_its_session_where_that_is_enough() -> None:
    request = {**READ, "principal": {"arn": SESSION, "parent": ROLE}}

    assert granted(ways(request, identity=[])) == [
        [(PolicyType.IDENTITY, 0, "")],
        [(PolicyType.RESOURCE, 0, ROLE)],
    ]


def test_naming_the_session_itself_gets_past_a_silent_boundary() -> None:
    request = {**READ, "principal": {"arn": SESSION, "parent": ROLE}}

    found = granted(ways(request, identity=[], boundary=[allow("ec2:*")]))

    assert [(PolicyType.RESOURCE, 0, SESSION)] in found
    assert [(PolicyType.RESOURCE, 0, ROLE)] not in found


def test_across_accounts_both_sides_have_to_allow() -> None:
    [way] = granted(ways({**READ, "resource_account": "444455556666"}, identity=[]))

    assert sorted(kind.value for kind, _, _ in way) == ["identity-based policy", "resource-based policy"]


def test_a_role_that_does_not_trust_the_caller_has_to() -> None:
    request = {"principal": ALICE, "action": "sts:AssumeRole", "resource": ROLE}

    assert granted(ways(request, identity=[allow()], resource=[])) == [[(PolicyType.TRUST, 0, ALICE)]]


def test_nothing_lets_the_root_user_assume_a_role() -> None:
    request = {"principal": "arn:aws:iam::111122223333:root", "action": "sts:AssumeRole", "resource": ROLE}

    assert ways(request, identity=[], resource=[allow(Principal="*")]) == []


def test_the_own_statement_that_only_lacks_the_action_is_the_one_to_widen() -> None:
    [[grant], *_] = ways(IAM, identity=[allow("iam:GetUser")])

    assert isinstance(grant, Grant)
    assert grant.widen is not None
    assert grant.widen.statement.actions == ("iam:GetUser",)


def test_another_value_of_a_key_is_told_where_it_turns_the_answer() -> None:
    condition = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    request = {**IAM, "context": {"aws:SourceIp": "192.0.2.1"}}

    [[carry], *_] = ways(request, identity=[allow(Condition=condition)])

    assert isinstance(carry, Carry)
    assert [(each.key, each.value) for each in carry.assumptions] == [("aws:SourceIp", "10.0.0.0")]


def test_who_asks_is_never_what_should_change() -> None:
    condition = {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/bob"}}
    request = {**IAM, "context": {"aws:PrincipalArn": ALICE}}

    assert not any(
        isinstance(step, Carry) for way in ways(request, identity=[allow(Condition=condition)]) for step in way
    )


def test_all_that_allows_has_to_go() -> None:
    [[remove]] = ways(IAM, identity=[allow(), allow("iam:*")])

    assert isinstance(remove, Remove)
    assert len(remove.statements) == 2


def test_taking_it_from_any_type_that_limits_is_enough() -> None:
    found = ways(IAM, identity=[allow()], boundary=[allow()])

    assert [[step.policy_type for step in way if isinstance(step, Remove)] for way in found] == [
        [PolicyType.IDENTITY],
        [PolicyType.BOUNDARY],
    ]


def test_where_bucket_and_caller_both_allow_both_have_to_stop() -> None:
    [way] = ways(READ, identity=[allow()], resource=[allow(Principal={"AWS": ALICE})])

    assert [step.policy_type for step in way if isinstance(step, Remove)] == [PolicyType.RESOURCE, PolicyType.IDENTITY]


def test_what_aws_publishes_is_nothing_to_widen() -> None:
    from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
    from iamctl.model.document import Document

    name = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
    policies = PolicySet(Layer([NamedDocument(name, Document.of(allow("iam:GetUser")))]))
    request = request_of(IAM)

    [[grant]] = ways_to_allow(request, policies, authorize(request, policies))

    assert isinstance(grant, Grant)
    assert grant.widen is None


def test_what_one_statement_asks_for_is_told_as_a_whole() -> None:
    condition = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "StringEquals": {"aws:PrincipalTag/team": "core"}}
    policies = policies_of({"identity": [allow(Condition=condition)]})
    request = request_of(IAM)

    found = ways_to_allow(request, policies, authorize(request, policies), missing=("aws:SourceIp",))

    assert isinstance(found[0][0], Carry)
    assert [(each.key, each.value) for each in found[0][0].assumptions] == [
        ("aws:SourceIp", "10.0.0.0"),
        ("aws:PrincipalTag/team", "core"),
    ]
