"""What is generated from the command tree is committed as it is generated, and reads well."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "man").glob("*.1"))


def test_what_is_committed_is_what_the_command_tree_generates() -> None:
    ran = subprocess.run(
        [sys.executable, "tools/generate_reference.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_file_that_differs_is_told_and_written_anew(tmp_path: Path) -> None:
    for part in ("tools", "iamctl", "man", "completions", "docs"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)
    (tmp_path / "man" / "iamctl.1").write_text("old\n")
    (tmp_path / "man" / "iamctl-gone.1").write_text("gone\n")
    command = [sys.executable, "tools/generate_reference.py"]

    checked = subprocess.run([*command, "--check"], cwd=tmp_path, capture_output=True, text=True)
    written = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert checked.returncode == 1
    assert [line.partition(" ")[0] for line in checked.stdout.splitlines()] == ["man/iamctl-gone.1", "man/iamctl.1"]
    assert written.stdout.split() == ["man/iamctl-gone.1", "man/iamctl.1"]
    assert (tmp_path / "man" / "iamctl.1").read_text() == (ROOT / "man" / "iamctl.1").read_text()
    assert not (tmp_path / "man" / "iamctl-gone.1").exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_man_page_has_what_a_reader_looks_for(page: Path) -> None:
    text = page.read_text("utf-8")

    for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"):
        assert f"\n.SH {section}\n" in text


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc is not installed")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_mandoc_finds_nothing_wrong(page: Path) -> None:
    ran = subprocess.run(["mandoc", "-Tlint", "-Wwarning", str(page)], capture_output=True, text=True)

    # A version that is not released yet has no date.
    assert [line for line in ran.stdout.splitlines() if "missing date" not in line] == []


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_groff_formats_it_without_a_warning(page: Path) -> None:
    ran = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-z", str(page)], capture_output=True, text=True)

    assert (ran.returncode, ran.stderr) == (0, "")
