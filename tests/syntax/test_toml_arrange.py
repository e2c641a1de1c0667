"""Keys and tables move, comments move along, and the text says what it said."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.syntax.toml_arrange import arrange
from iamctl.syntax.toml_outline import NotTOML, Path

ORDER = ("a", "b", "c", "t", "u")
LINES = st.lists(st.sampled_from(["", "# note", "  # far"]), max_size=2)
KEYS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["1", '"x"', "[1,\n 2]", "{ z = 1 }"]), max_size=3)


@st.composite
def texts(draw: st.DrawFn) -> str:
    lines: list[str] = []
    for header in ["", *draw(st.permutations(["[u]", "[t]", "[[x]]"]))]:
        if header:
            lines += [*draw(LINES), header]
        for key, value in draw(KEYS).items():
            lines += [*draw(LINES), f"{key}={value} # {key}"]
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# end\n"]))


def rank(path: Path) -> tuple[int, ...]:
    return tuple(ORDER.index(step) if step in ORDER else 9 for step in path if isinstance(step, str))


@given(texts())
def test_the_text_says_what_it_said_and_keeps_every_comment(text: str) -> None:
    new = arrange(text, rank)

    assert tomllib.loads(new) == tomllib.loads(text)
    assert sorted(comments(new)) == sorted(comments(text))
    assert arrange(new, rank) == new


def comments(text: str) -> list[str]:
    return [line[line.index("#") :] for line in text.splitlines() if "#" in line]


def test_a_comment_moves_with_the_key_below_it() -> None:
    text = "b=2 # two\n# of a\na = 1\n"

    assert arrange(text, rank) == "# of a\na = 1\nb = 2 # two\n"


def test_the_head_of_the_file_stays_at_the_top() -> None:
    text = "# about this file\n\nb = 2\na = 1\n"

    assert arrange(text, rank) == "# about this file\n\na = 1\nb = 2\n"


def test_tables_move_whole() -> None:
    text = "[u]\nx = 1\n\n\n# of t\n[t]\ny = 2\n"

    assert arrange(text, rank) == "# of t\n[t]\ny = 2\n\n[u]\nx = 1\n"


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(NotTOML):
        arrange("[u\n", rank)
