from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.cli.options import parse_tags
from iamctl.errors import UsageError
from iamctl.model.tag import Tag


@given(st.text(st.characters(exclude_characters="=", exclude_categories=("Cs",)), min_size=1), st.text())
def test_a_tag_is_a_key_and_all_behind_the_first_equals_sign(key: str, value: str) -> None:
    assert parse_tags([f"{key}={value}"]) == (Tag(key, value),) or key == "Key"


def test_a_tag_may_be_typed_as_the_aws_cli_has_it() -> None:
    assert parse_tags(["Key=team,Value=core=1"]) == (Tag("team", "core=1"),)
    assert parse_tags(["Key=team"]) == (Tag("Key", "team"),)


def test_a_tag_without_a_value_is_no_tag() -> None:
    with pytest.raises(UsageError, match="'team' has no value"):
        parse_tags(["env=prod", "team"])


def test_no_tags_are_none() -> None:
    assert parse_tags(None) == ()
