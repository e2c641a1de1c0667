"""The vault from the shell: made, looked at, sealed anew; its passphrase from stdin, a file or nowhere."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import keyring
import keyring.backend
import keyring.backends.fail
import pytest

from cli.conftest import ACCOUNT_ID, Outcome, Shell

Type = Callable[..., Outcome]


@pytest.fixture
def typing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Runs a command line whose stdin has these lines."""

    def run(lines: str, *words: str) -> Outcome:
        stdin = SimpleNamespace(buffer=io.BytesIO(lines.encode()), isatty=lambda: False)
        monkeypatch.setattr(sys, "stdin", stdin)
        return shell(*words)

    return run


class KeyringInMemory(keyring.backend.KeyringBackend):
    """A keyring that answers, or is shut."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_shut = False

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_shut:
            raise keyring.errors.KeyringLocked("it is locked")
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def own_keyring() -> object:
    own = KeyringInMemory()
    keyring.set_keyring(own)
    yield own
    # Not the one from before: asked for the first time, keyring might have taken the class above for the machine's.
    keyring.set_keyring(keyring.backends.fail.Keyring())


def vault_of(shell: Shell) -> dict[str, object]:
    members: dict[str, object] = shell("vault", "status", "-o", "json").json["Vault"]
    return members


def test_an_account_begins_without_a_vault(account: Shell) -> None:
    outcome = account("vault", "status")

    assert outcome.status == 0
    assert "no vault yet" in outcome.err


def test_a_key_file_is_made_for_its_owner_alone_and_said_plainly(shell: Shell, tmp_path: Path) -> None:
    outcome = shell("init", "--account-id", ACCOUNT_ID, "--vault-key", "file")

    (key_file,) = (tmp_path / "config/iamctl/vault-keys").iterdir()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert f"warning: The vault's data key lies in {key_file}" in outcome.err
    assert vault_of(shell)["DataKey"] == "file"


def test_an_unknown_holder_is_refused(shell: Shell) -> None:
    outcome = shell("init", "--vault-key", "pocket")

    assert (outcome.status, outcome.out) == (2, "")
    assert "not one of keyring, passphrase, file" in outcome.err


def test_a_dry_run_makes_no_key(shell: Shell, tmp_path: Path) -> None:
    assert shell("init", "--vault-key", "file", "--dry-run").status == 0

    assert not (tmp_path / "config").exists()


def test_the_keyring_has_the_data_key_where_there_is_one(shell: Shell, own_keyring: KeyringInMemory) -> None:
    assert shell("init", "--account-id", ACCOUNT_ID, "--vault-key", "keyring").status == 0

    ((service, name),) = own_keyring.kept
    assert (service, name[:12]) == ("iamctl vault", ACCOUNT_ID)
    assert vault_of(shell)["Problems"] == []


def test_a_shut_keyring_is_told_and_no_account_is_made(shell: Shell, own_keyring: KeyringInMemory, home: Path) -> None:
    own_keyring.is_shut = True

    outcome = shell("init", "--account-id", ACCOUNT_ID, "--vault-key", "keyring")

    assert outcome.status == 74
    assert "it is locked" in outcome.err
    assert not (home / "accounts" / ACCOUNT_ID).exists()


def test_a_data_key_that_the_keyring_lost_is_a_problem(shell: Shell, own_keyring: KeyringInMemory) -> None:
    shell("init", "--account-id", ACCOUNT_ID, "--vault-key", "keyring")
    own_keyring.kept.clear()

    outcome = shell("vault", "status")

    assert outcome.status == 1
    assert "has no data key" in outcome.out


def test_the_doctor_finds_a_secret_that_was_put_in_anothers_place(account: Shell, home: Path) -> None:
    account("user", "create", "alice", "bob")
    for name in ("alice", "bob"):
        assert account("creds", "password", "generate", name).status == 0
    assert account("doctor").status == 0
    one, other = sorted(home.glob(f"accounts/{ACCOUNT_ID}/vault/*/AIDA*/password.*"))
    one.write_bytes(other.read_bytes())

    found = account("doctor", "-o", "json")

    assert found.status == 1
    (finding,) = found.json["Findings"]
    assert (finding["Code"], finding["Place"]) == ("BrokenSecret", "vault")
    assert one.name in finding["Message"]


def test_the_key_goes_from_a_file_under_a_passphrase_and_back(account: Shell, typing: Type, tmp_path: Path) -> None:
    keys = tmp_path / "config/iamctl/vault-keys"
    account("account", "delete", ACCOUNT_ID, "--yes")
    account("init", "--account-id", ACCOUNT_ID, "--vault-key", "file")

    assert typing("correct horse\n", "vault", "rekey", "--to", "passphrase", "--passphrase-stdin").status == 0
    assert list(keys.iterdir()) == []
    assert typing("battery staple\n", "vault", "rekey", "--to", "file", "--passphrase-stdin").status == 3
    assert typing("correct horse\n", "vault", "rekey", "--to", "file", "--passphrase-stdin").status == 0
    assert len(list(keys.iterdir())) == 1


def test_the_passphrase_is_the_first_line_whatever_else_stdin_brings(shell: Shell, typing: Type, home: Path) -> None:
    words = ("init", "--account-id", ACCOUNT_ID, "--vault-key", "passphrase", "--passphrase-stdin")
    assert typing("correct horse\n", *words).status == 0
    shell("user", "create", "alice")

    stdin = "correct horse\nHer-password-1\n"
    done = typing(stdin, "creds", "password", "set", "alice", "--stdin", "--passphrase-stdin")
    assert done.status == 0, done.err
    done = typing(stdin, "login", "alice", "--profile", "a", "--stdin", "--passphrase-stdin")
    assert done.status == 0, done.err

    swapped = typing(
        "Her-password-1\nCorrect-horse-2\n", "creds", "password", "set", "alice", "--stdin", "--passphrase-stdin"
    )
    assert (swapped.status, "WrongPassphrase" in swapped.err) == (3, True)


def test_a_document_on_stdin_comes_after_the_passphrase(account: Shell, typing: Type) -> None:
    document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'

    made = typing(f"correct horse\n{document}\n", "policy", "create", "P", "--document", "-", "--passphrase-stdin")

    assert made.status == 0, made.err


def test_a_passphrase_comes_from_the_file_that_a_variable_names(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("passphrase").write_text("correct horse\nbattery staple\n")
    monkeypatch.setenv("IAMCTL_PASSPHRASE_FILE", "passphrase")

    assert shell("init", "--account-id", ACCOUNT_ID, "--vault-key", "passphrase").status == 0
    assert shell("vault", "rekey").status == 0  # from the first line to the second
    assert shell("vault", "rekey").status == 3
    Path("passphrase").write_text("battery staple\ncorrect horse\n")
    assert shell("vault", "rekey").status == 0


def test_a_passphrase_that_is_too_short_is_refused(typing: Type, home: Path) -> None:
    outcome = typing("short\n", "init", "--account-id", ACCOUNT_ID, "--vault-key", "passphrase", "--passphrase-stdin")

    assert outcome.status == 3
    assert "at least 8 characters" in outcome.err
    assert not (home / "accounts" / ACCOUNT_ID).exists()


def test_where_nobody_can_be_asked_the_options_are_named(shell: Shell) -> None:
    outcome = shell("init", "--vault-key", "passphrase")

    assert outcome.status == 2
    assert "--passphrase-stdin" in outcome.err


def test_the_data_key_of_a_deleted_account_goes(shell: Shell, tmp_path: Path) -> None:
    shell("init", "--account-id", ACCOUNT_ID, "--vault-key", "file")

    assert shell("account", "delete", ACCOUNT_ID, "--yes").status == 0

    assert list((tmp_path / "config/iamctl/vault-keys").iterdir()) == []


def test_there_is_nothing_to_seal_anew_without_a_vault(account: Shell) -> None:
    assert account("vault", "rekey").status == 4
