"""From a real provider's word to credentials to a call: npm's oidc-provider and saml-idp, the program itself between."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from counterparts.oidc_provider import CLIENT_ID, NATIVE_CLIENT_ID, RunningProvider, browse, free_port, running

from tests.federation.oidc.issuing import key_of
from tests.federation.saml import test_real_providers as saml_counterparts
from tests.federation.saml.identity_provider import RECIPIENT

from .conftest import Shell

ACCOUNT_ID = "111122223333"
ROOT = Path(__file__).parents[2]
MODULES = os.environ.get("IAMCTL_TEST_NODE_MODULES")
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*"}]}'


@pytest.fixture(autouse=True)
def counterparts(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test's own environment leaves out."""
    if MODULES is not None:
        monkeypatch.setenv("IAMCTL_TEST_NODE_MODULES", MODULES)


def account(shell: Shell) -> None:
    assert shell("init", "--account-id", ACCOUNT_ID, "--vault-key", "file").status == 0
    shell("user", "create", "alice")
    Path("list.json").write_text(POLICY)


def may_list(shell: Shell, role: str) -> None:
    assert shell("role", "put-policy", role, "List", "--policy-document", "list.json").status == 0


def called(shell: Shell, monkeypatch: pytest.MonkeyPatch, answer: str, *words: str) -> tuple[int, str]:
    """What a command comes to with these credentials in its environment."""
    credentials = json.loads(answer)["Credentials"]
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", credentials["AccessKeyId"])
        patch.setenv("AWS_SECRET_ACCESS_KEY", credentials["SecretAccessKey"])
        patch.setenv("AWS_SESSION_TOKEN", credentials["SessionToken"])
        outcome = shell(*words)
    return outcome.status, outcome.out


def test_a_token_of_oidc_provider_becomes_credentials_that_list_users(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(shell)
    private = {**key_of("ES256").as_dict(private=True), "use": "sig"}
    signing = {**key_of("RS256").as_dict(private=True), "use": "sig"}
    with running(tmp_path, signing, private, algorithm="ES256") as idp:
        monkeypatch.setenv("SSL_CERT_FILE", str(idp.authority))
        made = shell("provider", "oidc", "create", idp.issuer, "--client-id", CLIENT_ID, "--thumbprint", "0" * 40)
        assert made.status == 0, made.err
        host = idp.issuer.removeprefix("https://")
        trusted = ("--trust-oidc", host, "--audience", CLIENT_ID, "--subject", "kim")
        assert shell("role", "create", "App", *trusted).status == 0
        may_list(shell, "App")
        Path("kim.jwt").write_text(idp.sign_in("kim"))
        Path("lee.jwt").write_text(idp.sign_in("lee"))

        refused = shell("assume", "App", "--web-identity-token", "kim.jwt", "--format", "json")
        explained = shell("explain", "assume", "App", "--web-identity-token", "kim.jwt", "-o", "json")
        steps = json.loads(explained.out)["Edits"][0]["TrustPolicy"]
        Path("edited.json").write_text(json.dumps(steps))
        assert shell("role", "trust", "set", "App", "--trust-policy", "edited.json").status == 0
        taken = shell("assume", "App", "--web-identity-token", "kim.jwt", "--format", "json")
        other = shell("assume", "App", "--web-identity-token", "lee.jwt", "--format", "json")

    # Its tags and its source identity want permissions of their own, which no --trust-oidc gives.
    assert (refused.status, "Not authorized to perform sts:AssumeRoleWithWebIdentity" in refused.err) == (3, True)
    assert taken.status == 0, taken.err
    assert json.loads(taken.out)["SourceIdentity"] == "kim"
    assert (other.status, "AccessDenied" in other.err) == (3, True)
    assert called(shell, monkeypatch, taken.out, "user", "list", "-o", "name") == (0, "alice\n")
    assert called(shell, monkeypatch, taken.out, "role", "list", "-o", "name")[0] == 3


def test_an_assertion_of_saml_idp_becomes_credentials_that_list_users(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(shell)
    folder = tmp_path / "saml-idp"
    folder.mkdir()
    saml_counterparts.write_keys(folder)
    process, idp = saml_counterparts.start(folder)
    try:
        Path("metadata.xml").write_text(idp.metadata().ljust(1100))
        response = idp.sign_in()
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    made = shell("provider", "saml", "create", "Okta", "--saml-metadata-document", "metadata.xml")
    assert made.status == 0, made.err
    assert shell("role", "create", "Deploy", "--trust-saml", "Okta").status == 0
    may_list(shell, "Deploy")
    Path("kim.b64").write_bytes(response)

    refused = shell("assume", "Deploy", "--saml-response", "kim.b64", "--format", "json")
    explained = shell("explain", "assume", "Deploy", "--saml-response", "kim.b64", "-o", "json")
    Path("edited.json").write_text(json.dumps(json.loads(explained.out)["Edits"][0]["TrustPolicy"]))
    assert shell("role", "trust", "set", "Deploy", "--trust-policy", "edited.json").status == 0
    taken = shell("assume", "--saml-response", "kim.b64", "--format", "json")

    assert (refused.status, "Not authorized to perform sts:AssumeRoleWithSAML" in refused.err) == (3, True)
    assert taken.status == 0, taken.err
    answer = json.loads(taken.out)
    assert (answer["Subject"], answer["SubjectType"], answer["Audience"]) == ("kim", "persistent", RECIPIENT)
    assert called(shell, monkeypatch, taken.out, "user", "list", "-o", "name") == (0, "alice\n")


class Program:
    """The program as a process of its own, in whose environment nothing but this account is."""

    def __init__(self, home: Path, **variables: str) -> None:
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("IAMCTL_TEST")}
        self.environment |= {"PYTHONPATH": str(ROOT), "IAMCTL_HOME": str(home)} | variables

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "iamctl", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )

    def run(self, *words: str) -> tuple[int, str, str]:
        with self.start(*words) as process:
            out, err = process.communicate(timeout=60)
        return process.returncode, out, err


