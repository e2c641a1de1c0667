"""A person signs in in a browser, at npm's oidc-provider and saml-idp: Chromium, the provider and the program, all real."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from counterparts.browser import Browser, browsing
from counterparts.oidc_provider import RunningProvider, free_port, running

from iamctl.cli.sign_in.loopback import DONE
from tests.federation.oidc.issuing import key_of
from tests.federation.saml import test_real_providers as saml_counterparts
from tests.federation.saml.identity_provider import PREFIX
from tests.federation.saml.test_real_providers import SamlIdp

from .conftest import Shell
from .test_federated_counterparts import ACCOUNT_ID, Program, account, counterparts, may_list, native

__all__ = ["counterparts"]  # the fixture that hands the environment on holds here too


@pytest.fixture
def oidc(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningProvider]:
    """oidc-provider, in an account in which kim, and nobody else, has a role from it: App."""
    account(shell)
    signing = {**key_of("RS256").as_dict(private=True), "use": "sig"}
    with running(tmp_path, signing, algorithm="RS256") as idp:
        monkeypatch.setenv("SSL_CERT_FILE", str(idp.authority))
        native(shell, idp)
        yield idp


@pytest.fixture
def browser(oidc: RunningProvider, tmp_path: Path) -> Iterator[Browser]:
    """Chromium, which believes oidc-provider's certificate."""
    with browsing(tmp_path, oidc.authority.with_name("server.pem")) as opened:
        yield opened


@pytest.fixture
def saml(shell: Shell, tmp_path: Path) -> Iterator[SamlIdp]:
    """saml-idp, beside an account."""
    account(shell)
    folder = tmp_path / "saml-idp"
    folder.mkdir()
    saml_counterparts.write_keys(folder)
    process, idp = saml_counterparts.start(folder)
    try:
        yield idp
    finally:
        process.kill()
        process.communicate()


