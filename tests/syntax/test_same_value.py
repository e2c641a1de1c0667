from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from itertools import combinations

import pytest

from iamctl.syntax.same_value import is_same_value


@pytest.mark.parametrize(
    ("one", "other"),
    list(combinations([1, True, Decimal("1.0"), Decimal("1.00"), "1", [1], {"a": 1}, {"a": True}, {}, []], 2)),
)
def test_what_a_text_tells_apart_is_not_the_same(one, other):
    assert not is_same_value(one, other)
    assert not is_same_value(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ([1, 2], (1, 2)),
        (1.5, Decimal("1.5")),
        (datetime(2024, 1, 1, tzinfo=UTC), datetime.fromisoformat("2024-01-01T02:00:00+02:00")),
    ],
)
def test_what_a_text_does_not_tell_apart_is_the_same(one, other):
    assert is_same_value(one, other)
