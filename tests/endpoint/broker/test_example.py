"""The example runs from beginning to end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(os.name != "posix", reason="a script of the shell's")
def test_kim_becomes_an_engineer_from_an_empty_folder(tmp_path: Path) -> None:
    program = tmp_path / "iamctl"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m iamctl "$@"\n')
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("IAMCTL_", "AWS_"))}
    environment = kept | {"PATH": f"{tmp_path}:{kept['PATH']}", "PYTHONPATH": str(ROOT)}

    script = str(ROOT / "examples" / "broker" / "run.sh")
    ran = subprocess.run(["sh", script], env=environment, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stderr
    assert "kim would get Engineer, by the rule engineers" in ran.stderr
    assert '"Event": "Issued", "Person": "kim"' in ran.stdout
    assert "(status 3)" in ran.stdout
