from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iamctl.cli.output.yaml_text import render_yaml

every_text = st.text(st.characters(exclude_categories=[]))
odd_texts = st.text(st.sampled_from("aeEyn0123.:-+ _~=<>!&*#%@`'\"|?[]{},\t\n\\/"), max_size=12)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | every_text
    | odd_texts
    | st.floats(allow_nan=False, allow_infinity=False)
)
trees: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(every_text | odd_texts, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(trees)
@example({"a" * 1500: {"b": ["c", ["d", {"e" * 2000: []}]]}})
@example([[[]], [{}], {"": [[1], {"x": [2]}]}])
def test_yaml_reads_back_as_the_same_value(tree: Any) -> None:
    read = yaml.safe_load(render_yaml(tree))

    assert _typed(read) == _typed(tree)


@pytest.mark.parametrize(
    "text",
    ["yes", "NO", "on", "y", "null", "~", "", "1", "0x1f", "012", "1_000", "1:30", "1e3", ".inf", "2024-01-01", "a: b", "a #b",
     "- a", "? a", "!tag", "&a", "*a", "<<", "=", "a:", " a", "a ", "---", "@a", "`a", "%a", "a\u2028b", "a\x85b", "\ufeffa", "a\ufffe", "a\uffff"],
)  # fmt: skip
def test_a_text_that_looks_like_something_else_stays_a_text(text: str) -> None:
    assert yaml.safe_load(render_yaml({text: [text]})) == {text: [text]}


def test_lists_stand_as_deep_as_their_key_and_arns_are_plain() -> None:
    members = {"Users": [{"UserName": "alice", "Arn": "arn:aws:iam::111122223333:user/alice", "Tags": []}]}

    text = render_yaml(members)

    assert text == "Users:\n- UserName: alice\n  Arn: arn:aws:iam::111122223333:user/alice\n  Tags: []\n"


def test_a_number_of_a_document_keeps_its_digits() -> None:
    text = render_yaml({"a": Decimal("1.10"), "b": Decimal("1E+400"), "c": Decimal("3")})

    assert text == "a: 1.10\nb: 1.E+400\nc: 3\n"


def test_text_outside_ascii_is_quoted_so_that_an_escape_for_it_is_yaml_too() -> None:
    text = render_yaml({"Zoë": "日本"})

    escaped = text.encode("ascii", "backslashreplace").decode()

    assert yaml.safe_load(text) == yaml.safe_load(escaped) == {"Zoë": "日本"}


def _typed(value: Any) -> Any:
    """The value with the type of every scalar: 1 equals True and 1.0, and must not here."""
    if isinstance(value, dict):
        return [(key, _typed(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return [_typed(inner) for inner in value]
    return type(value), value
