"""Patterns against a plain definition of what they mean, and on hostile patterns and texts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.engine.patterns import Patterns, compiled, glob_source, utf16
from iamctl.policy.wildcard import matcher
from tests.properties.specified_comparisons import glob, plain

ROOT = Path(__file__).parents[2]
LETTERS = "aAb*?\n[]\\.$ſ\U00010400\ud800"
PATTERNS = st.text(st.sampled_from(LETTERS), max_size=9)
TEXTS = st.text(st.sampled_from(LETTERS), max_size=12)
OFTEN = settings(max_examples=1500, deadline=None, database=None)


@OFTEN
@given(PATTERNS, TEXTS)
def test_a_pattern_fits_what_the_plain_definition_says(pattern: str, text: str) -> None:
    test = compiled([glob_source((pattern,))])

    assert (test(utf16(text)) is not None) == glob(plain(pattern), text)


@OFTEN
@given(PATTERNS, TEXTS)
def test_a_pattern_of_the_policy_language_fits_the_same_where_no_character_is_past_u_ffff(
    pattern: str, text: str
) -> None:
    pattern, text = pattern.replace("\U00010400", "x"), text.replace("\U00010400", "x")

    assert (matcher(pattern)(text) is not None) == glob(plain(pattern), text)


@OFTEN
@given(st.lists(PATTERNS, max_size=4), TEXTS)
def test_several_patterns_fit_what_one_of_them_fits(patterns: list[str], text: str) -> None:
    several = Patterns(tuple(patterns), has_variables=False)

    assert several.fit(utf16(text), {}) == any(glob(plain(pattern), text) for pattern in patterns)


@OFTEN
@given(PATTERNS, TEXTS)
def test_what_a_text_that_fits_begins_with_is_told_rightly(pattern: str, text: str) -> None:
    patterns = Patterns((pattern,), has_variables=True)

    if patterns.fit(utf16(text), {}):
        assert utf16(text).startswith(patterns.prefixes()[0])


HOSTILE = {
    "stars and letters against letters": ("'*a' * 3071 + 'b'", "'a' * 20000"),
    "stars and question marks": ("'*?' * 3072 + 'b'", "'a' * 20000"),
    "nothing but stars": ("'*' * 6144 + 'b'", "'a' * 20000"),
    "a long run that nearly fits": ("'*' + 'a' * 3000 + 'b*' + 'a' * 3000 + 'c'", "'a' * 20000"),
    "pairs that overlap": ("'*ab*ba' * 1000 + 'c'", "'ab' * 10000"),
}
CHILD = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from iamctl.engine.patterns import compiled, glob_source
from iamctl.policy.wildcard import matcher
assert compiled([glob_source(({pattern},))])({text}) is None
assert matcher({pattern})({text}) is None
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pattern_is_answered_within_ten_seconds_of_processor_time(name: str) -> None:
    pattern, text = HOSTILE[name]

    child = subprocess.run([sys.executable, "-c", CHILD.format(pattern=pattern, text=text)], cwd=ROOT, check=False)

    assert child.returncode == 0
