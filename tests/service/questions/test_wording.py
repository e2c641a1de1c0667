"""Conditions in words."""

from __future__ import annotations

import pytest

from iamctl.policy.conditions import parse_operator
from iamctl.policy.statements import ConditionEntry
from iamctl.service.questions.wording import entry_in_words


@pytest.mark.parametrize(
    ("name", "values", "holding", "failing"),
    [
        ("StringEquals", ("a",), "k is a", "k is not a"),
        ("StringNotEqualsIfExists", ("a", "b"), "k is not one of a, b", "k is one of a, b"),
        ("StringLike", ("a*",), "k is like a*", "k is not like a*"),
        ("NumericLessThan", ("5",), "k is below 5", "k is not below 5"),
        ("DateGreaterThanEquals", ("2026-01-01",), "k is at or after 2026-01-01", "k is not at or after 2026-01-01"),
        ("Bool", ("true",), "k is true", "k is false"),
        ("IpAddress", ("10.0.0.0/8",), "k is in 10.0.0.0/8", "k is not in 10.0.0.0/8"),
        ("NotIpAddress", ("10.0.0.0/8",), "k is not in 10.0.0.0/8", "k is in 10.0.0.0/8"),
        ("ArnNotLike", ("arn:*",), "k is not like arn:*", "k is like arn:*"),
        ("Null", ("true",), "k is absent", "k is present"),
        ("Null", ("false",), "k is present", "k is absent"),
        ("ForAnyValue:StringEquals", ("a",), "some value of k is a", "not some value of k is a"),
        ("ForAllValues:StringNotEquals", ("a",), "every value of k is not a", "not every value of k is not a"),
    ],
)
def test_an_entry_is_said_as_it_holds_and_as_it_fails(
    name: str, values: tuple[str, ...], holding: str, failing: str
) -> None:
    operator = parse_operator(name)
    assert operator is not None
    entry = ConditionEntry(name, operator, "k", values)

    assert entry_in_words(entry) == holding
    assert entry_in_words(entry, holds=False) == failing
