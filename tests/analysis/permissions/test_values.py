"""A key's values are found where the engine's own tests allow one, and only there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.analysis.permissions.conditions import ConditionTest
from iamctl.analysis.permissions.values import Found, Open, Shape, find_value
from iamctl.policy.conditions import parse_operator
from iamctl.policy.statements import ConditionEntry

KEY = "k"
TEXTS = ("a", "A", "ab", "b", "a*", "*b", "?", "true", "5", "7", "10.0.0.1", "arn:aws:s3:::a", "arn:aws:s3:::*", "x")
POLICY_VALUES = {
    "String": TEXTS,
    "Bool": ("true", "false", "x"),
    "Numeric": ("5", "7", "5.5", "-1", "x"),
    "Date": ("2026-01-01", "2026-01-02T00:00:00.5Z", "7", "x"),
    "IpAddress": ("10.0.0.0/8", "10.0.0.0/9", "10.0.0.1", "2001:db8::/32", "x"),
    "Arn": ("arn:aws:s3:::a", "arn:aws:s3:::*", "arn:*:*:*:*:b", "x", "arn:aws:s3:?::a"),
}
TRIED = (
    *("a", "A", "ab", "b", "c", "true", "TRUE", "5", "5.5", "6", "7", "8", "-1", "-2", "2026-01-01", "2026-01-03"),
    *("10.0.0.1", "10.200.0.1", "11.0.0.1", "2001:db8::1", "2001:db9::1", "arn:aws:s3:::a", "arn:aws:s3:::ab"),
    *("arn:aws:s3:us::b", "arn:aws:sns:x:1:b:b", "x", ""),
)


def passing(operator: str, *values: str, deny: bool = False) -> ConditionTest:
    parsed = parse_operator(operator)
    assert parsed is not None
    return ConditionTest(ConditionEntry(operator, parsed, KEY, values), has_variables=True, is_deny=deny)


@st.composite
def wanted(draw: st.DrawFn, families: tuple[str, ...]) -> tuple[ConditionTest, bool]:
    family = draw(st.sampled_from(families))
    operators = {
        "String": ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"),
        "Bool": ("Bool",),
        "Numeric": ("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals"),
        "Date": ("DateEquals", "DateNotEquals", "DateLessThanEquals", "DateGreaterThan"),
        "IpAddress": ("IpAddress", "NotIpAddress"),
        "Arn": ("ArnLike", "ArnNotLike"),
    }[family]
    quantifier = draw(st.sampled_from(("", "", "ForAllValues:", "ForAnyValue:")))
    suffix = draw(st.sampled_from(("", "", "IfExists")))
    if draw(st.integers(0, 9)) == 0:
        return passing("Null", draw(st.sampled_from(("true", "false")))), draw(st.booleans())
    values = draw(st.lists(st.sampled_from(POLICY_VALUES[family]), min_size=1, max_size=2))
    operator = f"{quantifier}{draw(st.sampled_from(operators))}{suffix}"
    return passing(operator, *values, deny=draw(st.booleans())), draw(st.booleans())


def contexts() -> list[dict[str, Any]]:
    several = [(one, other) for one in TRIED[::3] for other in TRIED[::4]]
    return [{}, *({KEY: value} for value in TRIED), {KEY: ()}, *({KEY: values} for values in several)]


@pytest.mark.parametrize("family", [*POLICY_VALUES, "mixed"])
@settings(max_examples=250, deadline=None)
@given(st.data())
def test_the_engine_agrees_that_there_is_a_value_or_none(family: str, data: st.DataObject) -> None:
    families = tuple(POLICY_VALUES) if family == "mixed" else (family,)
    tests = frozenset(data.draw(st.lists(wanted(families), min_size=1, max_size=4)))

    found = find_value(tests)

    if isinstance(found, Found):
        context = {} if found.value is None else {KEY: found.value}
        assert all(test.holds(context) == is_wanted for test, is_wanted in tests)
    elif found is None:
        for context in contexts():
            assert not all(test.holds(context) == is_wanted for test, is_wanted in tests), context
    else:
        assert family == "mixed"


@pytest.mark.parametrize(
    ("tests", "has_value"),
    [
        ([("StringLike", ("a*",), True), ("StringLike", ("*b",), True), ("StringEquals", ("ab",), False)], True),
        ([("StringLike", ("a*",), True), ("StringLike", ("*",), False)], False),
        ([("NumericLessThan", ("5",), True), ("NumericGreaterThan", ("4.99",), True)], True),
        ([("NumericLessThan", ("5",), True), ("NumericGreaterThanEquals", ("5.0",), True)], False),
        ([("DateGreaterThan", ("2026-01-01T00:00:00Z",), True), ("DateLessThan", ("2026-01-01T00:00:00.001Z",), True)], False),
        ([("IpAddress", ("10.0.0.0/8",), True), ("IpAddress", ("10.0.0.0/9", "10.128.0.0/9"), False)], False),
        ([("IpAddress", ("2001:db8::/32",), True), ("IpAddress", ("2001:db8::/33",), False)], True),
        ([("ArnLike", ("arn:aws:iam::*:role/*",), True), ("ArnLike", ("arn:aws:iam::*:role/a*",), False)], True),
        ([("ArnLike", ("arn:aws:iam::1*:role/*",), True), ("StringLike", ("arn:aws:iam::2*",), True)], False),
        ([("Null", ("true",), True), ("StringEquals", ("a",), True)], False),
        ([("Null", ("true",), True), ("StringEqualsIfExists", ("a",), True)], True),
        ([("ForAnyValue:StringEquals", ("a",), True), ("ForAllValues:StringEquals", ("b",), True)], False),
        ([("ForAnyValue:StringEquals", ("a",), True), ("ForAnyValue:StringEquals", ("b",), True)], True),
        ([("StringEqualsIgnoreCase", ("Kit",), True), ("StringLike", ("k*", "K*"), False)], True),
        ([("Bool", ("true",), False), ("Bool", ("false",), False), ("Null", ("false",), True)], True),
    ],
    ids=str,
)  # fmt: skip
def test_values_at_the_edges(tests: list[tuple[str, tuple[str, ...], bool]], has_value: bool) -> None:
    found = find_value(frozenset((passing(operator, *values), is_wanted) for operator, values, is_wanted in tests))

    assert isinstance(found, Found) == has_value


def test_a_key_of_one_value_is_never_several() -> None:
    neither = frozenset({(passing("StringEquals", "a"), False), (passing("StringNotEquals", "a"), False)})

    assert isinstance(find_value(neither), Found)
    assert find_value(neither, Shape(is_multivalued=False)) is None


def test_what_cannot_be_decided_is_named() -> None:
    found = find_value(
        frozenset({(passing("StringEqualsIgnoreCase", "straße"), True), (passing("StringLike", "STRA*"), True)})
    )

    assert isinstance(found, Open)
    assert "StringEqualsIgnoreCase" in found.reason
