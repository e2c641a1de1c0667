"""What the README shows is what the program says: each line of it, `…` for lines that it leaves out."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .test_sessions import ROOT, SHELL, prepare

pytestmark = pytest.mark.skipif(SHELL is None, reason="the tour is typed in a POSIX shell")


def tour(readme: str) -> Iterator[tuple[str, str]]:
    """Each command that the README shows and what stands under it."""
    for block in re.findall(r"```console\n\$ (.*?)\n```", readme, re.DOTALL):
        for step in block.split("\n$ "):
            typed, _, said = step.partition("\n")
            yield typed, said


def pattern_of(said: str) -> str:
    """A regular expression for what stands in the README."""
    lines = (".*(\n.*)*" if line == "…" else re.escape(line) for line in said.split("\n"))
    return "\n".join(lines)


def test_the_tour_goes_as_written(tmp_path: Path) -> None:
    environment = prepare(tmp_path)
    steps = list(tour((ROOT / "README.md").read_text("utf-8")))
    assert len(steps) >= 10

    for typed, said in steps:
        assert SHELL is not None
        run = subprocess.run(
            [SHELL, "-c", typed], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert re.fullmatch(pattern_of(said), run.stdout.rstrip("\n")), f"{typed}\n{run.stdout}"
