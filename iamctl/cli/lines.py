"""Lines of a stream as they come: whole batches of a file, single lines of a program that waits for its answer."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from iamctl.cli.input import STDIN
from iamctl.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_CHUNK = 1 << 16


@contextmanager
def opened(argument: str) -> Iterator[BinaryIO]:
    """The file that the argument names; `-` is stdin.

    Raises:
        InvalidInput: it is not there or cannot be read.
    """
    if argument == STDIN:
        if sys.stdin is None:
            raise InvalidInput("<stdin> cannot be read: it is closed.")
        yield sys.stdin.buffer
        return
    try:
        file = Path(argument).open("rb")  # noqa: SIM115 - its reader's errors are not those of opening it
    except (OSError, ValueError) as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else str(error)
        raise InvalidInput(f"{argument} cannot be read: {reason}.") from error
    with file:
        yield file


def batches(stream: BinaryIO, *, longest: int) -> Iterator[list[bytes | None]]:
    """The stream's lines without their line breaks, as many at a time as there are to read without waiting.

    Args:
        longest: bytes; a line that is longer comes as None and is not kept.
    """
    source = cast("BufferedReader", stream)
    rest: list[bytes] = []
    size = 0
    while chunk := source.read1(_CHUNK):
        head, *others = chunk.split(b"\n")
        size += len(head)
        if size <= longest:
            rest.append(head)
        if not others:
            continue
        *whole, last = others
        first: bytes | None = b"".join(rest) if size <= longest else None
        yield [first, *(line if len(line) <= longest else None for line in whole)]
        rest, size = [last], len(last)
    if size:
        yield [b"".join(rest) if size <= longest else None]
