"""Hypothesis strategies: the tables that a TOML text can hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

from hypothesis import strategies as st

ODD_CHARACTERS = "\"'\\\t\n\r\0\x01\x1b\x7f\x85\u2028\u202e\ufeff=.#[]{}, é😀"

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.text(st.sampled_from(ODD_CHARACTERS), max_size=8),
    st.text(st.sampled_from("\"'\\\n\r a"), min_size=61, max_size=90),
)
keys = st.one_of(st.sampled_from(["name", "Sid", "a", "b", "c", "two words", "x.y", ""]), texts)
decimals = st.builds(
    Decimal,
    st.tuples(
        st.integers(0, 1),
        st.lists(st.integers(0, 9), min_size=1, max_size=6).map(tuple),
        st.integers(-500, 500),
    ),
)
scalars = st.one_of(
    texts,
    st.booleans(),
    st.integers(),
    decimals,
    st.datetimes(timezones=st.just(UTC)),
    st.datetimes(),
    st.dates(min_value=date(1, 1, 1)),
    st.times(),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(keys, inner, max_size=4),
        st.lists(st.dictionaries(keys, inner, max_size=3), max_size=3),
    ),
    max_leaves=12,
)
tables = st.dictionaries(keys, values, max_size=6)


def with_order(tree: object) -> object:
    """The tree with its dicts as lists of pairs and its values with their types, for exact comparison."""
    if isinstance(tree, dict):
        return ["table", [(key, with_order(value)) for key, value in tree.items()]]
    if isinstance(tree, list):
        return ["list", [with_order(value) for value in tree]]
    return [type(tree).__name__, str(tree)]


EVERY_SCALAR = {
    "text": "a",
    "yes": True,
    "count": 1,
    "number": Decimal("1.10"),
    "moment": datetime(2024, 1, 1, tzinfo=UTC),
    "local": datetime(2024, 1, 1, 12),
    "day": date(2024, 1, 1),
    "hour": time(12, 30),
}
