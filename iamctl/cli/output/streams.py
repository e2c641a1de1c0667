"""The two streams: answers go to stdout, talk goes to stderr.

Rules kept here:
  * a reader that has gone (a closed pipe) ends the program quietly, with the status that a shell reports for
    programs that SIGPIPE ended; a full disk is an error;
  * a character that the stream's encoding lacks is written as an escape and never stops the program;
  * what is written as a line cannot drive the terminal.

Source: https://docs.python.org/3/library/signal.html#note-on-sigpipe
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import TextIO

from iamctl.cli.output.visible import visible
from iamctl.errors import StorageFailure

CLOSED_PIPE_STATUS = 141
"""128 + SIGPIPE."""

Escape = Callable[[re.Match[str]], str]


def write(text: str, *, escape: Escape | None = None) -> None:
    r"""Write an answer to stdout as it is.

    Args:
        escape: how the text's format writes a character that the encoding lacks; without it, Python's way (`\xe9`).

    Raises:
        StorageFailure: stdout is closed, or what is behind it takes no more.
        SystemExit: the reader has gone.
    """
    stream = sys.stdout
    if stream is None:
        raise StorageFailure("The answer cannot be written: stdout is closed.")
    try:
        _put(stream, _fitting(text, stream, escape))
    except BrokenPipeError:
        _abandon(stream)
        raise SystemExit(CLOSED_PIPE_STATUS) from None
    except OSError as cause:
        _abandon(stream)
        raise StorageFailure(f"The answer cannot be written: {cause.strerror or cause}.") from cause


def write_line(text: str) -> None:
    """Write one line to stdout; what could drive a terminal is written out."""
    write(visible(text) + "\n")


def note(text: str, *, quiet: bool = False) -> None:
    """Say something on stderr that is good to know."""
    if not quiet:
        talk(f"iamctl: note: {visible(text)}\n")


def warn(text: str) -> None:
    """Say something on stderr that a person should act upon."""
    talk(f"iamctl: warning: {visible(text)}\n")


def talk(text: str, *, escape: Escape | None = None) -> None:
    """Write to stderr as it is, else like `write`; nobody listening is no error."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        _put(stream, _fitting(text, stream, escape))
    except OSError:
        _abandon(stream)


def _put(stream: TextIO, text: str) -> None:
    if getattr(stream, "errors", None) != "backslashreplace" and hasattr(stream, "reconfigure"):
        # In the C locale Python sets "surrogateescape", which would let raw bytes through.
        stream.reconfigure(errors="backslashreplace")
    stream.write(text)
    stream.flush()


def _fitting(text: str, stream: TextIO, escape: Escape | None) -> str:
    if escape is None or text.isascii():
        return text
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return re.sub(r"[^\x00-\x7f]", escape, text)
    return text


def _abandon(stream: TextIO) -> None:
    """Point the stream at nothing: else Python tries again at exit what is left in its buffer, and complains."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        return
