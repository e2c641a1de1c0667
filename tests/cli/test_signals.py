"""A command that runs beside the program: its signals, its exit status, its absence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

BESIDE = """
import os, sys
sys.path.insert(0, sys.argv[1])
from iamctl.cli.signals import run_beside
sys.exit(run_beside(sys.argv[2:], os.environ))
"""
WAIT = """
import sys
sys.path.insert(0, sys.argv[1])
from iamctl.cli.signals import told_to_stop
with told_to_stop() as wait:
    print("waiting", flush=True)
    print(wait(float(sys.argv[2]) if len(sys.argv) > 2 else None))
"""


# Not `signal.pause`: a signal that comes right before it is seen only with the next one.
WAITING = "while True: threading.Event().wait(0.2)\n"


def started(script: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, str(Path(__file__).parents[2]), *words]
    # In a session of its own, so without a terminal.
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("name", ["TERM", "HUP", "INT", "QUIT", "USR1", "USR2"])
def test_a_signal_reaches_the_command_and_its_status_is_the_programs(name: str) -> None:
    script = (
        "import signal, sys, threading\n"
        f"signal.signal(signal.SIG{name}, lambda *_: (print('{name}', flush=True), sys.exit(9)))\n"
        f"print('ready', flush=True)\n{WAITING}"
    )
    with started(BESIDE, sys.executable, "-c", script) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(getattr(signal, f"SIG{name}"))

        assert process.stdout.read() == f"{name}\n"
    assert process.returncode == 9


def test_a_command_that_a_signal_ended_is_128_and_its_number() -> None:
    with started(BESIDE, "sh", "-c", "kill -KILL $$") as process:
        pass

    assert process.returncode == 128 + signal.SIGKILL


@pytest.mark.parametrize(("command", "status"), [(["no-such-command"], 127), (["/"], 126), ([""], 126)])
def test_a_command_that_is_not_there_or_cannot_be_run_is_told(command: list[str], status: int) -> None:
    with started(BESIDE, *command) as process:
        assert process.stderr is not None
        said = process.stderr.read()

    assert process.returncode == status
    assert said.startswith("iamctl: error: ")
    assert "Traceback" not in said


def test_a_terminals_interrupt_is_the_commands_to_answer() -> None:
    """Ctrl-C on a terminal goes to all of its foreground: the command gets it once, and its answer counts."""
    pty = pytest.importorskip("pty")
    script = (
        "import signal, sys, threading\n"
        "came = []\n"
        "signal.signal(signal.SIGINT, lambda *_: (came.append(1), print('interrupted', flush=True)))\n"
        "signal.signal(signal.SIGUSR1, lambda *_: (print('interrupts:', len(came), flush=True), sys.exit(0)))\n"
        f"print('ready', flush=True)\n{WAITING}"
    )
    child, terminal = pty.fork()
    if child == 0:
        words = [sys.executable, "-c", BESIDE, str(Path(__file__).parents[2]), sys.executable, "-c", script]
        os.execv(sys.executable, words)
    said = b""
    while b"ready" not in said:
        said += os.read(terminal, 1024)
    os.write(terminal, b"\x03")
    while b"interrupted" not in said:
        said += os.read(terminal, 1024)
    os.kill(child, signal.SIGUSR1)  # the program passes it on after the interrupt, if it passed that on
    while b"interrupts: " not in said or not said.rstrip()[-1:].isdigit():
        said += os.read(terminal, 1024)
    _, status = os.waitpid(child, 0)
    os.close(terminal)

    assert b"interrupts: 1" in said
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_waiting_ends_with_a_signal_and_says_which(name: str) -> None:
    with started(WAIT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(getattr(signal, name))

        assert process.stdout.read().strip() == str(int(getattr(signal, name)))


def test_waiting_ends_by_itself_after_its_time() -> None:
    with started(WAIT, "0.01") as process:
        assert process.stdout is not None
        assert process.stdout.read() == "waiting\nNone\n"
