from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import BrokenFile, InvalidInput, Place
from iamctl.syntax.json_read import json_positions, parse_json, parse_json_pages

from .tables import texts

trees = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)


def refused(text: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        parse_json(text, "p.json")
    return caught.value


@given(trees, st.sampled_from([None, 2]), st.booleans())
def test_every_tree_reads_back(tree, indent, ascii_only):
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)

    assert parse_json(text, "x") == tree


def test_a_number_keeps_the_digits_it_was_written_with():
    tree = parse_json("[1.10, 1, 1E400, -0]", "x")

    assert [str(number) for number in tree] == ["1.10", "1", "1E+400", "0"]
    assert isinstance(tree[0], Decimal)


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        ("", 1, 1, "The text is empty."),
        (" \n ", 2, 2, "The text is empty."),
        ('{"a": 1,\n "b" 2}', 2, 6, "A colon was expected here."),
        ('{"a": 1\n "b": 2}', 2, 2, "A comma was expected here."),
        ("{'a': 1}", 1, 2, "A key in double quotes was expected here."),
        ('{"a": \n', 2, 1, "The text ends before the JSON value does."),
        ('{"a": yes}', 1, 7, "A JSON value was expected here."),
        ('["a\nb"]', 1, 4, "A control character in a string has to be written as an escape."),
        ('["\\x"]', 1, 3, "A backslash is followed by what is no escape."),
        ('\n["abc]', 2, 2, "The string that starts here does not end."),
        ("{}\n {}", 2, 2, "There is more text after the end of the JSON value."),
        ('{"a": {"b": 1,\n "b": 2}}', 2, 2, 'The key "b" stands twice in this object.'),
        ('{"a": 1,\n "\\u0061": NaN}', 2, 2, 'The key "\\u0061" stands twice in this object.'),
        ('{"NaN": [1, NaN]}', 1, 13, "NaN is not a number that can be kept."),
        ("[1,\n-Infinity]", 2, 1, "-Infinity is not a number that can be kept."),
        ("[1, 1e99999999999999999999]", 1, 5, "1e99999999999999999999 is not a number that can be kept."),
        ("[1,\n -" + "9" * 401 + "]", 2, 2, "This integer has more than 400 digits."),
        ("[" * 101 + "]" * 101, 1, 101, "The text nests deeper than 100 levels."),
        ("\n" + '{"a":[' * 90000, 2, 301, "The text nests deeper than 100 levels."),
        ('["a", "x\\ud800"]', 1, 7, "The text holds half of a surrogate pair, which is no character."),
        ('["é\ud800"]', 1, 4, "The text holds half of a surrogate pair, which is no character."),
    ],
)
def test_what_is_refused_is_told_where_it_stands(text, line, column, sentence):
    error = refused(text)

    assert (error.place, error.message) == (Place("p.json", line, column), sentence)


@pytest.mark.parametrize(
    "text", ['"\\ud83d\\ude00"', '"\\\\ud800"', "\ufeff[1]", "-" + "9" * 400, "[" * 100 + "]" * 100]
)
def test_what_is_within_the_limits_is_taken(text):
    parse_json(text, "x")


def test_the_caller_chooses_the_error():
    with pytest.raises(BrokenFile):
        parse_json("", "x", error=BrokenFile)


@given(st.text(st.sampled_from('a1=[]{}"\\\n.,-:eENI u\ud8000\0é'), max_size=30))
def test_any_text_is_a_tree_or_an_error_with_its_place(text):
    try:
        parse_json(text, "x")
    except InvalidInput as error:
        assert error.place
        assert 1 <= error.place.line <= text.count("\n") + 1
        assert error.message.endswith(".")


def test_pages_stand_one_after_another():
    assert parse_json_pages('{"a": 1}\n{"a": 2} [3]\n', "x") == [{"a": 1}, {"a": 2}, [3]]


def test_a_broken_page_is_told_with_its_line_in_the_whole_text():
    with pytest.raises(InvalidInput) as caught:
        parse_json_pages('{"a": 1}\n{"a": 2, "a": 3}', "pages.json")

    assert caught.value.place == Place("pages.json", 2, 10)


def test_keys_and_elements_have_their_line_and_column():
    text = '{"a": [1,\n  {"b": "}", "c": []}],\n "d": {"e\\n": null}}'

    assert json_positions(text) == {
        ("a",): (1, 2),
        ("a", 0): (1, 8),
        ("a", 1): (2, 3),
        ("a", 1, "b"): (2, 4),
        ("a", 1, "c"): (2, 14),
        ("d",): (3, 2),
        ("d", "e\n"): (3, 8),
    }


def paths_of(tree: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return {one for key, value in inside for one in {(*path, key), *paths_of(value, (*path, key))}}


@given(trees)
def test_every_path_of_a_tree_has_a_position(tree):
    assert json_positions(json.dumps(tree, indent=1)).keys() == paths_of(tree)
