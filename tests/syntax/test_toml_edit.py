from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.syntax.same_value import is_same_value
from iamctl.syntax.toml_edit import TomlEdit

from .handwriting import handwritten_changes


def parsed(text: str) -> dict[str, object]:
    return tomllib.loads(text, parse_float=Decimal)


def edited(text: str, after: dict[str, object]) -> str:
    edit = TomlEdit(text)
    edit.change_table(parsed(text), after)
    return edit.text()


@given(handwritten_changes(), st.sampled_from(["\n", "\r\n"]))
def test_every_change_of_every_handwriting_reads_as_the_table(case, line_end):
    _, text, after = case
    text = (text + "\n").replace("\n", line_end)

    assert is_same_value(parsed(edited(text, after)), after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a = [\n 1, # one\n 2, 3,\n]\n", [1, 3], "a = [\n 1, # one\n 3,\n]\n"),
        ("a = [ # open\n 1, 2,\n]\n", [2], "a = [ # open\n 2,\n]\n"),
        ("a = [\n 1, # one\n # two\n 2]\n", [1], "a = [\n 1, # one\n # two\n]\n"),
        ("a = [\n 1\n , 2\n]\n", [1, 3], "a = [\n 1\n , 3\n]\n"),
        ("a = [\n 1 # one\n , # comma\n 2\n]\n", [1, 2, 3], "a = [\n 1 # one\n , # comma\n 2,\n 3,\n]\n"),
        ("a = [\n]\n", [1], "a = [\n    1,\n]\n"),
        ("a = [ 1, 2, ]\n", [2, 3], "a = [ 2, 3 ]\n"),
        ("a = [1] # x\n", [], "a = [] # x\n"),
        ("a = {b.c = 1}\n", {"b": {"c": 2}}, "a = { b = { c = 2 } }\n"),
        ("a = {b=1, c='x'}\n", {"c": "x", "d": 2}, "a = {c='x', d = 2}\n"),
        ("a.b = 1\na.c = 2 # c\n", {"c": 2, "d": {"e": 1}}, "a.c = 2 # c\na.d = { e = 1 }\n"),
        ("a.b = 1\n", {}, "\n[a]\n"),
    ],
)
def test_a_value_keeps_its_comments_and_its_spelling(before, after, expected):
    assert edited(before, {"a": after}).lstrip("\n") == expected.lstrip("\n")


def test_the_first_key_goes_below_the_comments_at_the_head():
    text = edited("# head\n\n# about a\n[a]\nb = 1\n", {"x": 1, "y": 2, "a": {"b": 1}})

    assert text == "# head\n\nx = 1\ny = 2\n\n# about a\n[a]\nb = 1\n"


def test_the_first_key_goes_above_the_comments_of_the_first_table():
    text = edited("# about a\n[a]\nb = 1\n", {"x": 1, "a": {"b": 1}})

    assert text == "x = 1\n\n# about a\n[a]\nb = 1\n"


def test_a_new_element_goes_above_the_comments_of_the_next():
    before = '# one\n[[p]]\nname = "a"\n\n# two\n[[p]]\nname = "b"\n'

    text = edited(before, {"p": [{"name": name} for name in "0a1b"]})

    assert text == ('[[p]]\nname = "0"\n# one\n[[p]]\nname = "a"\n\n[[p]]\nname = "1"\n\n# two\n[[p]]\nname = "b"\n')


def test_a_table_without_a_header_gets_one_when_it_gets_keys():
    text = edited("# about\n[a.b]\nc = 1\n", {"a": {"x": 1, "y": 2, "b": {"c": 1}}})

    assert text == "[a]\nx = 1\ny = 2\n\n# about\n[a.b]\nc = 1\n"
