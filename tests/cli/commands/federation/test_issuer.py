"""`iamctl federation issuer` as a program, and an account that is tried out with it."""

from __future__ import annotations

import json
import os
import re
import signal
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli.conftest import Shell

CONSOLE = "arn:aws:iam::111122223333:role/Console,arn:aws:iam::111122223333:saml-provider/Trial"


class Issuer:
    """One that runs, and its administration."""

    def __init__(self, process: subprocess.Popen[str], told: dict[str, str]) -> None:
        self.process = process
        self.url = told["Issuer"]
        self._token = told["AdminToken"]

    def asked(self, method: str, path: str, **members: Any) -> httpx.Response:
        trusting = ssl.create_default_context(cafile="issuer-ca.pem")
        with httpx.Client(base_url=self.url, verify=trusting, trust_env=False, timeout=30) as client:
            headers = {"Authorization": f"Bearer {self._token}"}
            return client.request(method, path, json=members or None, headers=headers)

    def minted(self, **members: Any) -> dict[str, str]:
        """A token in token.jwt, and what is said of it."""
        told: dict[str, str] = self.asked("POST", "/admin/token", **members).json()
        Path("token.jwt").write_text(told["Token"])
        return told


@contextmanager
def running(program: list[str], *options: str) -> Iterator[Issuer]:
    words = [*program, "federation", "issuer", "--port", "0", "--ca-out", "issuer-ca.pem", "--output", "json", *options]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Issuer(process, json.loads(_object(process.stdout))["Provider"])
        finally:
            process.terminate()
            process.wait(30)


def _object(stream: Any) -> str:
    """The first JSON object that is written."""
    text = ""
    for line in stream:
        text += line
        if line.startswith("}"):
            break
    return text


@pytest.fixture
def issuer(program: list[str], account: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    """An issuer that an account trusts: `Pipeline` is for kim by OpenID Connect, `Console` for all by SAML."""
    with running(program, "--client-id", "app", "--sign-in-as", "kim", "--saml-role", CONSOLE) as one:
        monkeypatch.setenv("SSL_CERT_FILE", str(Path("issuer-ca.pem").absolute()))
        host = one.url.removeprefix("https://")
        Path("metadata.xml").write_text(one.asked("GET", "/saml/metadata").text)
        for words in (
            ("provider", "oidc", "create", one.url, "--client-id", "app"),
            ("role", "create", "Pipeline", "--trust-oidc", host, "--audience", "app", "--subject", "kim"),
            ("provider", "saml", "create", "Trial", "--metadata", "metadata.xml"),
            ("role", "create", "Console", "--trust-saml", "Trial"),
        ):
            outcome = account(*words)
            assert outcome.status == 0, outcome.err
        yield one


def test_a_token_of_it_becomes_a_session(issuer: Issuer, account: Shell) -> None:
    issuer.minted()

    outcome = account("assume", "Pipeline", "--web-identity-token", "token.jwt", "--output", "json")

    assert outcome.status == 0, outcome.err
    assert outcome.json["SubjectFromWebIdentityToken"] == "kim"


@pytest.mark.parametrize("fault", ["expired", "wrong-signature", "wrong-audience", "wrong-issuer", "too-long"])
def test_a_faulty_token_is_refused_with_the_code_that_it_tells(fault: str, issuer: Issuer, account: Shell) -> None:
    told = issuer.minted(Fault=fault)

    outcome = account("assume", "Pipeline", "--web-identity-token", "token.jwt")

    assert outcome.status != 0
    assert f"error: {told['Answer']}: " in outcome.err


def test_a_key_before_is_taken_as_long_as_it_is_published(issuer: Issuer, account: Shell) -> None:
    issuer.minted()
    Path("token.jwt").rename("before.jwt")
    issuer.asked("POST", "/admin/rotate", Keep=True)
    issuer.minted()

    for file in ("before.jwt", "token.jwt"):
        outcome = account("assume", "Pipeline", "--web-identity-token", file, "--output", "json")
        assert outcome.status == 0, outcome.err


def test_a_response_of_it_becomes_a_session(issuer: Issuer, account: Shell) -> None:
    told = issuer.asked("POST", "/admin/saml-response", Subject="lee").json()
    Path("response.b64").write_text(told["SAMLResponse"])

    outcome = account("assume", "Console", "--saml-response", "response.b64", "--output", "json")

    assert outcome.status == 0, outcome.err
    assert outcome.json["Subject"] == "lee"


def test_a_device_logs_in_without_a_browser(issuer: Issuer, account: Shell) -> None:
    outcome = account("login", "--oidc", issuer.url, "--device", "--profile", "trial", "--role", "Pipeline")

    assert outcome.status == 0, outcome.err
    assert "assumed-role/Pipeline/" in account("whoami", "--profile", "trial", "--output", "json").json["Arn"]


def test_it_says_that_it_is_for_tests_and_takes_its_files_along(program: list[str], home: Path) -> None:
    with running(program) as one:
        assert Path("issuer-ca.pem").exists()
        one.process.send_signal(signal.SIGTERM)
        _, said = one.process.communicate(timeout=30)

    assert one.process.returncode == 128 + signal.SIGTERM
    assert "for tests only: whoever reaches it signs in as anybody" in said
    assert not Path("issuer-ca.pem").exists()


def test_an_admin_token_that_goes_into_a_file_is_not_printed(shell: Shell) -> None:
    outcome = shell("federation", "issuer", "--port", "0", "--for", "0.01", "--admin-token-out", "token", "-o", "json")

    assert outcome.status == 0, outcome.err
    assert "AdminToken" not in outcome.json["Provider"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--listen", "0.0.0.0"), "is reached by others"),
        (("--claim", "x"), "is no claim"),
        (("--listen", "localhost"), "is no IP address"),
    ],
)
def test_what_cannot_be_served_is_refused(options: tuple[str, ...], said: str, shell: Shell) -> None:
    outcome = shell("federation", "issuer", "--port", "0", *options)

    assert outcome.status in (2, 6)
    assert said in outcome.err
    assert not re.search("Admin token", outcome.out)


def test_a_file_that_is_there_is_not_overwritten(shell: Shell) -> None:
    Path("issuer-ca.pem").write_text("mine")

    outcome = shell("federation", "issuer", "--port", "0", "--ca-out", "issuer-ca.pem", "--for", "0.01")

    assert (outcome.status, Path("issuer-ca.pem").read_text()) == (5, "mine")
    assert os.listdir() == ["issuer-ca.pem"]
