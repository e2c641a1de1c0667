"""`creds key` from the shell: the secret once, in one place, and an undo that does not pretend."""

from __future__ import annotations

import json
import stat
import subprocess
from pathlib import Path

import pytest

from cli.conftest import ACCOUNT_ID, Shell


@pytest.fixture
def alice(account: Shell) -> Shell:
    assert account("user", "create", "alice").status == 0
    return account


def new_key(shell: Shell, name: str = "alice") -> dict[str, str]:
    outcome = shell("creds", "key", "create", name, "-o", "json")
    assert outcome.status == 0, outcome.err
    key: dict[str, str] = outcome.json["AccessKey"]
    return key


def statuses(shell: Shell, name: str = "alice") -> list[str]:
    return [key["Status"] for key in shell("creds", "key", "list", name, "-o", "json").json["AccessKeyMetadata"]]


def sealed(home: Path) -> list[Path]:
    return list(home.glob(f"accounts/{ACCOUNT_ID}/vault/*/*/*"))


def test_the_secret_is_shown_once(alice: Shell) -> None:
    key = new_key(alice)

    listed = alice("creds", "key", "list", "alice")
    assert key["AccessKeyId"] in listed.out
    assert key["SecretAccessKey"] not in listed.out + alice("history", "export").out + alice("user", "get", "alice").out


def test_the_first_secret_makes_the_vault_and_says_where_its_key_lies(alice: Shell, tmp_path: Path) -> None:
    outcome = alice("creds", "key", "create", "alice")

    assert f"warning: The vault's data key lies in {tmp_path / 'config/iamctl/vault-keys'}" in outcome.err


def test_a_dry_run_makes_neither_key_nor_vault(alice: Shell, home: Path) -> None:
    outcome = alice("creds", "key", "create", "alice", "--dry-run")

    assert outcome.status == 0
    assert '+status = "Active"' in outcome.out.replace("+ ", "+")
    assert not (home / "accounts" / ACCOUNT_ID / "vault").exists()
    assert statuses(alice) == []


def test_a_file_is_ones_own_and_never_overwritten(alice: Shell) -> None:
    first = alice("creds", "key", "create", "alice", "--out", "alice.json")
    written = json.loads(Path("alice.json").read_text())["AccessKey"]

    assert stat.S_IMODE(Path("alice.json").stat().st_mode) == 0o600
    assert written["SecretAccessKey"] not in first.out + first.err
    assert alice("creds", "key", "create", "alice", "--out", "alice.json").status == 5
    assert statuses(alice) == ["Active"], "what is refused makes no key"
    assert alice("creds", "key", "create", "alice", "--out", "alice.json", "--force").status == 0
    assert json.loads(Path("alice.json").read_text())["AccessKey"]["AccessKeyId"] != written["AccessKeyId"]


def test_a_file_that_cannot_be_written_makes_no_key(alice: Shell) -> None:
    assert alice("creds", "key", "create", "alice", "--out", ".").status != 0
    assert statuses(alice) == []


def test_a_profile_is_written_where_aws_looks(alice: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    Path("credentials").write_text("# mine\n[default]\naws_access_key_id = AKIAOTHER\n")

    outcome = alice("creds", "key", "create", "alice", "--save-profile", "alice")

    text = Path("credentials").read_text()
    assert text.startswith("# mine\n[default]\naws_access_key_id = AKIAOTHER\n\n[alice]\n")
    assert text.rpartition("= ")[2].strip() not in outcome.out + outcome.err
    assert stat.S_IMODE(Path("credentials").stat().st_mode) == 0o600


def test_boto_signs_with_the_profile(alice: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    session = pytest.importorskip("botocore.session")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(Path("credentials").absolute()))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(Path("none").absolute()))

    outcome = alice("creds", "key", "create", "alice", "--save-profile", "alice", "-o", "json")

    found = session.Session(profile="alice").get_credentials()
    assert found.access_key == outcome.json["AccessKey"]["AccessKeyId"]
    assert len(found.secret_key) == 40


