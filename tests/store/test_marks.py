"""Marks on a real ledger: what differs in nothing is not written."""

from __future__ import annotations

import os
from pathlib import Path

from iamctl.store.marks import LedgerMarks


def test_a_mark_that_stays_as_it_was_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    marks = LedgerMarks(tmp_path)
    marks.change("use", "AKIA", lambda _: {"date": "today"})
    file = next(tmp_path.iterdir())
    os.utime(file, ns=(1, 1))

    marks.change("use", "AKIA", lambda before: before)
    marks.change("use", "AKIA", lambda _: {"date": "today"})
    marks.change("use", "none", lambda before: before)
    unchanged = file.stat().st_mtime_ns
    marks.change("use", "AKIA", lambda _: {"date": "tomorrow"})

    assert unchanged == 1
    assert file.stat().st_mtime_ns != 1
    assert marks.find("use", "AKIA") == {"date": "tomorrow"}
