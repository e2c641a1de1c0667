"""Several patterns at once: what they fit, and which of them cost an expression."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.engine import patterns
from iamctl.engine.patterns import Globs, Patterns
from tests.properties.specified_comparisons import expanded, glob

PIECES = st.lists(st.sampled_from(["a", "b", "*", "?", "${*}", "${?}", "${$}", "$", "{"]), max_size=6)


@pytest.fixture
def no_expression(monkeypatch: pytest.MonkeyPatch) -> None:
    """An expression that is compiled fails the test."""

    def refused(_sources: object) -> None:
        raise AssertionError("an expression was compiled")

    monkeypatch.setattr(patterns, "compiled", refused)


@pytest.mark.usefixtures("no_expression")
def test_names_and_beginnings_take_no_expression() -> None:
    globs = Globs(["s3:getobject", "s3:list*", "ec2:describe**", "iam:get*user"])

    assert globs.fit("s3:getobject")
    assert globs.fit("s3:list")
    assert globs.fit("ec2:describeinstances")
    assert not globs.fit("s3:getobjectacl")
    assert not globs.fit("s3:putobject")


def test_a_star_inside_is_asked_of_what_begins_as_it_does() -> None:
    globs = Globs(["iam:get*user", "sqs:?end*"])

    assert globs.fit("iam:getloginuser")
    assert globs.fit("sqs:sendmessage")
    assert not globs.fit("iam:getloginusers")
    assert not globs.fit("sqs:end")


def test_no_pattern_fits_nothing() -> None:
    globs = Globs([])

    assert not globs.fit("")
    assert not globs.fit("s3:getobject")


@settings(max_examples=1500, deadline=None, database=None)
@given(st.lists(PIECES, max_size=4), st.text(st.sampled_from("ab*?${}"), max_size=8))
def test_patterns_with_characters_that_stand_for_themselves_fit_what_is_defined(
    listed: list[list[str]], text: str
) -> None:
    texts = ["".join(pieces) for pieces in listed]
    defined = [tokens for tokens, _ in (expanded(each, {}) for each in texts) if tokens is not None]

    assert Patterns(tuple(texts), has_variables=True).fit(text, {}) == any(glob(each, text) for each in defined)
