"""`iamctl account list`: the accounts side by side."""

from __future__ import annotations

from pathlib import Path

from cli.conftest import ACCOUNT_ID, Shell


def test_an_account_that_cannot_be_read_hides_no_other(account: Shell, home: Path) -> None:
    account("init", "--account-id", "444455556666")
    file = home / "accounts" / ACCOUNT_ID / "account.toml"
    file.write_text(file.read_text() + "x =\n")

    outcome = account("account", "list", "--output", "name")

    assert (outcome.status, outcome.out) == (74, "444455556666\n")
    assert outcome.err.startswith(f"iamctl: error: BrokenFile: {file}:4:4: ")
