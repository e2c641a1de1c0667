"""A pattern that is said to cover another matches all that the other matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.policy.coverage import covered, covers

PATTERNS = st.text("ab:*?", max_size=6)


def expand(pattern: str, run: str, one: str) -> str:
    """A text that the pattern matches: each star as `run`, each question mark as `one`."""
    return pattern.replace("*", run).replace("?", one)


def matches(pattern: str, text: str) -> bool:
    expression = "".join(".*" if each == "*" else "." if each == "?" else re.escape(each) for each in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None


@given(PATTERNS, PATTERNS, st.text("abc:", max_size=3), st.sampled_from("abc:"))
def test_what_the_covered_pattern_matches_the_other_matches_too(wide: str, narrow: str, run: str, one: str) -> None:
    if covers(wide, narrow):
        assert matches(wide, expand(narrow, run, one))


@given(PATTERNS, st.text("ab", max_size=4))
def test_a_star_covers_any_run_and_a_pattern_covers_itself(pattern: str, text: str) -> None:
    assert covers(pattern, pattern)
    assert covers(f"{text}*", text + pattern)


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("s3:Get*", "s3:GetObject", True),
        ("s3:get*", "S3:GetObject", True),
        ("s3:Get?", "s3:Get*", False),
        ("s3:Get?", "s3:Get?", True),
        ("s3:GetObject", "s3:Get*", False),
        ("s3:Get?", "s3:Get\U00010400", False),
    ],
)
def test_actions_cover_without_regard_to_case(wide: str, narrow: str, expected: bool) -> None:
    assert covers(wide, narrow, ignore_case=True) is expected


def test_a_variable_may_be_anything() -> None:
    assert covers("arn:aws:s3:::home/*", "arn:aws:s3:::home/${aws:username}/*")
    assert not covers("arn:aws:s3:::home/a*", "arn:aws:s3:::home/${aws:username}")
    assert not covers("arn:aws:s3:::home/${aws:username}*", "arn:aws:s3:::home/a")


def test_of_patterns_that_cover_each_other_one_stays() -> None:
    found = covered(["a*", "a**", "ab", "ab"])

    assert set(found) == {0, 2, 3} or set(found) == {1, 2, 3}
    assert not set(found.values()) & set(found)


def test_hostile_patterns_take_no_time_to_speak_of() -> None:
    pattern = "*a" * 3000

    assert not covers(pattern + "b", "a" * 20000)
