"""What requests have covered of statements and of the outcomes of their conditions."""

from __future__ import annotations

from typing import Any

from iamctl.analysis.coverage import Branch, Coverage
from tests.engine.given import allow, deny, policies_of, request_of

INSIDE = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
POLICIES = policies_of({"identity": [allow("s3:*", "arn:aws:s3:::b/*", Condition=INSIDE), deny("iam:*")]})


def covered(*requests: dict[str, Any]) -> list[tuple[bool, set[Branch]]]:
    coverage = Coverage()
    for request in requests:
        asked = {"principal": "arn:aws:iam::111122223333:user/a", "action": "s3:GetObject", **request}
        coverage.note(request_of(asked), POLICIES)
    return [(each.is_applied, set(each.branches)) for each in coverage.of(POLICIES.identity.statements)]


def test_a_statement_is_covered_once_it_applies() -> None:
    inside = {"resource": "arn:aws:s3:::b/x", "context": {"aws:SourceIp": "10.1.2.3"}}

    assert covered(inside) == [(True, {Branch(0, True)}), (False, set())]


def test_a_condition_that_fails_covers_its_other_branch() -> None:
    outside = {"resource": "arn:aws:s3:::b/x", "context": {"aws:SourceIp": "192.0.2.1"}}

    assert covered(outside)[0] == (False, {Branch(0, False)})


def test_a_request_for_something_else_covers_nothing() -> None:
    assert covered({"resource": "arn:aws:s3:::c/x"}) == [(False, set()), (False, set())]


def test_a_deny_is_covered_like_an_allow() -> None:
    assert covered({"action": "iam:CreateUser", "resource": "*"})[1] == (True, set())
