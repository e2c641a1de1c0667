"""Programs that show something, run as a shell runs them: on a terminal, into a pipe, into a file."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
USERS = """
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.output.settings import OutputSettings
from iamctl.cli.output.show import show
import sys
users = [
    {"Path": "/eng/", "UserName": name, "UserId": "AIDA" + name.upper(), "Arn": f"arn:aws:iam::111122223333:user/eng/{name}"}
    for name in ("alice", "bob")
]
columns = [Column(title, title) for title in ("UserName", "Path", "UserId", "Arn")]
answer = Answer({"Users": users}, columns, rows="Users", name="UserName", empty="no users under path /eng/")
"""


def environment(**variables: str) -> dict[str, str]:
    """What a program finds in its environment: nothing of this session's that touches colours or width."""
    mine = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return {**mine, "PYTHONPATH": str(ROOT), "TERM": "xterm", "LC_ALL": "C.UTF-8", **variables}


@pytest.fixture
def on_terminal() -> Callable[..., tuple[str, int]]:
    """Runs Python code with a terminal as all three streams: its text and its exit status."""

    def run(
        code: str, *, typed: bytes = b"", interrupt_at: bytes = b"", variables: Mapping[str, str] | None = None
    ) -> tuple[str, int]:
        ours, theirs = pty.openpty()
        program = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment(**(variables or {})),
            start_new_session=True,
        )
        os.close(theirs)
        if typed:
            os.write(ours, typed + b"\x04")  # whoever asks for more meets the end of input instead of waiting
        pieces: list[bytes] = []
        is_interrupted = False
        while True:
            # Ctrl-C that comes right before Python reads is seen only once it has read: a person presses it again.
            while is_interrupted and not select.select([ours], [], [], 0.5)[0]:
                os.write(ours, b"\x03")
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux' way to say that the other side is closed
                break
            if not piece:
                break
            pieces.append(piece)
            if interrupt_at and interrupt_at in b"".join(pieces):  # a prompt may come in two pieces
                interrupt_at, is_interrupted = b"", True
                os.write(ours, b"\x03")
        os.close(ours)
        return b"".join(pieces).decode(errors="backslashreplace").replace("\r\n", "\n"), program.wait()

    return run


@pytest.fixture
def in_pipe() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs Python code with pipes as its streams."""

    def run(
        code: str, *, typed: bytes = b"", variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", code],
            input=typed,
            capture_output=True,
            env=environment(**(variables or {})),
            check=False,
        )

    return run
