"""A real terminal for tests: a program behind a pseudo-terminal, typed at and read from."""

from __future__ import annotations

import os
import re
import select
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

PATIENCE = 30
"""Seconds without a word from the program after which it counts as stuck."""


class Terminal:
    """What a person at the keyboard has: keys to press and a screen to read."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._unread = ""

    def type(self, text: str) -> None:
        os.write(self._descriptor, text.encode())

    def read_until(self, pattern: str) -> str:
        """What the program wrote up to and including the pattern; what follows is left for the next reading."""
        while (found := re.search(pattern, self._unread)) is None:
            self._unread += self._read()
        text, self._unread = self._unread[: found.end()], self._unread[found.end() :]
        return text

    def read_to_the_end(self) -> str:
        """Everything until the program ends."""
        with suppress(EOFError):
            while True:
                self._unread += self._read()
        return self._unread

    def interrupt(self, *, again_after: float = 0.5) -> str:
        """Press Ctrl-C, and again after so many seconds of silence, until the program ends; all that it wrote.

        Ctrl-C that comes right before Python reads is seen only once it has read: a person presses it again.
        """
        for _ in range(max(2, int(PATIENCE / again_after))):
            self.type("\x03")
            with suppress(EOFError):
                while select.select([self._descriptor], [], [], again_after)[0]:
                    self._unread += self._read()
                continue
            return self._unread
        raise AssertionError(f"the program does not end; it said {self._unread!r}")

    def _read(self) -> str:
        ready, _, _ = select.select([self._descriptor], [], [], PATIENCE)
        if not ready:
            raise AssertionError(f"the program says nothing more; it said {self._unread!r}")
        try:
            data = os.read(self._descriptor, 65536)
        except OSError:  # Linux says so when the other end is closed
            data = b""
        if not data:
            raise EOFError(self._unread)
        return data.decode("utf-8", "replace")


@contextmanager
def terminal(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Terminal]:
    """Run the program at a terminal of its own; whatever is left of it at the end is ended."""
    import pty

    child, descriptor = pty.fork()
    if child == 0:
        try:
            os.execvpe(command[0], list(command), dict(environment))
        finally:
            os._exit(127)
    try:
        yield Terminal(descriptor)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(descriptor)
