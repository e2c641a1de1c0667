"""Lines of a stream as they come."""

from __future__ import annotations

import io
from typing import Any, cast

import pytest

from iamctl.cli import lines
from iamctl.cli.lines import batches, opened
from iamctl.errors import InvalidInput


class Pieces:
    """A stream that gives what it has been given, piece by piece."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = [*pieces, b""]

    def read1(self, size: int) -> bytes:
        del size
        return self.pieces.pop(0)


def batches_of(*pieces: bytes, longest: int = 100) -> list[list[bytes | None]]:
    return list(batches(cast("Any", Pieces(*pieces)), longest=longest))


def test_a_line_is_given_as_soon_as_it_is_there() -> None:
    assert batches_of(b"a\n", b"b\nc\n") == [[b"a"], [b"b", b"c"]]


def test_a_line_may_come_in_pieces() -> None:
    assert batches_of(b"a", b"b", b"c\nd", b"e\n") == [[b"abc"], [b"de"]]


def test_the_last_line_needs_no_line_break() -> None:
    assert batches_of(b"a\nb") == [[b"a"], [b"b"]]


def test_nothing_has_no_lines() -> None:
    assert batches_of() == []


@pytest.mark.parametrize("pieces", [(b"a\n", b"1234", b"56", b"789\n", b"b\n"), (b"a\n123456789\nb\n",)])
def test_a_line_that_is_too_long_stands_as_none_and_the_rest_goes_on(pieces: tuple[bytes, ...]) -> None:
    given = [line for batch in batches_of(*pieces, longest=5) for line in batch]

    assert given == [b"a", None, b"b"]


def test_a_line_of_just_the_longest_is_given() -> None:
    assert batches_of(b"12345\n", longest=5) == [[b"12345"]]


def test_a_file_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_CHUNK", 3)

    given = [line for batch in batches(io.BytesIO(b"abcd\nef\n\ng"), longest=9) for line in batch]

    assert given == [b"abcd", b"ef", b"", b"g"]


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidInput, match="there is no such file"), opened("nowhere.jsonl"):
        pass
