"""An account with a broker's user and two roles, a directory, and the broker as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from counterparts import slapd

from iamctl import bootstrap
from iamctl.model.document import Document
from iamctl.service import attachments, inline_policies, roles, users
from iamctl.service.new_account import new_settings

ACCOUNT_ID = "111122223333"
BROKER = f"arn:aws:iam::{ACCOUNT_ID}:user/Broker"
ACTIONS = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]
PASSWORD = "correct horse battery"
PROXY_KEY = "0123456789abcdef0123456789abcdef"
RULES = """\
[[rule]]
name = "engineers"
role = "Engineer"
when = { memberOf = "cn=engineers,*" }
session_name = "{uid}"
tags = { team = "{departmentNumber}" }
duration = "30m"

[[rule]]
name = "auditors"
role = "Audit"
when = { memberOf = "cn=auditors,*" }
"""


def statement(**more: Any) -> Document:
    return Document(json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **more}]}))


@pytest.fixture(scope="session")
def made_account(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the data dir `home` and the config folder `config`."""
    folder = tmp_path_factory.mktemp("account")
    keys = bootstrap.VaultKeys(folder / "config" / "iamctl", lambda is_new: "no passphrase")
    settings = new_settings(account_id=ACCOUNT_ID, alias="acme", create_date=bootstrap.now())
    new = bootstrap.new_account(settings, directory=str(folder / "home"), keys=keys, vault_key="file")
    with new as service, service.change() as change:
        may = statement(Action=ACTIONS, Resource=f"arn:aws:iam::{ACCOUNT_ID}:role/*")
        change.call(users.create_user, user_name="Broker")
        change.call(inline_policies.put_user_policy, user_name="Broker", policy_name="HandOut", policy_document=may)
        for name in ("Engineer", "Audit"):
            trust = statement(Principal={"AWS": BROKER}, Action=ACTIONS)
            change.call(roles.create_role, role_name=name, assume_role_policy_document=trust)
            change.call(attachments.attach_role_policy, role_name=name, policy_arn="SecurityAudit")
    return folder


@pytest.fixture
def account(made_account: Path, tmp_path: Path) -> Path:
    """A copy of it that the test may change."""
    import shutil

    shutil.copytree(made_account, tmp_path / "account")
    return tmp_path / "account"


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[slapd.Directory]:
    """kim is an engineer, lee an auditor, max nothing, sam both."""
    with slapd.running(tmp_path_factory.mktemp("slapd")) as found:
        people = "".join(slapd.person(name, PASSWORD, departmentNumber="core") for name in ("kim", "lee", "max", "sam"))
        found.add(people + slapd.group("engineers", "kim", "sam") + slapd.group("auditors", "lee", "sam"))
        yield found


@pytest.fixture
def ldap_part(directory: slapd.Directory, tmp_path: Path) -> str:
    """The part of a broker's file that names the directory."""
    password = tmp_path / "ldap-password.txt"
    password.write_text(slapd.SEARCHER_PASSWORD)
    password.chmod(0o600)
    return f"""\
[[authenticator]]
name = "directory"
kind = "ldap"
url = "{directory.url}"
ca_file = "{directory.authority}"
base = "{slapd.PEOPLE}"
bind_dn = "{slapd.SEARCHER}"
bind_password_file = "ldap-password.txt"
attributes = ["uid", "mail", "memberOf", "departmentNumber"]

"""


class Running(NamedTuple):
    """A broker that listens.

    Attributes:
        log: its stderr so far, a JSON line each.
    """

    url: str
    process: subprocess.Popen[str]
    errors: Path

    def get(
        self, path: str = "/credentials", *, user: str = "", password: str = PASSWORD, **more: Any
    ) -> httpx.Response:
        auth = httpx.BasicAuth(user.encode(), password.encode()) if user else None
        return httpx.get(f"{self.url}{path}", auth=auth, trust_env=False, timeout=30, **more)

    @property
    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.errors.read_text().splitlines()]


Start = Callable[..., Running]


def environment_of(account: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("IAMCTL_", "AWS_"))}
    return kept | {
        "IAMCTL_HOME": str(account / "home"),
        "XDG_CONFIG_HOME": str(account / "config"),
        "XDG_CACHE_HOME": str(account / "cache"),
        "HOME": str(account),
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }


@pytest.fixture
def program(account: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `iamctl` on the account."""

    def run(*words: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "iamctl", *words]
        environment = environment_of(account) | variables
        return subprocess.run(command, env=environment, input=stdin, text=True, capture_output=True)

    return run


@pytest.fixture
def start(account: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts brokers with a file of this text; they end with the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(text: str, *options: str) -> Running:
        file, errors = tmp_path / "broker.toml", tmp_path / f"errors-{len(started)}.txt"
        file.write_text(text)
        command = [sys.executable, "-m", "iamctl", "broker", "serve", str(file), "--as", "Broker", "--port", "0"]
        with errors.open("w") as log:
            process = subprocess.Popen(
                [*command, *options], env=environment_of(account), stdout=subprocess.PIPE, stderr=log, text=True
            )
        started.append(process)
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url, errors.read_text()
        return Running(url, process, errors)

    yield begin
    for process in started:
        process.terminate()
    for process in started:
        process.communicate(timeout=30)
