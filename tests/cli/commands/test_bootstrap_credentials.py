"""`bootstrap` with credentials: into a file before anything is kept, or to stdout once; a second run makes none."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path

import pytest

from cli.conftest import ACCOUNT_ID, Shell
from iamctl.errors import StorageFailure
from iamctl.store.toml_edit import TomlEdit

DECLARATION = f"""\
[account]
id = "{ACCOUNT_ID}"

[[user]]
name = "alice"
console_password = "generate"
access_keys = 2

[[user]]
name = "bob"
access_keys = 1
"""


@pytest.fixture
def acme(shell: Shell) -> Shell:
    """No account, and a declaration of two users with credentials."""
    Path("acme.toml").write_text(DECLARATION)
    return shell


def keys_of(shell: Shell, name: str) -> list[str]:
    return [key["AccessKeyId"] for key in shell("creds", "key", "list", name, "-o", "json").json["AccessKeyMetadata"]]


def test_a_csv_file_has_a_row_for_each_key_and_the_password_once(acme: Shell) -> None:
    outcome = acme("bootstrap", "acme.toml", "--credentials-out", "new.csv")

    assert outcome.status == 0, outcome.err
    with Path("new.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["User name"] for row in rows] == ["alice", "alice", "bob"]
    assert [bool(row["Password"]) for row in rows] == [True, False, False]
    assert [row["Access key ID"] for row in rows] == [*keys_of(acme, "alice"), *keys_of(acme, "bob")]
    assert stat.S_IMODE(Path("new.csv").stat().st_mode) == 0o600
    secrets = [row[name] for row in rows for name in ("Password", "Secret access key") if row[name]]
    assert not any(secret in outcome.out + outcome.err for secret in secrets)


def test_a_json_file_opens_the_account(acme: Shell, tmp_path: Path) -> None:
    assert acme("bootstrap", "acme.toml", "--credentials-out", "new.json").status == 0

    alice, bob = json.loads(Path("new.json").read_text())["Credentials"]
    assert [key["AccessKeyId"] for key in alice["AccessKeys"]] == keys_of(acme, "alice")
    assert "Password" not in bob
    assert acme("account", "password-policy", "set", "--allow-users-to-change-password").status == 0
    (tmp_path / "words").write_text(f"{alice['Password']}\nanother sentence of mine 7\n")
    with (tmp_path / "words").open() as words, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", words)
        assert acme("creds", "password", "change", "alice", "--stdin").status == 0


def test_without_a_file_they_are_shown_once(acme: Shell) -> None:
    shown = acme("bootstrap", "acme.toml", "-o", "json").json["Credentials"]

    secret = shown[0]["AccessKeys"][0]["SecretAccessKey"]
    again = acme("bootstrap", "acme.toml", "-o", "json")
    assert len(secret) == 40
    assert "Credentials" not in again.json
    assert secret not in again.out + acme("history", "export").out


def test_the_table_shows_every_secret(acme: Shell) -> None:
    outcome = acme("bootstrap", "acme.toml")

    assert all(key in outcome.out for key in (*keys_of(acme, "alice"), *keys_of(acme, "bob")))
    assert "+ console password of user alice\n" in outcome.out
    assert "keep the secrets now" in outcome.err


def test_a_second_run_makes_none_and_leaves_the_file_alone(acme: Shell) -> None:
    words = ("bootstrap", "acme.toml", "--credentials-out", "new.csv")
    acme(*words)
    before, keys = Path("new.csv").read_bytes(), keys_of(acme, "alice")

    outcome = acme(*words)

    assert outcome.status == 0
    assert "no change" in outcome.err
    assert (Path("new.csv").read_bytes(), keys_of(acme, "alice")) == (before, keys)


def test_a_dry_run_says_what_would_be_made_and_makes_neither_credentials_nor_file(account: Shell) -> None:
    Path("acme.toml").write_text(DECLARATION)

    outcome = account("bootstrap", "acme.toml", "--credentials-out", "new.csv", "--dry-run", "-o", "json")

    assert {"UserName": "bob", "Kind": "access key"} in outcome.json["Credentials"]
    assert not Path("new.csv").exists()
    assert account("user", "list", "-o", "name").out == ""


def test_a_file_that_is_there_is_kept_and_nothing_is_made(account: Shell) -> None:
    Path("acme.toml").write_text(DECLARATION)
    Path("new.csv").write_text("mine")

    assert account("bootstrap", "acme.toml", "--credentials-out", "new.csv").status == 5

    assert Path("new.csv").read_text() == "mine"
    assert account("user", "list", "-o", "name").out == ""
    assert account("bootstrap", "acme.toml", "--credentials-out", "new.csv", "--force").status == 0
    assert Path("new.csv").read_text().startswith("User name,Password,")


def test_a_file_that_cannot_be_written_leaves_no_account(acme: Shell, home: Path) -> None:
    Path("taken").write_text("a file")

    assert acme("bootstrap", "acme.toml", "--credentials-out", "taken/new.csv").status == 74

    assert not (home / "accounts" / ACCOUNT_ID).exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--credentials-out", "new.txt"), "does not say in which format"),
        (("--credentials-format", "csv"), "--credentials-format is about the file of --credentials-out"),
        (("--force",), "--force is about the file of --credentials-out"),
    ],
)
def test_what_says_no_format_or_no_file_is_refused(acme: Shell, words: tuple[str, ...], said: str) -> None:
    outcome = acme("bootstrap", "acme.toml", *words)

    assert outcome.status == 2
    assert said in outcome.err


def test_the_declaration_is_never_written_over(acme: Shell) -> None:
    outcome = acme(
        "bootstrap", "acme.toml", "--credentials-out", "acme.toml", "--credentials-format", "json", "--force"
    )

    assert outcome.status == 6
    assert Path("acme.toml").read_text() == DECLARATION


def test_an_mfa_device_stands_behind_the_other_columns_with_the_uri_of_its_seed(acme: Shell) -> None:
    Path("acme.toml").write_text(DECLARATION.replace("access_keys = 1", "access_keys = 1\nmfa = true"))

    outcome = acme("bootstrap", "acme.toml", "--credentials-out", "new.csv")

    with Path("new.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    (device,) = acme("creds", "mfa", "list", "bob", "-o", "json").json["MFADevices"]
    assert "+ MFA device of user bob\n" in outcome.out
    assert [row["MFA serial number"] for row in rows] == ["", "", device["SerialNumber"]]
    assert rows[2]["MFA URI"].startswith(f"otpauth://totp/iamctl:bob%40{ACCOUNT_ID}?")
    assert rows[2]["MFA URI"] not in outcome.out + outcome.err


def test_the_file_is_there_before_the_change_is_kept(account: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("acme.toml").write_text(DECLARATION)
    seen: list[bool] = []

    def refuse(*_: object, **__: object) -> None:
        seen.append(Path("new.csv").exists())
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(TomlEdit, "commit", refuse)
    outcome = account("bootstrap", "acme.toml", "--credentials-out", "new.csv")

    assert (outcome.status, seen) == (74, [True])
    assert "the credentials in new.csv are worth nothing, unless the change was kept" in outcome.err
    assert account("user", "list", "-o", "name").out == ""
