"""What absent keys would make of a decision; every alternative that is told is one that the engine gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.engine.absent import Search, absent_keys, alternatives
from iamctl.engine.authorize import authorize
from iamctl.engine.decision import Outcome
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.engine.request import Principal, PrincipalKind, Request
from iamctl.model.document import Document

ALICE = Principal(PrincipalKind.USER, "arn:aws:iam::111122223333:user/alice", "111122223333")
OBJECT = "arn:aws:s3:::home/alice/x"


def statement(
    effect: str = "Allow", condition: Any = None, resource: str = "*", action: str = "s3:*"
) -> dict[str, Any]:
    made: dict[str, Any] = {"Effect": effect, "Action": action, "Resource": resource}
    return made | ({"Condition": condition} if condition else {})


def layer(*statements: dict[str, Any]) -> Layer:
    return Layer([NamedDocument("p", Document.of({"Version": "2012-10-17", "Statement": list(statements)}))])


def policies(*statements: dict[str, Any], **others: Any) -> PolicySet:
    return PolicySet(identity=layer(*statements), **others)


def request(**context: Any) -> Request:
    return Request(ALICE, "s3:GetObject", OBJECT, context)


def searched(found: PolicySet, asked: Request | None = None, may_carry: Any = lambda key: True) -> Search:
    asked = asked or request()
    decision = authorize(asked, found)
    return alternatives(asked, found, decision, may_carry=may_carry, is_multivalued=lambda key: None)


def told(found: PolicySet, asked: Request | None = None) -> list[dict[str, Any]]:
    return [
        {assumption.key: assumption.value for assumption in alternative.assumptions}
        for alternative in searched(found, asked).alternatives
    ]


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ({"StringEquals": {"x:K": "a"}}, "a"),
        ({"StringLike": {"x:K": "a?b*"}}, "axb"),
        ({"NumericLessThan": {"x:K": "5"}}, "4"),
        ({"NumericGreaterThan": {"x:K": "5"}}, "6"),
        ({"DateGreaterThan": {"x:K": "2026-01-01T00:00:00Z"}}, "1767225601"),
        ({"Bool": {"x:K": "true"}}, "true"),
        ({"IpAddress": {"x:K": "10.0.0.0/8"}}, "10.0.0.0"),
        ({"ArnLike": {"x:K": "arn:aws:s3:::b/*"}}, "arn:aws:s3:::b/"),
        ({"BinaryEquals": {"x:K": "YQ=="}}, "YQ=="),
        ({"ForAnyValue:StringEquals": {"x:K": ["a"]}}, ("a",)),
    ],
)
def test_a_value_that_would_allow_is_found(condition: Any, value: Any) -> None:
    assert told(policies(statement(condition=condition)))[0] == {"x:K": value}


@pytest.mark.parametrize(
    "condition",
    [
        {"StringNotEquals": {"x:K": "a"}},
        {"StringEqualsIfExists": {"x:K": "a"}},
        {"NotIpAddress": {"x:K": "10.0.0.0/8"}},
        {"Null": {"x:K": "true"}},
        {"ForAllValues:StringEquals": {"x:K": "a"}},
    ],
)
def test_a_value_that_would_deny_is_found_where_absence_allows(condition: Any) -> None:
    found = searched(policies(statement(condition=condition))).alternatives

    assert [alternative.outcome for alternative in found] == [Outcome.IMPLICITLY_DENIED]
    assert [turned.holds for turned in found[0].assumptions[0].turned] == [False]


def test_two_keys_that_both_have_to_fit_are_told_together() -> None:
    both = statement(condition={"StringEquals": {"x:A": "a", "x:B": "b"}})

    assert told(policies(both)) == [{"x:A": "a", "x:B": "b"}]


def test_many_keys_of_one_statement_are_told_together() -> None:
    keys = {f"x:{letter}": letter for letter in "abcde"}

    assert told(policies(statement(condition={"StringEquals": keys}))) == [keys]


def test_one_key_is_told_before_two() -> None:
    one = statement(condition={"StringEquals": {"x:A": "a"}})
    two = statement(condition={"StringEquals": {"x:B": "b", "x:C": "c"}})

    assert told(policies(two, one)) == [{"x:A": "a"}, {"x:B": "b", "x:C": "c"}]


def test_a_key_that_does_not_matter_is_not_told() -> None:
    conditional = statement(condition={"StringEquals": {"x:A": "a"}})

    assert told(policies(statement(), conditional)) == []
    assert absent_keys(request(), policies(statement(), conditional), may_carry=lambda key: True) == ("x:A",)


@pytest.mark.parametrize(
    "elsewhere",
    [
        statement(condition={"StringEquals": {"x:A": "a"}}, action="s3:PutObject"),
        statement(condition={"StringEquals": {"x:A": "a"}}, resource="arn:aws:s3:::other/*"),
        statement(condition={"StringEquals": {"x:A": "a", "x:here": "not this"}}),
    ],
)
def test_a_statement_that_cannot_apply_asks_for_nothing(elsewhere: dict[str, Any]) -> None:
    asked = request(**{"x:here": "this"})

    assert absent_keys(asked, policies(elsewhere), may_carry=lambda key: True) == ()
    assert told(policies(elsewhere), asked) == []


def test_a_key_that_the_request_never_carries_is_not_told() -> None:
    conditional = policies(statement(condition={"StringEquals": {"x:A": "a"}}))

    assert searched(conditional, may_carry=lambda key: key != "x:a") == Search((), True)


def test_a_variable_of_a_resource_is_an_absent_key_too() -> None:
    home = policies(statement(resource="arn:aws:s3:::home/${aws:UserName}/*"))

    assert told(home) == [{"aws:UserName": "alice"}]


def test_a_variable_of_a_value_is_an_absent_key_too() -> None:
    own = policies(statement(condition={"StringEquals": {"s3:prefix": "${aws:PrincipalTag/team}"}}))

    assert {"aws:PrincipalTag/team": "core"} in told(own, request(**{"s3:prefix": "core"}))


def test_a_denial_by_another_layer_is_told_with_what_lifts_both() -> None:
    scp = layer(statement(condition={"StringEquals": {"x:S": "s"}}))
    found = policies(statement(condition={"StringEquals": {"x:A": "a"}}), service_control=(scp,))

    assert told(found) == [{"x:A": "a", "x:S": "s"}]


def test_an_explicit_deny_that_absence_brings_is_lifted() -> None:
    deny = statement("Deny", {"StringNotEquals": {"aws:SourceVpc": "vpc-1"}})
    found = searched(policies(statement(), deny)).alternatives

    assert [(each.outcome, each.assumptions[0].value) for each in found] == [(Outcome.ALLOWED, "vpc-1")]


def test_contradicting_conditions_have_no_way_out() -> None:
    never = statement(condition={"StringEquals": {"x:A": "a"}, "StringNotEquals": {"x:A": "a"}})

    assert told(policies(never)) == []


def test_a_search_that_was_cut_off_says_so() -> None:
    several = [statement("Deny", {"StringNotEquals": {f"x:{number}": "v"}}) for number in range(70)]

    found = searched(policies(statement(), *several))

    assert (found.alternatives, found.is_complete) == ((), False)


OPERATORS = (
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringEqualsIfExists",
    "ForAnyValue:StringLike",
    "ForAllValues:StringEquals",
    "Null",
    "Bool",
)
CONDITIONS = st.dictionaries(
    st.sampled_from(OPERATORS),
    st.dictionaries(
        st.sampled_from(["x:A", "x:B", "x:C"]), st.sampled_from(["true", "false", "a*", "${x:B}"]), min_size=1
    ),
    max_size=2,
)
STATEMENTS = st.lists(st.builds(statement, st.sampled_from(["Allow", "Deny"]), CONDITIONS), min_size=1, max_size=4)


@settings(max_examples=200, deadline=None)
@given(STATEMENTS, st.none() | STATEMENTS)
def test_whatever_is_told_is_what_the_engine_answers(own: list[Any], boundary: list[Any] | None) -> None:
    found = policies(*own, boundary=layer(*boundary) if boundary else None)
    asked = request()
    decision = authorize(asked, found)

    for alternative in searched(found, asked).alternatives:
        carrying = {assumption.key.lower(): assumption.value for assumption in alternative.assumptions}
        other = authorize(asked._replace(context=carrying), found)
        assert other.outcome is alternative.outcome
        assert other.is_allowed != decision.is_allowed
        for left_out in carrying:
            fewer = {key: value for key, value in carrying.items() if key != left_out}
            assert authorize(asked._replace(context=fewer), found).is_allowed == decision.is_allowed


@settings(max_examples=200, deadline=None)
@given(
    STATEMENTS,
    st.dictionaries(st.sampled_from(["x:a", "x:b", "x:c"]), st.sampled_from(["true", "false", "a", "ab", "z"])),
)
def test_a_decision_that_nothing_would_turn_is_turned_by_nothing(own: list[Any], context: dict[str, str]) -> None:
    found = policies(*own)
    decision = authorize(request(), found)
    search = searched(found)

    if not search.alternatives and search.is_complete:
        assert authorize(request(**context), found).is_allowed == decision.is_allowed
