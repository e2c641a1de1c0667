"""Every value of a text is found again where it is said to stand."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from iamctl.syntax.extents import Lines, json_extents, toml_extents

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 1, 4]))
def test_each_value_of_a_json_text_can_be_cut_out_of_it(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)

    for path, extent in json_extents(text).items():
        expected = value
        for step in path:
            expected = expected[step]  # type: ignore[index]
        assert json.loads(text[extent.start : extent.end]) == expected
        if extent.key:
            assert json.loads(text[slice(*extent.key)]) == path[-1]


def test_a_table_of_toml_reaches_to_the_last_line_below_it() -> None:
    text = (
        'Version = "x"\n\n[[Statement]]\nSid = "A"\n\n[Statement.Condition.Bool]\n"aws:x" = "true"\n\n'
        '[[Statement]]\nAction = ["a", "b"] # both\n'
    )

    extents = toml_extents(text)

    first, second = extents["Statement", 0], extents["Statement", 1]
    assert text[first.start : first.end].splitlines()[-1] == '"aws:x" = "true"'
    assert text[second.start :].startswith("[[Statement]]\nAction")
    value = extents["Statement", 1, "Action", 1]
    assert text[value.start : value.end] == '"b"'
    key = extents["Statement", 0, "Condition", "Bool", "aws:x"].key
    assert key and text[slice(*key)] == '"aws:x"'


def test_a_text_that_is_no_toml_has_no_extents() -> None:
    assert toml_extents("[[Statement") == {}


def test_crlf_and_a_lone_cr_are_one_line_break_each() -> None:
    lines = Lines("a\r\nb\rc\nd")

    assert [lines.position(offset)[:2] for offset in (0, 3, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]
