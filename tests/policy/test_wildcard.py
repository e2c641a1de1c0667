"""Patterns with `*` and `?`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.policy.wildcard import matcher


def naive(pattern: str, text: str) -> bool:
    """Whether the pattern takes the text in, by its definition."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return naive(pattern[1:], text) or (bool(text) and naive(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and naive(pattern[1:], text[1:])


@settings(deadline=None)
@given(st.text("ab*?[.", max_size=7), st.text("ab[.\n", max_size=7))
def test_a_pattern_means_what_its_definition_says(pattern: str, text: str) -> None:
    assert bool(matcher(pattern)(text)) is naive(pattern, text)


@pytest.mark.parametrize(("ignore_case", "expected"), [(True, True), (False, False)])
def test_case_counts_unless_it_is_ignored(ignore_case: bool, expected: bool) -> None:
    assert bool(matcher("STS:assume*", ignore_case=ignore_case)("sts:AssumeRole")) is expected


def test_many_wildcards_on_a_long_text_end() -> None:
    assert not matcher("*?" * 40 + "b")("a" * 5000)