@contextmanager
def signing_in(program: Program, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`iamctl login` that waits for a browser, and the address that it says to sign in at."""
    with program.start("--profile", "work", "login", "--wait", "60s", "--no-browser", *words) as login:
        assert login.stderr is not None
        said: list[str] = []
        try:
            for line in login.stderr:
                said.append(line)
                if (found := re.search(r"sign in at (\S+)", line)) is not None:
                    yield login, found[1]
                    return
            raise AssertionError("".join(said))
        finally:
            login.kill()


def sign_in(browser: Browser, login: str) -> None:
    """Fill oidc-provider's form in, and agree to what the client asks for."""
    browser.fill("input[name=login]", login)
    browser.fill("input[name=password]", f"a password of {login}'s")
    browser.click("form:has(input[value=login]) button")
    browser.click("form:has(input[value=consent]) button")


def who(program: Program) -> str:
    status, out, err = program.run("--profile", "work", "whoami", "-o", "json")
    assert status == 0, err
    return str(json.loads(out)["Arn"])


def test_who_signs_in_at_oidc_provider_in_a_browser_acts_as_the_role(
    home: Path, oidc: RunningProvider, browser: Browser
) -> None:
    program = Program(home, SSL_CERT_FILE=str(oidc.authority))
    with signing_in(program, "--oidc", oidc.issuer) as (login, url):
        browser.open(url)
        sign_in(browser, "kim")
        shown = browser.read(DONE)
        out, err = login.communicate(timeout=60)

    assert login.returncode == 0, err
    assert shown.strip() == DONE
    assert out.startswith(f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/App/")
    assert who(program) == out.strip()
    assert program.run("--profile", "work", "user", "list", "-o", "name")[:2] == (0, "alice\n")


def test_whom_the_browser_knows_still_agrees_and_is_asked_for_no_password(
    home: Path, oidc: RunningProvider, browser: Browser
) -> None:
    program = Program(home, SSL_CERT_FILE=str(oidc.authority))
    with signing_in(program, "--oidc", oidc.issuer) as (first, url):
        browser.open(url)
        sign_in(browser, "kim")
        browser.read(DONE)
        first.communicate(timeout=60)
    assert program.run("--profile", "work", "logout")[0] == 0

    with signing_in(program, "--oidc", oidc.issuer) as (again, url):
        browser.open(url)
        browser.click("form:has(input[value=consent]) button")  # no program is signed in unseen: RFC 8252, 8.6
        browser.read(DONE)
        out, err = again.communicate(timeout=60)

    assert again.returncode == 0, err
    assert who(program) == out.strip()


def test_who_turns_back_in_the_browser_is_not_signed_in(home: Path, oidc: RunningProvider, browser: Browser) -> None:
    program = Program(home, SSL_CERT_FILE=str(oidc.authority))
    with signing_in(program, "--oidc", oidc.issuer) as (login, url):
        browser.open(url)
        browser.click(".login-help a")
        browser.read(DONE)
        out, err = login.communicate(timeout=60)

    assert (login.returncode, out) == (3, "")
    assert "access_denied" in err


def test_an_answer_to_another_sign_in_changes_nothing_and_the_right_one_is_waited_for(
    home: Path, oidc: RunningProvider, browser: Browser
) -> None:
    program = Program(home, SSL_CERT_FILE=str(oidc.authority))
    with signing_in(program, "--oidc", oidc.issuer) as (login, url):
        [callback] = parse_qs(urlsplit(url).query)["redirect_uri"]
        browser.open(f"{callback}?code=of-somebody-else&state=guessed")
        browser.read("This is not the answer that is waited for.")
        browser.open(url)
        sign_in(browser, "kim")
        browser.read(DONE)
        out, err = login.communicate(timeout=60)

    assert login.returncode == 0, err
    assert who(program) == out.strip()


def test_who_types_the_code_of_another_device_into_a_browser_acts_as_the_role(
    home: Path, oidc: RunningProvider, browser: Browser
) -> None:
    program = Program(home, SSL_CERT_FILE=str(oidc.authority))
    with signing_in(program, "--oidc", oidc.issuer, "--device") as (login, url):
        browser.open(url)
        browser.click("button[type=submit]")  # the code is in the address, and is shown to be compared
        sign_in(browser, "kim")
        browser.read("Sign-in Success")
        out, err = login.communicate(timeout=60)

    assert login.returncode == 0, err
    assert who(program) == out.strip()


@pytest.mark.parametrize("binding", ["HTTP-Redirect", "HTTP-POST"])
def test_who_signs_in_at_saml_idp_in_a_browser_acts_as_the_role(
    shell: Shell, home: Path, tmp_path: Path, saml: SamlIdp, binding: str
) -> None:
    port = free_port()
    trusts_okta(shell, only(binding, saml.metadata()), f"http://127.0.0.1:{port}/saml/acs")
    program = Program(home)
    with browsing(tmp_path) as browser, signing_in(program, "--saml", "Okta", "--port", str(port)) as (login, url):
        browser.open(url)
        browser.fill("#userName", "kim")
        browser.fill(f"[id='{PREFIX}RoleSessionName']", "kim.in.a.browser@acme.example")
        browser.click("#btn-sign-in")
        shown = browser.read(DONE)
        out, err = login.communicate(timeout=60)

    assert login.returncode == 0, err
    assert shown.strip() == DONE
    assert out == f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Deploy/kim.in.a.browser@acme.example\n"
    assert who(program) == out.strip()
    assert program.run("--profile", "work", "user", "list", "-o", "name")[:2] == (0, "alice\n")


def only(binding: str, metadata: str) -> str:
    """The metadata of a provider that takes requests in this way alone."""
    element = r"<SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:(?!%s\")[^>]*>"
    text, left_out = re.subn(element % binding, "", metadata)
    assert left_out == 1, metadata
    return text


def trusts_okta(shell: Shell, metadata: str, acs: str) -> None:
    """The provider Okta, and the role Deploy for assertions of its that are meant for this address."""
    Path("metadata.xml").write_text(metadata.ljust(1100))
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
