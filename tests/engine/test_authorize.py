"""What a decision tells besides its outcome; the outcomes are tests/cases."""

from __future__ import annotations

from typing import Any

from iamctl.engine.authorize import authorize
from iamctl.engine.decision import Outcome, PolicyType
from tests.engine.given import ACCOUNT, ALICE, allow, deny, policies_of, request_of

REQUEST: dict[str, Any] = {"principal": ALICE, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/x"}
BUCKET = allow(Principal={"AWS": ALICE})


def _deciding(**policies: Any) -> list[tuple[str, str, int]]:
    decision = authorize(request_of(REQUEST), policies_of(policies))
    return [(policy_type.value, each.policy, each.statement.number) for policy_type, each in decision.deciding]


def test_every_statement_that_allowed_is_told_once_and_in_its_order() -> None:
    statements = [
        {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::b*"]},
        {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/x"},
        {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/xx"},
    ]

    told = _deciding(identity=[{"Version": "2012-10-17", "Statement": statements}])

    assert told == [("identity-based policy", "policy 1", number) for number in (0, 2, 3)]


def test_an_explicit_deny_tells_every_deny_of_every_type_and_no_allow() -> None:
    told = _deciding(identity=[allow(), deny()], boundary=[deny("s3:*")], resource=[BUCKET])

    assert told == [("identity-based policy", "policy 2", 0), ("permissions boundary", "policy 1", 0)]


def test_an_implicit_deny_tells_no_statement() -> None:
    assert _deciding(identity=[allow()], boundary=[allow("ec2:*")]) == []


def test_an_allowance_tells_the_statements_of_every_type_that_allowed() -> None:
    told = _deciding(identity=[allow()], resource=[BUCKET])

    assert [policy_type for policy_type, _, _ in told] == ["resource-based policy", "identity-based policy"]


def test_levels_of_control_policies_are_numbered_from_the_root() -> None:
    policies = policies_of({"identity": [allow()], "scp": [[allow()], [allow("ec2:*")]]})

    decision = authorize(request_of(REQUEST), policies)

    assert [(each.level, each.outcome) for each in decision.verdicts if each.level] == [
        (1, Outcome.ALLOWED),
        (2, Outcome.IMPLICITLY_DENIED),
    ]
    assert decision.denied_by is PolicyType.SERVICE_CONTROL


def test_why_the_root_user_assumes_no_role_is_told() -> None:
    root = f"arn:aws:iam::{ACCOUNT}:root"
    request = {"principal": root, "action": "sts:AssumeRole", "resource": f"arn:aws:iam::{ACCOUNT}:role/r"}
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": root}}

    decision = authorize(request_of(request), policies_of({"resource": [{"Statement": trust}]}))

    assert decision.denied_by is PolicyType.TRUST
    assert decision.reason == "roles may not be assumed by root accounts"
