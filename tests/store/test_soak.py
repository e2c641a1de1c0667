"""The short form of the soak: `python -m store.soak --rounds 300` is the long one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .soak import soak


@pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL is needed")
def test_a_process_killed_at_random_loses_nothing_and_leaves_no_halves(tmp_path: Path) -> None:
    figures = soak(tmp_path / "account", rounds=int(os.environ.get("SOAK_ROUNDS", "40")), seed=20260102)
    assert figures.faults == [], figures
    assert figures.changes > figures.rounds
