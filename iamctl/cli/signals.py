"""Signals of a program that waits: for a command that it runs beside itself, or for being told to stop.

Rules kept here:
  * what is sent to this process reaches the command, and the command's end is this one's: its exit status, 128 and
    the signal's number where a signal ended it, as shells have it;
  * SIGINT and SIGQUIT of a terminal reach the command by themselves, since it is in the same group of processes:
    they are not sent a second time, and leave this process to wait for what the command makes of them;
  * the handlers that were there before are there again afterwards.

Source: https://www.gnu.org/software/libc/manual/html_node/Job-Control-Signals.html
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from iamctl.cli.output.errors import show_error
from iamctl.errors import InvalidInput, StorageFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType

NOT_FOUND, NOT_RUNNABLE = 127, 126
OF_TERMINAL = ("SIGINT", "SIGQUIT")
PASSED_ON = (*OF_TERMINAL, "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGCONT")
STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")


def run_beside(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command to its end; the status to exit with.

    Args:
        command: its program, looked up in PATH, and its arguments.
    """
    early: list[int] = []
    running: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int) -> None:
        if not running:
            early.append(number)
        elif not (signal.Signals(number).name in OF_TERMINAL and _is_in_foreground()):
            running[0].send_signal(number)

    with _handled(PASSED_ON, pass_on):
        try:
            process = subprocess.Popen(list(command), env=dict(environment))
        except (OSError, ValueError) as error:
            return _not_run(command, error)
        running.append(process)
        for number in early:
            pass_on(number)
        status = process.wait()
    return 128 - status if status < 0 else status


@contextmanager
def told_to_stop() -> Iterator[Callable[[float | None], int | None]]:
    """Signals that stop the program, kept for as long as the block lasts.

    Yields:
        what waits for one, or for so many seconds, and gives its number, or None where none came.
    """
    came: SimpleQueue[int] = SimpleQueue()

    def wait(seconds: float | None) -> int | None:
        with suppress(Empty):
            return came.get(timeout=seconds)
        return None

    with _handled(STOPPING, came.put):
        yield wait


def _not_run(command: Sequence[str], error: Exception) -> int:
    if isinstance(error, ValueError):
        show_error(InvalidInput("A command's words hold no NUL and its name is not empty."), json=False)
        return NOT_RUNNABLE
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        hint = "see what is in your PATH: `echo $PATH`"
        show_error(InvalidInput(f"There is no command {command[0]!r}.", hint=hint), json=False)
        return NOT_FOUND
    why = error.strerror if isinstance(error, OSError) else None
    show_error(StorageFailure(f"{command[0]} cannot be run: {why or error}."), json=False)
    return NOT_RUNNABLE


@contextmanager
def _handled(names: Sequence[str], handle: Callable[[int], None]) -> Iterator[None]:
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]

    def handler(number: int, frame: FrameType | None) -> None:
        del frame
        handle(number)

    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, its in before.items():
            signal.signal(number, its)


def _is_in_foreground() -> bool:
    """Whether this process's group is the one that its terminal sends signals to."""
    if sys.platform == "win32":
        return True
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
