"""Secrets that a person or a script gives: from stdin, a file or a prompt without echo; never from the command line.

Stdin is read line by line: with `--passphrase-stdin` the vault's passphrase first, then a new passphrase, passwords,
codes or whatever else the command reads.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from iamctl.errors import IamctlError, InvalidInput, UsageError

if TYPE_CHECKING:
    from iamctl.cli.run import Run

LARGEST_LINE = 4096
"""Bytes. A password has at most 128 characters."""


def line_of_stdin(what: str) -> str:
    """The next line of stdin without its end.

    Args:
        what: it is for, in errors: `the new password`.

    Raises:
        InvalidInput: there is none, it is too long, or no UTF-8.
    """
    stream = getattr(sys.stdin, "buffer", None)
    line = b"" if stream is None else stream.readline(LARGEST_LINE + 2)
    if not line:
        raise InvalidInput(f"Stdin has no line for {what}.")
    return _text(line, f"the line of stdin for {what}")


def prompted(run: Run, what: str, *, twice: bool, instead: str) -> str:
    """What a person types without seeing it.

    Args:
        what: `password of alice`.
        twice: ask again and take it only if both are the same.
        instead: what to type where nobody can be asked.

    Raises:
        UsageError: there is nobody to ask.
        InvalidInput: the two differ.
    """
    if not run.is_someone_there:
        raise UsageError(f"Nobody is there to type the {what}.", hint=instead)
    from iamctl.cli.output.ask import ask_hidden

    first = ask_hidden(f"{what[:1].upper()}{what[1:]}: ")
    if twice and ask_hidden("Again: ") != first:
        raise InvalidInput("The two differ: nothing has changed.")
    return first


class Passphrases:
    """The vault's passphrase as this run is given it."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._current: str | None = None
        self._line: str | IamctlError | None = None
        self._has_read = False

    def take_line(self) -> None:
        """Read the line of stdin that whoever asks first will get; what is wrong with it is said then."""
        if not self._has_read:
            self._has_read = True
            try:
                self._line = line_of_stdin("the passphrase of the vault")
            except InvalidInput as error:
                self._line = error

    def __call__(self, is_new: bool) -> str:
        """The present passphrase, or a new one; the present one is asked for once.

        Raises:
            UsageError: nobody and nothing gives it.
            InvalidInput: the file or stdin has no such line.
        """
        if is_new:
            return self._given(1 if self._current is not None else 0, "new passphrase of the vault", twice=True)
        if self._current is None:
            self._current = self._given(0, "passphrase of the vault", twice=False)
        return self._current

    def _given(self, line: int, what: str, *, twice: bool) -> str:
        settings = self._run.settings
        if settings.passphrase_stdin:
            taken, self._line = self._line, None
            if isinstance(taken, IamctlError):
                raise taken
            return taken if taken is not None else line_of_stdin(f"the {what}")
        if settings.passphrase_file is not None:
            lines = _lines(settings.passphrase_file)
            if line < len(lines):
                return lines[line]
            if not self._run.is_someone_there:
                raise InvalidInput(f"{settings.passphrase_file} has no line {line + 1} with the {what}.")
        return prompted(self._run, what, twice=twice, instead="say `--passphrase-stdin` or `--passphrase-file FILE`")


def _lines(file: str) -> list[str]:
    from iamctl.cli.input import read_file

    text, _ = read_file(file, largest=LARGEST_LINE)
    return text.splitlines()


def _text(line: bytes, what: str) -> str:
    if len(line) > LARGEST_LINE:
        raise InvalidInput(f"{what[:1].upper()}{what[1:]} is too long.")
    try:
        return line.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        # Not `from error`: that one holds the bytes.
        raise InvalidInput(f"{what[:1].upper()}{what[1:]} is not UTF-8.") from None
