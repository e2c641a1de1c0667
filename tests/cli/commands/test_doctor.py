"""`iamctl doctor`: what is wrong, where, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import ACCOUNT_ID, Shell


@pytest.fixture
def folder(account: Shell, home: Path) -> Path:
    account("group", "create", "Developers")
    account("user", "create", "alice", "bob")
    return home / "accounts" / ACCOUNT_ID


DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text() + text)


def test_a_sound_account_has_no_findings(folder: Path, shell: Shell) -> None:
    outcome = shell("doctor")

    assert (outcome.status, outcome.out) == (0, "")
    assert f"no findings in account {ACCOUNT_ID}" in outcome.err


def test_a_broken_file_is_found_with_line_and_column(folder: Path, shell: Shell) -> None:
    append(folder / "users" / "bob.toml", "grops = []\n")

    outcome = shell("doctor", "--json")

    (finding,) = outcome.json["Findings"]
    assert outcome.status == 1
    assert (finding["Code"], finding["Place"]) == ("BrokenFile", "users/bob.toml:5:1")
    assert "iamctl edit users/bob.toml" in finding["Mend"]


def test_a_file_with_several_mistakes_hides_no_other_finding(folder: Path, shell: Shell) -> None:
    """A boundary is looked up from the user's side too, and not only among the policies."""
    shell("policy", "create", "Limit", "--policy-document", DOCUMENT)
    append(folder / "users" / "alice.toml", f'permissions_boundary = "arn:aws:iam::{ACCOUNT_ID}:policy/Limit"\n')
    append(folder / "users" / "bob.toml", 'groups = ["Gone"]\n')
    policy = folder / "policies" / "Limit.toml"
    policy.write_text("x = 1\ny = 2\n" + policy.read_text())

    outcome = shell("doctor", "--json")

    found = {(finding["Code"], finding["Place"].rpartition(":")[0]) for finding in outcome.json["Findings"]}
    assert outcome.status == 1
    assert {("BrokenFile", "policies/Limit.toml:1"), ("DanglingGroup", "users/bob.toml:5")} <= found


def test_what_refers_to_nothing_is_found_with_its_line(folder: Path, shell: Shell) -> None:
    append(folder / "users" / "alice.toml", 'groups = ["Developers", "Gone"]\n')

    outcome = shell("doctor")

    assert outcome.status == 1
    assert "users/alice.toml:5:" in outcome.out
    assert "DanglingGroup" in outcome.out
    assert "iamctl group create Gone" in outcome.out


def test_an_account_file_that_is_broken_stops_nothing_else(folder: Path, shell: Shell) -> None:
    append(folder / "account.toml", "x = 1\n")
    append(folder / "users" / "bob.toml", "y = 1\n")

    places = [finding["Place"].partition(":")[0] for finding in shell("doctor", "--json").json["Findings"]]

    assert {"account.toml", "users/bob.toml"} <= set(places)


def test_what_is_safe_is_mended_and_told(folder: Path, shell: Shell) -> None:
    (folder / "users" / "bob.toml").chmod(0o644)

    outcome = shell("doctor", "--repair")

    assert outcome.status == 0
    assert "mended: users/bob.toml: Others may open this file." in outcome.err
    assert (folder / "users" / "bob.toml").stat().st_mode & 0o777 == 0o600


def test_a_dry_repair_only_says_what_it_would_do(folder: Path, shell: Shell) -> None:
    (folder / "users" / "bob.toml").chmod(0o644)

    outcome = shell("doctor", "--repair", "--dry-run")

    assert outcome.status == 1
    assert "would be mended: users/bob.toml" in outcome.err
    assert (folder / "users" / "bob.toml").stat().st_mode & 0o777 == 0o644


def test_what_needs_a_decision_is_left_after_a_repair(folder: Path, shell: Shell) -> None:
    (folder / "users" / "bob.toml").chmod(0o644)
    append(folder / "users" / "alice.toml", 'groups = ["Gone"]\n')

    outcome = shell("doctor", "--repair", "--json")

    assert outcome.status == 1
    assert [finding["Code"] for finding in outcome.json["Repaired"]] == ["OpenToOthers"]
    assert [finding["Code"] for finding in outcome.json["Findings"]] == ["DanglingGroup"]


def test_a_damaged_ledger_is_set_aside(folder: Path, shell: Shell) -> None:
    for name in ("ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / "ledger.sqlite3").write_bytes(b"no database" * 500)
    (folder / "ledger.sqlite3").chmod(0o600)

    found = shell("doctor", "--json")
    shell("doctor", "--repair")

    assert found.json["Findings"][0]["Code"] == "DamagedLedger"
    assert shell("history", "verify").status == 0
    assert shell("user", "list", "-o", "name").lines == ["alice", "bob"]
