"""The example of a whole day goes through, with AWS's clients, an independent authenticator and a clock that is moved."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DAY = Path(__file__).parents[2] / "examples" / "whole-day" / "day.sh"
HERE = Path(sys.executable).parent


@pytest.fixture
def environ() -> dict[str, str]:
    for program in ("oathtool", "faketime", "bash"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    for program in ("iamctl", "aws"):
        if not (HERE / program).exists():
            pytest.skip(f"{program} is not installed beside this Python")
    return {"PATH": f"{HERE}:{os.environ['PATH']}", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


def test_the_whole_day_goes_as_it_says(environ: dict[str, str]) -> None:
    day = subprocess.run([DAY], env=environ, capture_output=True, text=True)

    assert day.returncode == 0, day.stdout[-2000:] + day.stderr[-2000:]
    assert "boto3: custom-process ASIA… True" in day.stdout
    assert "ExpiredToken: The security token included in the request is expired" in day.stderr
    assert "with an explicit deny in an identity-based policy" in day.stderr
