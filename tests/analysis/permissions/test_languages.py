"""Sets of texts, held to the engine's own patterns and to a solver that knows nothing of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.analysis.permissions.languages import TooManyPlaces, find_text, holds_every, shortest
from iamctl.analysis.permissions.patterns import Group, from_units, wild_pattern
from iamctl.engine.patterns import Patterns, utf16

patterns = st.text("ab*?:", min_size=0, max_size=6)
groups = st.lists(patterns, min_size=1, max_size=3)


def group(texts: list[str]) -> Group:
    return Group(map(wild_pattern, texts))


def fits(texts: list[str], text: str) -> bool:
    return bool(Patterns(tuple(texts), has_variables=False).fit(utf16(text), {}))


@settings(max_examples=1500, deadline=None)
@given(
    st.lists(groups, min_size=1, max_size=3),
    st.lists(groups, max_size=2),
    st.lists(st.text("abc:", max_size=7), max_size=20),
)
def test_a_text_is_found_exactly_where_the_engine_finds_one(
    ins: list[list[str]], outs: list[list[str]], tried: list[str]
) -> None:
    found = find_text(tuple(map(group, ins)), tuple(map(group, outs)))

    if found is not None:
        assert all(fits(each, from_units(found)) for each in ins)
        assert not any(fits(each, from_units(found)) for each in outs)
    else:
        for text in tried:
            assert not (all(fits(each, text) for each in ins) and not any(fits(each, text) for each in outs))


@settings(max_examples=400, deadline=None)
@given(patterns, patterns)
def test_no_text_is_shorter_than_the_shortest(one: str, other: str) -> None:
    found = shortest((group([one]), group([other])), ())

    if found is not None:
        assert len(found) >= max(len(one.replace("*", "")), len(other.replace("*", "")))


@settings(max_examples=60, deadline=None)
@given(patterns, patterns, patterns)
def test_a_solver_agrees_on_what_is_empty(one: str, other: str, left_out: str) -> None:
    z3 = pytest.importorskip("z3")
    alphabet = z3.Union(*(z3.Re(each) for each in "abx:"))

    def regular(pattern: str) -> object:
        signs = {"*": z3.Star(alphabet), "?": alphabet}
        parts = [signs.get(each, z3.Re(each)) for each in pattern] or [z3.Re("")]
        return z3.Concat(*parts, z3.Re("")) if parts else z3.Re("")

    text = z3.String("text")
    solver = z3.Solver()
    solver.set("timeout", 10_000)
    solver.add(z3.InRe(text, regular(one)), z3.InRe(text, regular(other)), z3.Not(z3.InRe(text, regular(left_out))))

    answer = solver.check()

    if answer != z3.unknown:
        found = find_text((group([one]), group([other])), (group([left_out]),))
        assert (found is not None) == (answer == z3.sat)


@pytest.mark.parametrize(
    ("wide", "narrow", "holds"),
    [
        ("s3:*", "s3:Get*", True),
        ("*b*", "a*b", True),
        ("a*b", "*b*", False),
        ("?*", "*?", True),
        ("*?*?*", "??*", True),
        ("a*a", "a", False),
        ("*", "", True),
        ("??", "\U0001f600", True),
        ("?", "\U0001f600", False),
    ],
)
def test_one_pattern_holds_another(wide: str, narrow: str, holds: bool) -> None:
    assert holds_every(wild_pattern(wide), wild_pattern(narrow)) == holds


def test_several_patterns_together_hold_what_none_does_alone() -> None:
    assert find_text((group(["?*"]),), (group(["?"]), group(["??*"]))) is None


def test_patterns_that_are_too_entangled_are_given_up_by_name() -> None:
    entangled = [group([f"*{letter}{'?' * 14}*{letter}"]) for letter in "abcdefgh"]

    with pytest.raises(TooManyPlaces):
        shortest((group(["*"]), *entangled), tuple(group([f"*{letter}{'?' * 9}{letter}*"]) for letter in "abcdefgh"))
