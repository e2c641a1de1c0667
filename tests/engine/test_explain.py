"""Which statements nearly applied, and what kept them from it."""

from __future__ import annotations

from typing import Any

from iamctl.engine.authorize import authorize
from iamctl.engine.decision import PolicyType
from iamctl.engine.explain import MOST_NEAR, Explained, explain

from .given import ALICE, allow, deny, policies_of, request_of

READ = {"principal": ALICE, "action": "s3:GetObject", "resource": "arn:aws:s3:::artifacts/x"}


def explained_of(request: dict[str, Any], **policies: Any) -> list[Explained]:
    asked, given = request_of(request), policies_of(policies)
    return list(explain(asked, given, authorize(asked, given)))


def test_a_resource_that_does_not_fit_is_told_with_what_was_wanted() -> None:
    [identity] = explained_of(READ, identity=[allow("s3:GetObject", "arn:aws:s3:::logs/*")])

    [near] = identity.near
    [failure] = near.failures
    assert (failure.element, failure.wanted, failure.got) == (
        "Resource",
        ("arn:aws:s3:::logs/*",),
        "arn:aws:s3:::artifacts/x",
    )


def test_a_condition_that_fails_is_told_with_operator_key_wanted_and_got() -> None:
    condition = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    request = {**READ, "context": {"aws:SourceIp": "192.0.2.1"}}

    [identity] = explained_of(request, identity=[allow(Condition=condition)])

    [failure] = identity.near[0].failures
    assert failure.element == "Condition"
    assert (failure.operator, failure.key) == ("IpAddress", "aws:SourceIp")
    assert (failure.wanted, failure.got) == (("10.0.0.0/8",), "192.0.2.1")


def test_an_absent_key_is_got_as_nothing() -> None:
    [identity] = explained_of(READ, identity=[allow(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})])

    assert identity.near[0].failures[0].got is None


def test_a_variable_without_a_value_names_the_key_that_it_asks_for() -> None:
    [identity] = explained_of(READ, identity=[allow("s3:GetObject", "arn:aws:s3:::${aws:PrincipalTag/Team}/*")])

    assert identity.near[0].failures[0].absent == ("aws:PrincipalTag/Team",)


def test_a_principal_that_is_not_named_is_told() -> None:
    other = "arn:aws:iam::111122223333:user/bob"
    resource, _ = explained_of(READ, identity=[], resource=[allow(Principal={"AWS": other})])

    [failure] = resource.near[0].failures
    assert (failure.element, failure.wanted, failure.got) == ("Principal", (f"AWS: {other}",), ALICE)


def test_statements_about_other_services_are_not_near() -> None:
    [identity] = explained_of(READ, identity=[allow("ec2:*"), allow("iam:GetUser")])

    assert identity.near == ()
    assert identity.held == 2


def test_statements_that_fail_in_two_elements_are_not_near() -> None:
    [identity] = explained_of(READ, identity=[allow("s3:PutObject", "arn:aws:s3:::logs/*")])

    assert identity.near == ()


def test_conditions_are_nearer_than_resources_and_those_than_actions() -> None:
    by_action = allow("s3:PutObject")
    by_resource = allow("s3:*", "arn:aws:s3:::logs/*")
    by_condition = allow("s3:*", Condition={"Bool": {"aws:SecureTransport": "false"}})
    request = {**READ, "context": {"aws:SecureTransport": "true"}}

    [identity] = explained_of(request, identity=[by_action, by_resource, by_condition])

    assert [near.failures[0].element for near in identity.near] == ["Condition", "Resource", "Action"]


def test_no_more_than_a_few_are_told_and_the_others_are_counted() -> None:
    documents = [allow("s3:GetObject", f"arn:aws:s3:::logs{number}/*") for number in range(MOST_NEAR + 3)]

    [identity] = explained_of(READ, identity=documents)

    assert len(identity.near) == MOST_NEAR
    assert identity.more_near == 3


def test_a_deny_that_a_condition_alone_keeps_away_is_near_an_allowance() -> None:
    denying = deny("s3:*", Condition={"Bool": {"aws:SecureTransport": "false"}})
    request = {**READ, "context": {"aws:SecureTransport": "true"}}

    [identity] = explained_of(request, identity=[allow("s3:*"), denying, allow("s3:PutObject")])

    assert [near.statement.is_deny for near in identity.near] == [True]


def test_an_allow_that_a_deny_overrules_still_applies() -> None:
    [identity] = explained_of(READ, identity=[allow("s3:*"), deny("s3:*")])

    assert [statement.is_deny for statement in identity.applying] == [False, True]


def test_levels_come_in_aws_order_before_the_resource_and_the_caller() -> None:
    found = explained_of(READ, identity=[allow()], boundary=[allow()], scp=[[allow()], [allow()]], rcp=[[allow()]])

    assert [(each.verdict.policy_type, each.verdict.level) for each in found] == [
        (PolicyType.RESOURCE_CONTROL, 1),
        (PolicyType.SERVICE_CONTROL, 1),
        (PolicyType.SERVICE_CONTROL, 2),
        (PolicyType.IDENTITY, 0),
        (PolicyType.BOUNDARY, 0),
    ]


def test_a_statement_that_excludes_other_actions_is_near_by_its_condition() -> None:
    statement = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
    condition = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    document = {"Version": "2012-10-17", "Statement": [{**statement, "Condition": condition}]}

    _, boundary = explained_of(READ, identity=[allow()], boundary=[document])

    [near] = boundary.near
    assert [(failure.element, failure.key) for failure in near.failures] == [("Condition", "aws:RequestedRegion")]


def test_a_trust_policy_tells_whom_it_names_for_which_way_of_assuming_the_role() -> None:
    role = "arn:aws:iam::111122223333:role/auditor"
    provider = {"Federated": "arn:aws:iam::111122223333:saml-provider/acme-idp"}
    statement = {"Effect": "Allow", "Principal": provider, "Action": "sts:AssumeRoleWithSAML"}
    trust = {"Version": "2012-10-17", "Statement": [statement]}
    request = {"principal": ALICE, "action": "sts:AssumeRole", "resource": role}

    trusted, _ = explained_of(request, identity=[allow()], resource=[trust])

    [near] = trusted.near
    assert [failure.element for failure in near.failures] == ["Action", "Principal"]
