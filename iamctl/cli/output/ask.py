"""Questions, asked of a person at a terminal and of nobody else."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from iamctl.cli.output.streams import talk
from iamctl.cli.output.visible import visible
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


def confirm(
    question: str,
    *,
    is_someone_there: bool,
    refuse_hint: str = "pass `--yes` to go ahead without a question",
) -> bool:
    """Whether to go ahead. The question goes to stderr, so that stdout stays data; Enter alone is no.

    Args:
        question: with its question mark: `Delete the user alice?`
        is_someone_there: the caller takes this for a session with a person; stdin and stderr are looked at as well.
        refuse_hint: what to type where nobody can be asked.

    Raises:
        UsageError: there is nobody to ask.
        KeyboardInterrupt: the person left (end of input, Ctrl-C).
    """
    if not is_someone_there or not _is_at_terminal():
        raise UsageError(f"Nobody is there to answer: {question}", hint=refuse_hint)
    while True:
        answer = _answer_to(f"{visible(question)} [y/N] ")
        if answer in ("y", "yes"):
            return True
        if answer in ("", "n", "no"):
            return False
        talk("iamctl: note: the answer is y or n\n")


def choose_one(question: str, lines: Sequence[str]) -> int:
    """Which of the lines a person at the terminal chooses, by its number. The caller has seen that there is one.

    Returns:
        From 0.

    Raises:
        KeyboardInterrupt: the person left (end of input, Ctrl-C).
    """
    width = len(str(len(lines)))
    talk("".join(f"{number:>{width}}  {visible(line)}\n" for number, line in enumerate(lines, 1)))
    while True:
        answer = _answer_to(f"{visible(question)} [1-{len(lines)}] ")
        if answer.isascii() and answer.isdecimal() and 1 <= int(answer[:9]) <= len(lines):
            return int(answer) - 1
        talk(f"iamctl: note: the answer is a number from 1 to {len(lines)}\n")


def _is_at_terminal() -> bool:
    # A stream that the shell closed is None.
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _answer_to(prompt: str) -> str:
    try:
        return _line_after(prompt).strip().lower()
    except UnicodeDecodeError:
        return "?"


def _line_after(prompt: str) -> str:
    try:
        # Ctrl-C may come before the question is out, and leaves a clean line then too.
        talk(prompt)
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        talk("\n")  # the shell's prompt begins a line of its own
        raise
    if not line:
        talk("\n")
        raise KeyboardInterrupt
    return line


def ask_hidden(prompt: str) -> str:
    """What a person at the terminal types, unseen. The caller has seen that there is one.

    Raises:
        KeyboardInterrupt: the person left.
    """
    import getpass  # 2 ms

    try:
        return getpass.getpass(visible(prompt), stream=sys.stderr)
    except EOFError:
        talk("\n")
        raise KeyboardInterrupt from None


def ask_text(question: str) -> str:
    """What a person at the terminal answers, in one line that is not empty. The caller has seen that there is one.

    Raises:
        KeyboardInterrupt: the person left (end of input, Ctrl-C).
    """
    while True:
        with suppress(UnicodeDecodeError):
            if text := _line_after(f"{visible(question)} ").strip():
                return text
