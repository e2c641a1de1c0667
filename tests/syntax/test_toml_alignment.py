from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.syntax.toml_alignment import align


def named(*names: str, **more: object) -> list[object]:
    return [{"name": name, **more} for name in names]


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("abc", "ac", [(0, 0), (1, None), (2, 1)]),
        ("ac", "abc", [(0, 0), (None, 1), (1, 2)]),
        ("abc", "axc", [(0, 0), (1, 1), (2, 2)]),
        ("ab", "ba", [(None, 0), (0, 1), (1, None)]),
        ("a", "", [(0, None)]),
    ],
)
def test_elements_are_known_by_their_value_and_else_by_their_place(before, after, pairs):
    assert align(list(before), list(after)) == pairs


def test_tables_are_known_by_name_whatever_else_changes():
    assert align(named("a", "b", x=1), named("b", x=2)) == [(0, None), (1, 0)]


def test_a_renamed_table_is_the_one_in_its_place():
    assert align(named("a", "b"), named("a", "c")) == [(0, 0), (1, 1)]


def test_tables_that_came_in_other_numbers_are_not_the_ones_that_went():
    assert align(named("a"), named("x", "y")) == [(0, None), (None, 0), (None, 1)]


def test_a_name_that_several_share_tells_nothing_apart():
    before = [{"name": "a", "Sid": "1"}, {"name": "a", "Sid": "2"}]

    assert align(before, [{"name": "a", "Sid": "2", "x": 1}]) == [(0, None), (1, 0)]


def test_numbers_and_booleans_are_different_values():
    assert align([1, 2], [True, 2]) == [(0, 0), (1, 1)]
    assert align([1], [0, True, 1]) == [(None, 0), (None, 1), (0, 2)]


elements = st.one_of(st.integers(0, 3), st.fixed_dictionaries({"name": st.sampled_from("abc")}))


@given(st.lists(elements, max_size=6), st.lists(elements, max_size=6))
def test_every_element_of_both_lists_stands_once_and_in_its_order(before, after):
    pairs = align(before, after)

    assert [old for old, _ in pairs if old is not None] == list(range(len(before)))
    assert [new for _, new in pairs if new is not None] == list(range(len(after)))
