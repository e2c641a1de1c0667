"""`creds ssh-key`, `creds service-specific` and `creds certificate` from the shell, on real files."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from cli import certificates
from cli.conftest import ACCOUNT_ID, Shell


@pytest.fixture
def alice(account: Shell) -> Shell:
    """A user, a public key and a certificate."""
    Path("id_rsa.pub").write_text(f"{certificates.ssh_public_key()} alice@laptop\n")
    Path("certificate.pem").write_text(certificates.certificate("alice"))
    assert account("user", "create", "alice").status == 0
    return account


def user_file(home: Path) -> Path:
    return home / "accounts" / ACCOUNT_ID / "users" / "alice.toml"


def sealed(home: Path) -> list[Path]:
    return [*home.glob(f"accounts/{ACCOUNT_ID}/vault/*/*/*")]


def new_credential(shell: Shell) -> dict[str, str]:
    outcome = shell("creds", "service-specific", "create", "alice", "codecommit", "-o", "json")
    assert outcome.status == 0, outcome.err
    members: dict[str, str] = outcome.json["ServiceSpecificCredential"]
    return members


def test_an_ssh_key_comes_is_shown_and_goes(alice: Shell) -> None:
    key = alice("creds", "ssh-key", "upload", "alice", "id_rsa.pub").out.strip()

    assert alice("creds", "ssh-key", "list", "alice", "-o", "name").lines == [key]
    shown = alice("creds", "ssh-key", "get", "alice", key, "--encoding", "pem", "-o", "json").json["SSHPublicKey"]
    assert shown["SSHPublicKeyBody"].startswith("-----BEGIN PUBLIC KEY-----")
    assert alice("creds", "ssh-key", "update", "alice", key, "--status", "inactive").status == 0
    assert alice("creds", "ssh-key", "list", "alice", "-o", "json").json["SSHPublicKeys"][0]["Status"] == "Inactive"
    assert alice("creds", "ssh-key", "delete", "alice", key).status == 0
    assert "alice has no SSH public keys" in alice("creds", "ssh-key", "list", "alice").err


def test_a_certificate_comes_and_goes(alice: Shell) -> None:
    name = alice("creds", "certificate", "upload", "alice", "certificate.pem").out.strip()

    assert alice("creds", "certificate", "list", "alice", "-o", "name").lines == [name]
    assert alice("creds", "certificate", "upload", "root", "certificate.pem").status == 5
    assert alice("creds", "certificate", "delete", "alice", name).status == 0
    assert alice("creds", "certificate", "upload", "root", "certificate.pem").status == 0


def test_the_file_of_a_user_is_read_again_as_it_was_written(alice: Shell, home: Path) -> None:
    alice("creds", "ssh-key", "upload", "alice", "id_rsa.pub")
    alice("creds", "certificate", "upload", "alice", "certificate.pem")
    new_credential(alice)
    words = [
        ("creds", "ssh-key", "list", "alice", "-o", "json"),
        ("creds", "certificate", "list", "alice", "-o", "json"),
        ("creds", "service-specific", "list", "alice", "-o", "json"),
    ]
    before = [alice(*each).out for each in words]

    user_file(home).write_text("# by hand\n" + user_file(home).read_text())

    assert [alice(*each).out for each in words] == before
    assert alice("doctor").status == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('body = "ssh-ed25519 AAAA"', "body must be ssh-rsa and a key in base64, without a comment."),
        ('status = "Gone"', "status must be Active or Inactive."),
        ('colour = "red"', "colour is not a key of a public SSH key."),
    ],
)
def test_an_edit_by_hand_that_breaks_a_rule_is_told(alice: Shell, home: Path, line: str, said: str) -> None:
    alice("creds", "ssh-key", "upload", "alice", "id_rsa.pub")
    key = line.partition(" ")[0]
    kept = [each for each in user_file(home).read_text().splitlines() if not each.startswith(f"{key} = ")]

    user_file(home).write_text("\n".join([*kept, line, ""]))

    outcome = alice("creds", "ssh-key", "list", "alice")
    assert outcome.status == 74
    assert said in outcome.err


def test_a_secret_is_shown_once(alice: Shell, home: Path) -> None:
    created = new_credential(alice)

    secret = created["ServicePassword"]
    listed = alice("creds", "service-specific", "list", "alice", "-o", "json")
    assert created["ServiceSpecificCredentialId"] in listed.out
    assert secret not in listed.out + alice("history", "export").out
    assert not any(secret.encode() in path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_a_secret_in_a_file_is_there_before_the_change_is_kept_and_not_shown(alice: Shell, home: Path) -> None:
    outcome = alice("creds", "service-specific", "create", "alice", "bedrock", "--age", "30", "--out", "key.json")

    secret = json.loads(Path("key.json").read_text())["ServiceSpecificCredential"]["ServiceCredentialSecret"]
    assert stat.S_IMODE(Path("key.json").stat().st_mode) == 0o600
    assert secret not in outcome.out + outcome.err
    assert alice("creds", "service-specific", "create", "alice", "bedrock", "--out", "key.json").status == 5
    assert len(sealed(home)) == 1


def test_a_dry_run_makes_neither_credential_nor_file(alice: Shell, home: Path) -> None:
    outcome = alice("creds", "service-specific", "create", "alice", "codecommit", "--out", "key.json", "--dry-run")

    assert outcome.status == 0
    assert not Path("key.json").exists()
    assert sealed(home) == []


def test_an_undo_brings_back_a_key_and_no_credential_without_its_secret(alice: Shell, home: Path) -> None:
    credential = new_credential(alice)["ServiceSpecificCredentialId"]
    assert alice("creds", "service-specific", "delete", "alice", credential).status == 0
    assert sealed(home) == []

    outcome = alice("undo", "--yes")

    assert f"the service-specific credential {credential} of alice" in outcome.err + outcome.out
    assert credential not in alice("creds", "service-specific", "list", "alice").out
    assert alice("doctor").status == 0


def test_a_forced_deletion_says_what_goes_with_the_user(alice: Shell, home: Path) -> None:
    alice("creds", "ssh-key", "upload", "alice", "id_rsa.pub")
    new_credential(alice)

    refused = alice("user", "delete", "alice")
    forced = alice("user", "delete", "alice", "--force", "--yes")

    assert refused.status == 5
    assert "creds ssh-key delete alice" in refused.err
    assert forced.status == 0, forced.err
    assert sealed(home) == []


def test_who_may_not_is_refused(alice: Shell) -> None:
    for words in (("ssh-key", "list"), ("service-specific", "list"), ("certificate", "list")):
        assert alice("creds", *words, "alice", "--as", "alice").status == 3
