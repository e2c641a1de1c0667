"""Sessions: the real program in an empty folder, read as documentation.

`# ` begins a comment, `$ ` what is typed, `! ` a line of stderr, `? ` an exit status that is not 0; every other
line is stdout. What is typed runs in a POSIX shell, so that pipes, files and here-documents are as a person
writes them; a line that ends with `\\` goes on in the next. Unique ids read `AIDAEXAMPLEEXAMPLEEXA`, times `2024-01-01T00:00:00Z`
and the data dir `~/iamctl`: the runner writes them so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SESSIONS = sorted(Path(__file__).parent.glob("*.txt"))
ROOT = Path(__file__).parents[2]
SHELL = shutil.which("sh")

pytestmark = pytest.mark.skipif(SHELL is None, reason="sessions are typed in a POSIX shell")


class Step(NamedTuple):
    """One command of a session, what it says and how it ends."""

    line: int
    typed: str
    out: tuple[str, ...]
    err: tuple[str, ...]
    status: int


def steps_of(text: str) -> Iterator[Step]:
    """The steps of a session, in their order."""
    blocks: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("# ") or line == "#":
            continue
        if line.startswith("$ "):
            blocks.append((number, []))
        if blocks:
            blocks[-1][1].append(line)
    yield from (_step(number, lines) for number, lines in blocks)


def _step(number: int, lines: list[str]) -> Step:
    typed = lines.pop(0).removeprefix("$ ")
    while typed.endswith("\\"):
        typed += "\n" + lines.pop(0)
    if document := re.search(r"<<'?(\w+)'?$", typed):
        end = lines.index(document.group(1)) + 1
        typed, lines = "\n".join([typed, *lines[:end]]), lines[end:]
    while lines and not lines[-1]:  # the empty line before the next step is for the eye
        lines.pop()
    status = next((int(line[2:]) for line in lines if line.startswith("? ")), 0)
    err = tuple(line[2:] for line in lines if line.startswith("! "))
    out = tuple(line for line in lines if not line.startswith(("! ", "? ")))
    return Step(number, typed, out, err, status)


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_the_session_goes_as_written(path: Path, tmp_path: Path) -> None:
    environment = prepare(tmp_path)

    for step in steps_of(path.read_text("utf-8")):
        assert SHELL is not None
        run = subprocess.run(
            [SHELL, "-c", step.typed],
            cwd=tmp_path / "work",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        came = Step(step.line, step.typed, fixed(run.stdout, tmp_path), fixed(run.stderr, tmp_path), run.returncode)
        assert came == step, f"{path.name}:{step.line}"


def prepare(folder: Path) -> dict[str, str]:
    """An empty folder to work in, and an environment that knows nothing else."""
    (folder / "work").mkdir()
    program = folder / "bin" / "iamctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m iamctl "$@"\n')
    program.chmod(0o755)
    return {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder / "nobody"),
        "XDG_CONFIG_HOME": str(folder / "nobody"),
        "IAMCTL_HOME": str(folder / "iamctl"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "LC_ALL": "C.UTF-8",
    }


def fixed(text: str, folder: Path) -> tuple[str, ...]:
    """What differs from run to run, in the words that sessions have for it."""
    text = text.replace(str(folder / "iamctl"), "~/iamctl")
    text = re.sub(r"\b(AIDA|AGPA|AROA|ANPA|AIPA)[A-Z2-7]{17}\b", r"\1EXAMPLEEXAMPLEEXA", text)
    text = re.sub(r"\b2[01]\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2024-01-01T00:00:00Z", text)
    return tuple(line.rstrip() for line in text.removesuffix("\n").split("\n")) if text else ()


def test_a_session_is_taken_apart_as_it_is_written() -> None:
    text = "# a comment\n$ one\nout\n! err\n? 4\n\n$ cat <<'END'\n$ two\nEND\n$ two\n"

    steps = list(steps_of(text.replace("$ two\nEND", "two\nEND")))

    assert [(step.typed, step.out, step.err, step.status) for step in steps] == [
        ("one", ("out",), ("err",), 4),
        ("cat <<'END'\ntwo\nEND", (), (), 0),
        ("two", (), (), 0),
    ]
