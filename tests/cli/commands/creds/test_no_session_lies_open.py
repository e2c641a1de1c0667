"""After a run of everything that issues, uses, keeps and ends sessions, no secret of theirs stands in the account, in
what was said besides, or in arguments; what is kept for the next time is its owner's alone to read."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from base64 import b32decode
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.conftest import Outcome, Shell
from iamctl import bootstrap
from iamctl.service.one_time_codes import code_of, step_at

PASSWORD = "Correct horse 7"
MAY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}],
    }
)


class Runs:
    """What was run, what it said, and the secrets that it handed over."""

    def __init__(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        self._shell = shell
        self._monkeypatch = monkeypatch
        self.done: list[tuple[tuple[str, ...], Outcome]] = []
        self.secrets = {PASSWORD}

    def __call__(self, *words: str, lines: tuple[str, ...] = ()) -> Outcome:
        text = "".join(f"{line}\n" for line in lines).encode()
        self._monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text), isatty=lambda: False))
        outcome = self._shell(*words)
        assert outcome.status == 0, (words, outcome.err)
        self.done.append((words, outcome))
        self.secrets |= _secrets_in(outcome.out)
        return outcome


def _secrets_in(text: str) -> set[str]:
    try:
        found = json.loads(text)
    except ValueError:
        return set()
    queue, secrets = [found], set()
    while queue:
        value = queue.pop()
        for key, each in value.items() if isinstance(value, dict) else enumerate(value if type(value) is list else ()):
            if key in ("SecretAccessKey", "SessionToken", "Base32StringSeed", "ServicePassword"):
                secrets.add(each)
            queue.append(each)
    return secrets


@pytest.fixture
def runs(account: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runs:
    run = Runs(account, monkeypatch)
    run("user", "create", "alice")
    run("user", "put-policy", "alice", "All", "--policy-document", MAY)
    run("role", "create", "Deploy", "--assume-role-policy-document", TRUST)
    run("creds", "password", "set", "alice", "--stdin", lines=(PASSWORD,))
    seed = run("creds", "mfa", "enable", "alice", "--start", "-o", "json").json["VirtualMFADevice"]["Base32StringSeed"]
    now = step_at(bootstrap.now())
    codes = [code_of(b32decode(seed), step).reveal() for step in (now - 1, now, now + 1, now + 2)]
    run("creds", "mfa", "enable", "alice", "--stdin", lines=(codes[0], codes[1]))
    run("login", "alice", "--profile", "work", "--stdin", lines=(PASSWORD, codes[2]))
    run("whoami", "--profile", "work", "--verbose", "--debug")
    run("assume", "Deploy", "--profile", "work", "--format", "json", "--debug")
    run("creds", "process", "--role", "Deploy", "--profile", "work")
    run("creds", "configure-profile", "deploy", "--role", "Deploy", "--profile", "work")
    run("creds", "session-token", "--as", "alice", "--format", "json")
    run("creds", "federation-token", "kim", "--as", "alice", "--format", "json")
    run("creds", "service-specific", "create", "alice", "codecommit", "-o", "json")
    for words in ("cache list", "session list", "report", "rotate-session-key", "cache clear"):
        run("creds", *words.split())
    run("history", "export")
    run("logout", "--profile", "work")
    return run


def test_no_secret_of_a_session_lies_open(runs: Runs, home: Path) -> None:
    assert len(runs.secrets) > 8

    kept = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name == "ledger.sqlite3" for path in kept)
    for path in kept:
        content = path.read_bytes()
        assert not [secret for secret in runs.secrets if secret.encode() in content], path


def test_no_secret_of_a_session_is_said_besides_or_typed(runs: Runs, tmp_path: Path) -> None:
    talk = "".join(outcome.err for _, outcome in runs.done)
    typed = " ".join(word for words, _ in runs.done for word in words)
    config = (tmp_path / "aws" / "config").read_text()

    assert not [secret for secret in runs.secrets if secret in talk or secret in typed or secret in config]


def test_what_is_kept_for_the_next_time_is_its_owners_alone(account: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Runs(account, monkeypatch)
    run("user", "create", "alice")
    run("user", "put-policy", "alice", "All", "--policy-document", MAY)
    run("role", "create", "Deploy", "--assume-role-policy-document", TRUST)
    run("creds", "password", "set", "alice", "--stdin", lines=(PASSWORD,))
    run("login", "alice", "--profile", "work", "--stdin", lines=(PASSWORD,))
    run("assume", "Deploy", "--profile", "work", "--format", "json")

    cache = Path(os.environ["XDG_CACHE_HOME"])
    holding = [path for path in cache.rglob("*") if path.is_file() and path.stat().st_size]
    assert len(holding) >= 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in holding} == {0o600}
    assert {stat.S_IMODE(path.parent.stat().st_mode) for path in holding} == {0o700}
