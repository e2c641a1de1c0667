"""Where values stand in a text."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from iamctl.exchange.json_places import Path, places
from iamctl.syntax.json_read import json_positions

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(value=_VALUES, indent=st.sampled_from([None, 1]))
def test_places_are_those_that_a_whole_walk_finds(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    expected = json_positions(text)

    found = places(text, "d", [(0, *path) for path in expected])

    assert {path[1:]: (place.line, place.column) for path, place in found.items()} == expected


def test_a_place_after_other_values_counts_the_lines_of_them() -> None:
    text = '{"a": 1}\n[\n  {"b": [2, {"c": 3}]}]'

    found = places(text, "d", [(1, 0, "b", 1, "c"), (1, 0, "gone"), (0,)])

    assert [str(place) for place in found.values()] == ["d:3:14", "d:3:3", "d:1:1"]


def test_no_path_needs_no_text() -> None:
    wanted: list[Path] = []

    assert places("", "d", wanted) == {}
