"""After a run of everything that has to do with secrets, none of them stands anywhere in clear."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.conftest import ACCOUNT_ID, Outcome, Shell

PASSWORDS = ("Correct horse 7", "Battery staple 8", "Something else 9", "not what the policy wants")
PASSPHRASE = "open sesame, and be quick"


@pytest.fixture
def done(shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], Outcome]]:
    """Every command that makes, uses or moves a secret, and what it said."""
    runs: list[tuple[tuple[str, ...], Outcome]] = []

    def run(line: str, *lines: str) -> Outcome:
        stdin = SimpleNamespace(
            buffer=io.BytesIO("".join(f"{each}\n" for each in lines).encode()), isatty=lambda: False
        )
        monkeypatch.setattr(sys, "stdin", stdin)
        words = tuple(line.split())
        runs.append((words, shell(*words)))
        return runs[-1][1]

    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home.parent / "work" / "credentials"))
    first, second, third, weak = PASSWORDS
    run(f"init --account-id {ACCOUNT_ID} --vault-key passphrase --passphrase-stdin", PASSPHRASE)
    run("vault rekey --to file --passphrase-stdin", PASSPHRASE)
    run("user create alice bob")
    run("account password-policy set --allow-users-to-change-password --password-reuse-prevention 3")
    for owner in ("alice", "root"):
        run(f"creds key create {owner} -o json")
        run(f"creds key rotate {owner} -o json --debug")
        run(f"creds key rotate {owner} --finish --yes")
        run(f"creds key rotate {owner} --save-profile {owner} --grace 1h")
        run(f"creds key list {owner} -o json")
    run("creds key create bob --out bob.json")
    run("creds password set alice --stdin", first)
    run("creds password set alice --stdin", weak[:5])
    run("creds password set root --stdin", third)
    run("creds password change alice --stdin", first, second)
    run("creds password change alice --stdin", third, first)
    run("creds password change Something --stdin", third, first)
    run("creds password generate bob")
    run("creds password generate root --out root.txt")
    run("creds password expire alice")
    for line in (
        "vault rekey",
        "undo --yes",
        "history export",
        "history show 3",
        "doctor",
        "vault status",
        "show alice",
    ):
        run(line)
    run("user delete bob --force --yes")
    run("undo --yes")
    return runs


def secrets_of(runs: list[tuple[tuple[str, ...], Outcome]]) -> set[str]:
    """Every secret that was made or given."""
    found = {*PASSWORDS, PASSPHRASE, Path("root.txt").read_text().strip()}
    for words, outcome in runs:
        if words[:2] == ("creds", "key") and '"SecretAccessKey"' in outcome.out:
            found.add(outcome.json["AccessKey"]["SecretAccessKey"])
        if words == ("creds", "password", "generate", "bob"):
            found.add(outcome.lines[0])
    for file in ("credentials", "bob.json"):
        text = Path(file).read_text()
        found |= {word.strip('",') for word in text.split() if len(word.strip('",')) == 40}
    return found


def test_no_secret_lies_open(done: list[tuple[tuple[str, ...], Outcome]], home: Path, tmp_path: Path) -> None:
    failed = [(words, outcome.err) for words, outcome in done if outcome.status not in (0, 3, 6)]
    assert failed == []
    secrets = secrets_of(done)
    assert len(secrets) == len(PASSWORDS) + 1 + 1 + 1 + 4 + 2 + 1
    (key_file,) = (tmp_path / "config/iamctl/vault-keys").iterdir()
    forms = {form for secret in secrets for form in (secret.encode(), secret.encode().hex().encode())}
    forms |= {key_file.read_bytes().strip(), b64decode(key_file.read_bytes())}

    kept = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name == "ledger.sqlite3" for path in kept)
    for path in kept:
        content = path.read_bytes()
        assert not [form for form in forms if form in content], path


def test_no_secret_is_said_but_once_or_typed_into_argv(done: list[tuple[tuple[str, ...], Outcome]]) -> None:
    secrets = secrets_of(done)
    said = "".join(outcome.out for _, outcome in done)
    talk = "".join(outcome.err for _, outcome in done)
    typed = " ".join(word for words, _ in done for word in words)

    assert not [secret for secret in secrets if secret in talk or secret in typed]
    assert {secret: said.count(secret) for secret in secrets if said.count(secret) > 1} == {}


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="this system shows no processes as files")
def test_a_running_command_has_no_secret_in_its_arguments_or_environment(account: Shell, program: list[str]) -> None:
    account("user", "create", "alice")
    words = [*program, "creds", "password", "set", "alice", "--stdin"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)) as process:
        assert process.stdin
        process.stdin.write(PASSWORDS[0].encode())  # the line is not at its end: the program waits
        process.stdin.flush()
        shown = Path(f"/proc/{process.pid}/cmdline").read_bytes() + Path(f"/proc/{process.pid}/environ").read_bytes()
        process.communicate(b"\n")

    assert b"creds" in shown
    assert PASSWORDS[0].encode() not in shown
    assert process.returncode == 0
