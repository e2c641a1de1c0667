from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.cli.output.drawn import render_drawn
from iamctl.cli.output.plain import width_of
from iamctl.cli.output.settings import OutputSettings
from iamctl.cli.output.shapes import Entity, Grid

from .conftest import USERS

SHOW = USERS + "show(answer, OutputSettings(terminal=True))"
Run = Callable[..., tuple[str, int]]


def test_a_table_on_a_terminal_has_a_bold_header_and_a_line_below_it(on_terminal: Run) -> None:
    text, status = on_terminal(SHOW, variables={"COLUMNS": "120"})

    header, line, *rows = text.splitlines()
    assert status == 0
    assert "\x1b[1mUserName" in header
    assert set(line) <= set("\x1b[0m─")
    assert [row.split() for row in rows] == [
        ["alice", "/eng/", "AIDAALICE", "arn:aws:iam::111122223333:user/eng/alice"],
        ["bob", "/eng/", "AIDABOB", "arn:aws:iam::111122223333:user/eng/bob"],
    ]


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_color_and_a_dumb_terminal_are_obeyed(on_terminal: Run, variables: dict[str, str]) -> None:
    text, _ = on_terminal(SHOW, variables={"COLUMNS": "120", **variables})

    assert "alice" in text
    assert "\x1b" not in text


def test_a_dumb_terminal_gets_the_plain_table(on_terminal: Run) -> None:
    text, _ = on_terminal(SHOW + "\nprint('rich' in sys.modules)", variables={"TERM": "dumb", "COLUMNS": "20"})

    assert text.splitlines()[1] == "alice     /eng/  AIDAALICE  arn:aws:iam::111122223333:user/eng/alice"
    assert text.splitlines()[-1] == "False"


def test_colours_that_were_asked_for_outrank_the_environment(on_terminal: Run) -> None:
    always = SHOW.replace("terminal=True", "terminal=True, color='always'")
    never = SHOW.replace("terminal=True", "terminal=True, color='never'")

    assert "\x1b[1m" in on_terminal(always, variables={"NO_COLOR": "1", "TERM": "dumb"})[0]
    assert "\x1b" not in on_terminal(never)[0]


def test_the_width_is_that_of_columns(on_terminal: Run) -> None:
    text, _ = on_terminal(SHOW, variables={"COLUMNS": "60", "NO_COLOR": "1"})

    assert max(map(len, text.splitlines())) <= 60
    assert "arn:aws:iam::111122223333:user/eng/alice" not in text  # it is folded


def test_rows_too_wide_for_a_terminal_are_listed_one_below_the_other(on_terminal: Run) -> None:
    text, _ = on_terminal(SHOW, variables={"COLUMNS": "30", "NO_COLOR": "1"})

    assert text.splitlines()[:2] == ["UserName  alice", "Path      /eng/"]
    assert text.splitlines()[5] == ""


def test_a_poor_encoding_gets_lines_of_its_own_characters(on_terminal: Run) -> None:
    text, _ = on_terminal(SHOW, variables={"COLUMNS": "120", "NO_COLOR": "1", "PYTHONIOENCODING": "ascii"})

    assert text.isascii()
    assert set(text.splitlines()[1]) == set("|-")


def test_a_document_on_a_terminal_is_indented_json(on_terminal: Run) -> None:
    code = (
        USERS + "show(Answer({'PolicyDocument': {'Statement': [{'Effect': 'Allow'}]}}), OutputSettings(terminal=True))"
    )

    text, _ = on_terminal(code, variables={"NO_COLOR": "1"})

    assert text.splitlines()[:2] == ["PolicyDocument  {", '                    "Statement": [']


cells = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=60)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1, max_size=3)),
    st.integers(20, 100),
)
def test_no_character_of_any_cell_is_lost_whatever_the_width(rows: list[list[str]], width: int) -> None:
    grid = Grid(tuple("title" for _ in rows[0]), [list(row) for row in rows])
    shape: Any = grid if len(rows) > 1 else Entity({f"Key{index}": value for index, value in enumerate(rows[0])})

    text = render_drawn(shape, OutputSettings(terminal=True, color="never", width=width))

    for character in set("".join(map("".join, rows))) - set("─-|titleKey01234"):
        assert text.count(character) >= sum(row.count(character) for cell in rows for row in cell)
    assert all(width_of(line) <= width + 1 for line in text.splitlines())