def test_a_profile_with_anothers_key_is_kept_unless_forced(alice: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    Path("credentials").write_text("[work]\naws_access_key_id = AKIAOTHER\n")

    assert alice("creds", "key", "create", "alice", "--save-profile", "work").status == 6
    assert Path("credentials").read_text() == "[work]\naws_access_key_id = AKIAOTHER\n"
    assert statuses(alice) == []
    assert alice("creds", "key", "create", "alice", "--save-profile", "work", "--force").status == 0


def test_a_rotation_writes_the_profile_of_the_old_key(alice: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    alice("creds", "key", "create", "alice", "--save-profile", "work")
    before = Path("credentials").read_text()

    outcome = alice("creds", "key", "rotate", "alice", "--save-profile", "work")

    assert outcome.status == 0, outcome.err
    assert Path("credentials").read_text() != before
    assert statuses(alice) == ["Inactive", "Active"]


def test_a_grace_stands_in_the_file(alice: Shell) -> None:
    new_key(alice)

    assert alice("creds", "key", "rotate", "alice", "--grace", "1d").status == 0

    assert statuses(alice) == ["Active", "Active"]
    listed = alice("creds", "key", "list", "alice", "-o", "json").json["AccessKeyMetadata"]
    assert ["RetireAt" in key for key in listed] == [True, False]


def test_a_rotation_is_finished_by_hand(alice: Shell) -> None:
    old = new_key(alice)["AccessKeyId"]
    assert alice("creds", "key", "rotate", "alice", "--keep-old").status == 0
    assert statuses(alice) == ["Active", "Active"]

    refused = alice("creds", "key", "rotate", "alice", "--finish")
    assert refused.status == 2
    assert f"with it: whatever still signs with {old}, which is active" in refused.err
    assert alice("creds", "key", "rotate", "alice", "--finish", "--yes").status == 0

    assert statuses(alice) == ["Active"]
    assert old not in alice("creds", "key", "list", "alice").out


def test_a_key_that_was_retired_goes_without_a_question(alice: Shell) -> None:
    new_key(alice)
    assert alice("creds", "key", "rotate", "alice").status == 0

    assert alice("creds", "key", "rotate", "alice", "--finish").status == 0

    assert statuses(alice) == ["Active"]


def test_a_key_is_named_by_its_owner_where_it_is_the_only_such(alice: Shell) -> None:
    first, second = new_key(alice)["AccessKeyId"], new_key(alice)["AccessKeyId"]

    assert alice("creds", "key", "deactivate", "alice").status == 6, "there are two"
    assert alice("creds", "key", "deactivate", first).lines == [first]
    assert alice("creds", "key", "deactivate", "alice").lines == [second]
    assert statuses(alice) == ["Inactive", "Inactive"]
    assert alice("creds", "key", "activate", second).status == 0
    assert statuses(alice) == ["Inactive", "Active"]


def test_the_root_users_keys_are_warned_of(account: Shell, home: Path) -> None:
    outcome = account("creds", "key", "create", "root")

    assert outcome.status == 0
    assert "warning: the root user has all rights" in outcome.err
    assert "[[access_keys]]" in (home / "accounts" / ACCOUNT_ID / "account.toml").read_text()
    assert account("creds", "key", "list").lines, "root is the caller"
    assert account("account", "summary", "-o", "json").json["SummaryMap"]["AccountAccessKeysPresent"] == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        (("key", "create", "alice"), "delete it with `iamctl creds key delete AKIA"),
        (("key", "rotate", "alice"), "delete it with `iamctl creds key delete AKIA"),
        (("password", "generate", "alice"), "set another with `iamctl creds password generate alice`"),
    ],
)
def test_a_secret_that_nobody_could_see_is_said_to_be_lost(
    words: tuple[str, ...], way_out: str, alice: Shell, program: list[str]
) -> None:
    if words[1] == "rotate":
        new_key(alice)

    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*program, "creds", *words], stdout=full, stderr=subprocess.PIPE, text=True)

    assert done.returncode == 74
    assert "nobody has seen it" in done.stderr
    assert way_out in done.stderr
    assert set(statuses(alice)) <= {"Active"}  # an old key goes on


def test_an_undone_creation_takes_the_secret_with_it(alice: Shell, home: Path) -> None:
    new_key(alice)
    assert len(sealed(home)) == 1

    assert alice("undo", "--yes").status == 0

    assert sealed(home) == []
    assert statuses(alice) == []


def test_an_undone_deletion_brings_no_key_without_its_secret(alice: Shell, home: Path) -> None:
    key = new_key(alice)["AccessKeyId"]
    alice("user", "delete", "alice", "--force", "--yes")
    assert sealed(home) == []

    outcome = alice("undo", "--yes")

    assert outcome.status == 0, outcome.err
    assert f"the access key {key} of alice does not come back" in outcome.err
    assert statuses(alice) == []
    assert key not in (home / "accounts" / ACCOUNT_ID / "users" / "alice.toml").read_text("utf-8")
    assert alice("doctor").status == 0


def test_where_nothing_of_a_revision_comes_back_it_stays_and_that_is_said(alice: Shell) -> None:
    key = new_key(alice)["AccessKeyId"]
    alice("creds", "key", "delete", key)

    outcome = alice("undo", "--yes")

    assert (outcome.status, outcome.out) == (0, "")
    assert "nothing of revision 4 can be taken back" in outcome.err
    assert statuses(alice) == []


def test_a_deleted_key_goes_with_its_secret(alice: Shell, home: Path) -> None:
    key = new_key(alice)["AccessKeyId"]

    assert alice("creds", "key", "delete", key).status == 0

    assert sealed(home) == []
    assert alice("creds", "key", "last-used", key).status == 4


def test_a_broken_key_in_the_file_is_told_with_its_line(alice: Shell, home: Path) -> None:
    new_key(alice)
    file = home / "accounts" / ACCOUNT_ID / "users/alice.toml"
    file.write_text(file.read_text().replace('"Active"', '"Working"'))

    outcome = alice("creds", "key", "list", "alice")

    assert outcome.status == 74
    assert "users/alice.toml:" in outcome.err
    assert "status must be Active or Inactive" in outcome.err


def test_bootstrap_keeps_the_keys_of_the_users_that_it_knows(alice: Shell) -> None:
    new_key(alice)
    Path("account.toml").write_text(f'[account]\nid = "{ACCOUNT_ID}"\n[[user]]\nname = "alice"\npath = "/eng/"\n')

    outcome = alice("bootstrap", "account.toml")

    assert outcome.status == 0, outcome.err
    assert statuses(alice) == ["Active"]


def test_an_import_keeps_the_keys_of_the_same_identity(alice: Shell) -> None:
    new_key(alice)
    Path("dump.json").write_text(alice("export", "authorization-details").out.replace('"Path": "/"', '"Path": "/eng/"'))

    outcome = alice("import", "authorization-details", "dump.json", "--on-conflict", "replace", "--yes")

    assert outcome.status == 0, outcome.err
    assert statuses(alice) == ["Active"]
