"""Where the completion scripts are put."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Shell
from iamctl.cli.completion.shells import script_of

PLACES = {
    "bash": "data/bash-completion/completions/iamctl",
    "zsh": "data/zsh/site-functions/_iamctl",
    "fish": "config/fish/completions/iamctl.fish",
    "powershell": "config/powershell/iamctl.ps1",
}


@pytest.fixture
def folders(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.mark.parametrize("name", sorted(PLACES))
def test_the_script_is_put_where_the_shell_looks(shell: Shell, folders: Path, name: str) -> None:
    outcome = shell("completion", "install", name)

    file = folders / PLACES[name]
    assert (outcome.status, outcome.lines) == (0, [str(file)])
    assert file.read_text() == script_of(name) == shell("completion", "show", name).out
    assert f"written: {file}" in outcome.err


def test_a_second_time_there_is_nothing_to_do(shell: Shell, folders: Path) -> None:
    shell("completion", "install", "fish")
    before = (folders / PLACES["fish"]).stat()

    outcome = shell("completion", "install", "fish")

    after = (folders / PLACES["fish"]).stat()
    assert "nothing to do" in outcome.err
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)  # reading it may move its atime


def test_an_older_script_is_replaced(shell: Shell, folders: Path) -> None:
    file = folders / PLACES["fish"]
    shell("completion", "install", "fish")
    file.write_text(file.read_text() + "# older\n")

    assert shell("completion", "install", "fish").status == 0
    assert file.read_text() == script_of("fish")


def test_what_iamctl_did_not_write_is_left_alone(shell: Shell, folders: Path) -> None:
    file = folders / PLACES["bash"]
    file.parent.mkdir(parents=True)
    file.write_text("mine\n")

    outcome = shell("completion", "install", "bash")

    assert outcome.status == 6
    assert file.read_text() == "mine\n"


def test_a_dry_run_writes_nothing(shell: Shell, folders: Path) -> None:
    outcome = shell("completion", "install", "zsh", "--dry-run")

    assert "would be written" in outcome.err
    assert not (folders / "data").exists()


def test_another_shell_is_a_usage_error(shell: Shell) -> None:
    outcome = shell("completion", "show", "tcsh")

    assert outcome.status == 2
    assert "bash, zsh, fish, powershell" in outcome.err
