from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.cli.output.query import select
from iamctl.errors import Place, UsageError

MEMBERS: dict[str, Any] = {"Users": [{"UserName": "alice", "Path": "/"}, {"UserName": "bob", "Path": "/eng/"}]}


def test_a_query_picks_from_the_members_under_their_aws_names() -> None:
    assert select(MEMBERS, "Users[?Path=='/eng/'].UserName") == ["bob"]


def test_a_query_that_finds_nothing_gives_none() -> None:
    assert select(MEMBERS, "Groups") is None


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("Users UserName", 1, 7), ("Users[", 1, 7), ("", 1, 1), ("Users.#", 1, 7), ("Users[]\n.]", 2, 2)],
)
def test_a_mistake_in_a_query_is_told_with_its_place(query: str, line: int, column: int) -> None:
    with pytest.raises(UsageError) as caught:
        select(MEMBERS, query)

    assert caught.value.place == Place("--query", line, column)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("query", ["foo(@)", "length()", "length(`1`)", "Users[::0]", "&a", "[&a]", "(" * 5000])
def test_a_query_that_cannot_be_answered_is_an_error_of_usage(query: str) -> None:
    with pytest.raises(UsageError):
        select(MEMBERS, query)


@pytest.mark.filterwarnings("ignore:deprecated string literal:PendingDeprecationWarning")
@settings(deadline=None)
@given(st.text(st.sampled_from("Users[]{}()?*.,:|&!<>=@`'\"\\#-0159 \na")))
def test_no_query_fails_in_another_way(query: str) -> None:
    try:
        select(MEMBERS, query)
    except UsageError as error:
        assert str(error).endswith(".")
