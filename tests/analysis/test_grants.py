"""What policies come to for all requests at once agrees with what the engine says of each."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iamctl.analysis.globs import covers, example, glob_of, literal_glob, meets
from iamctl.analysis.grants import Asked, Grant, Reserve, TooManyWays, grants
from iamctl.analysis.known import Known
from iamctl.analysis.scopes import EVERYTHING, Scope, holds_all, one_resource, overlap
from iamctl.engine.authorize import authorize
from iamctl.engine.patterns import Patterns, utf16
from tests.engine.given import allow, deny, policies_of, request_of
from tests.properties.generated import Maker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.engine.policy_set import Layer, PolicySet
    from iamctl.engine.request import Request

LAX = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
OFTEN = settings(max_examples=400, deadline=None, suppress_health_check=LAX, database=None)


@cache
def _below(number: int) -> st.SearchStrategy[int]:
    return st.integers(0, number - 1)


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], int]:
    return Maker(lambda below: draw(_below(below))).case(), draw(st.integers(0, 63))


def check(case: dict[str, Any], choice: int) -> None:
    """Nothing that the engine allows is left out, and nothing that it denies is granted without a reserve."""
    request, policies = request_of(case["request"]), policies_of(case)
    keys = sorted(request.context)
    known = {key: request.context[key] for number, key in enumerate(keys) if choice >> number & 1}
    absent = {key for number, key in enumerate(("t:absent", "t:one", "t:two")) if choice >> number + 3 & 1}
    may_carry = Known(known, lambda key: key in request.context or key not in absent)
    scope = EVERYTHING if choice & 32 and not _is_about_one(request) else one_resource(request.resource)
    asked = Asked(
        request.principal, request.action.lower(), may_carry, scope, request.resource, request.resource_account
    )
    try:
        found = grants(asked, policies)
    except TooManyWays:
        return

    answers = [_applies(grant, request, policies) for grant in found]

    if authorize(request, policies).is_allowed:
        assert any(answer is not False for answer in answers), found
    else:
        assert not any(answer is True for answer in answers), found


def _is_about_one(request: Request) -> bool:
    return request.resource == "*" or ":role/" in request.resource


def _applies(grant: Grant, request: Request, policies: PolicySet) -> bool | None:
    """Whether the grant speaks of the request and nothing is taken off for it; None where a variable is left open."""
    one = one_resource(request.resource)
    if any(scope.is_open for scope in (*grant.within, *(unless.scope for unless in grant.unless))):
        return None
    if not all(overlap(scope, one) for scope in grant.within):
        return False
    parts = [_hold(grant.conditions, request, policies, is_deny=False)]
    for unless in grant.unless:
        if overlap(unless.scope, one):
            denied = _hold(unless.conditions, request, policies, is_deny=True)
            parts.append(None if denied is None else not denied)
    return False if False in parts else None if None in parts else True


def _hold(reserves: Iterable[Reserve], request: Request, policies: PolicySet, *, is_deny: bool) -> bool | None:
    answers: list[bool | None] = []
    for entry, is_literal in reserves:
        said = {
            condition.holds(request.context)
            for layer in _layers(policies)
            for statement in layer.statements
            for condition in statement.conditions
            if condition.entry == entry and statement.is_deny == is_deny
            if is_literal == (not statement.statement.has_variables and any("${" in each for each in entry.values))
        }
        answers.append(said.pop() if len(said) == 1 else None)
    return False if False in answers else None if None in answers else True


def _layers(policies: PolicySet) -> list[Layer]:
    single = (policies.identity, policies.boundary, policies.session, policies.resource)
    return [layer for layer in (*single, *policies.service_control, *policies.resource_control) if layer is not None]


@OFTEN
@given(cases())
def test_the_grants_are_what_the_engine_allows(drawn: tuple[dict[str, Any], int]) -> None:
    check(*drawn)


def test_the_grants_are_what_the_engine_allows_at_length() -> None:
    chance = random.Random(7)

    for _ in range(4000):
        check(Maker(chance.randrange).case(), chance.randrange(64))


def asked(resource: str | None = None, **context: str) -> Asked:
    request = request_of(
        {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:getobject", "resource": "*"}
    )
    scope = EVERYTHING if resource is None else one_resource(resource)
    return Asked(request.principal, "s3:getobject", Known(context, lambda key: True), scope, resource or "*")


def test_a_deny_of_some_resources_is_taken_off() -> None:
    policies = policies_of({"identity": [allow("s3:*", "arn:aws:s3:::b/*"), deny("s3:*", "arn:aws:s3:::b/secret/*")]})

    (grant,) = grants(asked(), policies)

    assert [scope.globs[0].text for scope in grant.within] == ["arn:aws:s3:::b/*"]
    assert [unless.scope.globs[0].text for unless in grant.unless] == ["arn:aws:s3:::b/secret/*"]


def test_a_condition_of_the_boundary_is_a_condition_of_the_grant() -> None:
    inside = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    policies = policies_of({"identity": [allow()], "boundary": [allow("s3:*", Condition=inside)]})

    (grant,) = grants(asked(), policies)

    assert [reserve.entry.key for reserve in grant.conditions] == ["aws:SourceIp"]


def test_a_wider_grant_makes_a_narrower_one_needless() -> None:
    narrow = allow("s3:*", "arn:aws:s3:::b/*", Condition={"Bool": {"aws:SecureTransport": "true"}})
    policies = policies_of({"identity": [narrow, allow("s3:Get*", "arn:aws:s3:::b*")]})

    (grant,) = grants(asked(), policies)

    assert not grant.conditions


def test_too_many_combinations_are_refused() -> None:
    tree = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": f"arn:aws:s3:::{number}*"} for number in range(30)
        ],
    }
    policies = policies_of({"identity": [tree], "boundary": [tree]})

    try:
        grants(asked(), policies)
    except TooManyWays:
        return
    raise AssertionError("900 combinations were looked at")


GLOBS = st.text(alphabet="ab*?", max_size=6)


@settings(max_examples=500, deadline=None, database=None)
@given(GLOBS, GLOBS, st.lists(st.text(alphabet="ab", max_size=6), max_size=30))
def test_covering_and_meeting_agree_with_matching(one: str, other: str, texts: list[str]) -> None:
    first, second = (glob_of((text,), Known({}, bool)) for text in (one, other))
    assert first is not None
    assert second is not None
    fit_one, fit_other = (Patterns((text,), has_variables=False) for text in (one, other))

    for text in (*texts, example(first), example(second)):
        in_one, in_other = fit_one.fit(utf16(text), {}), fit_other.fit(utf16(text), {})
        if covers(first, second):
            assert in_one or not in_other
        if in_one and in_other:
            assert meets(first, second)
            assert meets(second, first)


def test_what_a_variable_brings_is_literal() -> None:
    assert covers(literal_glob("a*"), literal_glob("a*"))
    assert not covers(literal_glob("a*"), literal_glob("ab"))


def test_the_rest_of_a_set_is_a_set() -> None:
    rest = Scope((literal_glob("a"),), is_rest=True)

    assert holds_all(rest, one_resource("b"))
    assert not overlap(rest, one_resource("a"))
    assert not holds_all(rest, EVERYTHING)
