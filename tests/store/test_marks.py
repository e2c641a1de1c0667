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


def test_several_marks_are_put_at_once_and_others_stay(tmp_path: Path) -> None:
    marks = LedgerMarks(tmp_path)
    for key in ("a", "b", "c"):
        marks.change("use", key, lambda _: {"date": "today"})

    marks.put_all({("use", "a"): {"date": "tomorrow"}, ("use", "b"): None, ("other", "b"): {"count": 1}})

    assert marks.all("use") == {"a": {"date": "tomorrow"}, "c": {"date": "today"}}
    assert marks.find("other", "b") == {"count": 1}
