from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.cli.output.json_text import render_compact_json, render_json

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False)
)
trees = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@settings(deadline=None)
@given(trees)
def test_json_reads_back_as_the_same_value(tree: object) -> None:
    assert json.loads(render_json(tree)) == tree
    assert json.loads(render_compact_json(tree)) == tree


def test_json_looks_like_that_of_the_aws_cli() -> None:
    members = {"Users": [{"UserName": "zoë", "Tags": [], "Path": "/"}], "IsTruncated": False, "Marker": None, "Map": {}}

    text = render_json(members)

    assert text == json.dumps(members, indent=4, ensure_ascii=False)


@pytest.mark.parametrize("digits", ["1.10", "0.0", "1E+400", "-0", "123456789012345678901234567890.5"])
def test_a_number_of_a_document_keeps_its_digits(digits: str) -> None:
    assert render_json({"n": [Decimal(digits)]}).split() == ["{", '"n":', "[", digits, "]", "}"]
    assert render_compact_json(Decimal(digits)) == digits


def test_what_is_no_number_in_json_is_null() -> None:
    assert render_compact_json([float("nan"), float("-inf")]) == "[null,null]"


def test_a_value_that_json_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no form in JSON"):
        render_json({"a": {1}})


def test_no_control_character_is_written_as_itself() -> None:
    assert render_compact_json("\x1b[0m\x9b\u202e") == r'"\u001b[0m\u009b\u202e"'
