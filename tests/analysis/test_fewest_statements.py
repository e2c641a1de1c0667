"""Pairs of actions and resources as few lists: what they hold is just the pairs."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.analysis.fewest_statements import Rectangle, fewest

PAIRS = st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("12345")), min_size=1)


@settings(deadline=None)
@given(PAIRS)
def test_the_lists_hold_just_the_pairs(pairs: set[tuple[str, str]]) -> None:
    assert held(fewest(pairs)) == pairs


@settings(deadline=None)
@given(st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("123")), min_size=1))
def test_no_fewer_lists_hold_them(pairs: set[tuple[str, str]]) -> None:
    found = fewest(pairs)

    actions, resources = {one for one, _ in pairs}, {other for _, other in pairs}
    every = [
        Rectangle(some, several)
        for some in subsets(sorted(actions))
        for several in subsets(sorted(resources))
        if set(product(some, several)) <= pairs
    ]
    fewer = combinations(every, len(found) - 1)
    assert not any(held(chosen) == pairs for chosen in fewer)


def test_actions_with_the_same_resources_stand_in_one_list() -> None:
    pairs = [("s3:GetObject", "b/*"), ("s3:PutObject", "b/*"), ("s3:ListBucket", "b")]

    assert fewest(pairs) == [
        Rectangle(("s3:GetObject", "s3:PutObject"), ("b/*",)),
        Rectangle(("s3:ListBucket",), ("b",)),
    ]


def test_two_hundred_actions_each_with_resources_of_its_own_end_soon() -> None:
    pairs = [(f"s3:Action{at}", f"r{(at * step) % 97}") for at in range(200) for step in (1, 7, 31)]

    assert held(fewest(pairs)) == set(pairs)


def held(rectangles: object) -> set[tuple[str, str]]:
    return {pair for each in rectangles for pair in product(*each)}  # type: ignore[attr-defined]


def subsets(texts: list[str]) -> list[tuple[str, ...]]:
    return [some for size in range(1, len(texts) + 1) for some in combinations(texts, size)]