def browser(authority: Path, login: str) -> str:
    return f"{sys.executable} {ROOT / 'tests' / 'counterparts' / 'oidc_provider.py'} {authority} {login} %s"


def native(shell: Shell, idp: RunningProvider) -> str:
    """A provider whose only client is a program on this machine, and a role for kim."""
    made = shell("provider", "oidc", "create", idp.issuer, "--client-id", NATIVE_CLIENT_ID, "--thumbprint", "0" * 40)
    assert made.status == 0, made.err
    host = idp.issuer.removeprefix("https://")
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/{host}"},
        "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"],
        "Condition": {"StringEquals": {f"{host}:sub": "kim"}},
    }
    Path("trust.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    assert shell("role", "create", "App", "--trust-policy", "trust.json").status == 0
    may_list(shell, "App")
    return host


def test_who_signs_in_at_oidc_provider_acts_as_the_role(
    shell: Shell, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(shell)
    signing = {**key_of("RS256").as_dict(private=True), "use": "sig"}
    with running(tmp_path, signing, algorithm="RS256") as idp:
        monkeypatch.setenv("SSL_CERT_FILE", str(idp.authority))
        host = native(shell, idp)
        kim = Program(home, SSL_CERT_FILE=str(idp.authority), BROWSER=browser(idp.authority, "kim"))
        lee = Program(home, SSL_CERT_FILE=str(idp.authority), BROWSER=browser(idp.authority, "lee"))

        signed_in = kim.run("--profile", "work", "login", "--wait", "20s", "--oidc", host)
        other = lee.run("--profile", "other", "login", "--wait", "20s", "--oidc", host)

    assert signed_in[0] == 0, signed_in[2]
    assert signed_in[1].startswith(f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/App/")
    assert kim.run("--profile", "work", "user", "list", "-o", "name")[:2] == (0, "alice\n")
    assert (other[0], "There is no role that this gives." in other[2]) == (2, True)


def test_who_signs_in_on_another_device_acts_as_the_role(
    shell: Shell, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(shell)
    signing = {**key_of("RS256").as_dict(private=True), "use": "sig"}
    with running(tmp_path, signing, algorithm="RS256") as idp:
        monkeypatch.setenv("SSL_CERT_FILE", str(idp.authority))
        host = native(shell, idp)
        program = Program(home, SSL_CERT_FILE=str(idp.authority))
        with program.start(
            "--profile", "work", "login", "--wait", "20s", "--oidc", host, "--device", "--role", "App"
        ) as process:
            assert process.stderr is not None
            url = next(found[1] for line in process.stderr if (found := re.search(r"sign in at (\S+) with", line)))
            browse(idp.authority, url, "kim")
            out, err = process.communicate(timeout=60)

    assert process.returncode == 0, err
    assert out.startswith(f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/App/")


def test_who_signs_in_at_saml_idp_acts_as_the_role_and_the_answer_serves_once(
    shell: Shell, home: Path, tmp_path: Path
) -> None:
    account(shell)
    folder = tmp_path / "saml-idp"
    folder.mkdir()
    saml_counterparts.write_keys(folder)
    process, idp = saml_counterparts.start(folder)
    port = free_port()
    acs = f"http://127.0.0.1:{port}/saml/acs"
    try:
        Path("metadata.xml").write_text(idp.metadata().ljust(1100))
        assert shell("provider", "saml", "create", "Okta", "--metadata", "metadata.xml").status == 0
        statement = {
            "Effect": "Allow",
            "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT_ID}:saml-provider/Okta"},
            "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"],
            "Condition": {"StringEquals": {"SAML:aud": acs}},
        }
        Path("trust.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        assert shell("role", "create", "Deploy", "--trust-policy", "trust.json").status == 0
        may_list(shell, "Deploy")
        program = Program(home)
        words = ("--profile", "work", "login", "--wait", "20s", "--saml", "Okta", "--no-browser", "--port", str(port))
        with program.start(*words) as login:
            assert login.stderr is not None
            url = next(found[1] for line in login.stderr if (found := re.search(r"sign in at (\S+)", line)))
            status = idp.sign_in_at(url)
            out, err = login.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()

    assert (login.returncode, status) == (0, 200), err
    assert out == f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Deploy/kim@acme.example\n"
    assert program.run("--profile", "work", "user", "list", "-o", "name")[:2] == (0, "alice\n")
