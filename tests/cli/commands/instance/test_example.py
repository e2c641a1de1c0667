"""The example of an application on an instance runs as it stands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("uvicorn")
pytest.importorskip("boto3")
ROOT = Path(__file__).parents[4]


def test_the_example_runs(program: list[str], tmp_path: Path) -> None:
    missing = [name for name in ("bash", "curl") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} is not installed")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "iamctl").write_text(f'#!/bin/sh\nexec {sys.executable} -m iamctl "$@"\n')
    (programs / "iamctl").chmod(0o755)
    path = f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    ran = subprocess.run(
        [ROOT / "examples" / "instance" / "instance.sh"],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 0, ran.stderr
    assert "iam-role  ASIA" in ran.stdout
    assert "\ncontainer-role\n" in ran.stdout
    assert ran.stdout.count("\n403  ") == 2
    assert "EC2 cannot assume the role Reports." in ran.stderr
