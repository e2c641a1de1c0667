"""The company's own session at a real provider: begun once, taken up until it ends."""

from __future__ import annotations

import json
import os
import re
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

import httpx
import pytest
from counterparts.oidc_provider import _certificates, free_port, node_modules
from federation.oidc.issuing import key_of, public, published

from iamctl.endpoint.broker.oidc_sign_in import Confirmation, OidcSignIn
from iamctl.errors import AccessDenied
from iamctl.model.secret import Secret

from .conftest import Start

CLIENT = "iamctl-broker"
SCOPES = ("openid", "email", "profile", "offline_access")


class Provider(NamedTuple):
    issuer: str
    context: ssl.SSLContext
    authority: Path

    def sign_in(self) -> OidcSignIn:
        return OidcSignIn(self.issuer, CLIENT, SCOPES, context=self.context)

    def confirm(self, confirmation: Confirmation, *, login: str = "kim", abort: bool = False) -> None:
        """What a person does in a browser: the provider's own forms, filled in."""
        with httpx.Client(verify=self.context, trust_env=False, follow_redirects=True) as client:
            page = client.get(confirmation.address)
            for _ in range(10):
                form = re.search(r'<form[^>]*action="([^"]+)"', page.text)
                if form is None:
                    return
                fields = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text))
                if 'name="login"' in page.text:
                    fields |= {"login": login, "password": "anything"}
                if abort and 'name="abort"' in page.text:
                    fields |= {"abort": "yes"}
                elif 'name="user_code"' in page.text and "user_code" not in fields:
                    fields |= {"user_code": confirmation.code}
                page = client.post(urljoin(str(page.url), form[1]), data=fields)
                if "abort" in fields:
                    return
        raise AssertionError(page.text)


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    modules, folder, port = node_modules(), tmp_path_factory.mktemp("provider"), free_port()
    key, certificate, authority = _certificates(folder)
    issuer = f"https://127.0.0.1:{port}"
    private = {**key_of("RS256").as_dict(private=True), "use": "sig"}
    wanted = {"issuer": issuer, "port": port, "key": str(key), "certificate": str(certificate)}
    (folder / "provider.json").write_text(json.dumps({**wanted, "jwks": {"keys": [private]}}))
    environment = {**os.environ, "IAMCTL_TEST_NODE_MODULES": str(modules), "NODE_NO_WARNINGS": "1"}
    command = ["node", str(Path(__file__).with_name("oidc_device.mjs")), str(folder / "provider.json")]
    log = folder / "log.txt"
    with (
        log.open("w") as errors,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        assert process.stdout is not None
        assert any(line == "ready\n" for line in process.stdout), log.read_text()
        yield Provider(issuer, ssl.create_default_context(cafile=str(authority)), authority)
        process.terminate()


def nothing(_: Any) -> None:
    """No time passes: the person has confirmed already."""


def test_a_session_is_begun_in_a_browser_and_taken_up_by_its_refresh_token(provider: Provider) -> None:
    begun = provider.sign_in().begun(provider.confirm, nothing)
    assert begun.refresh_token is not None

    again = provider.sign_in().taken_up(begun.refresh_token)

    assert again is not None
    assert again.id_token.reveal().count(".") == 2
    assert again.refresh_token is not None
    assert again.refresh_token.reveal() != begun.refresh_token.reveal()


def test_a_session_that_is_over_is_not_taken_up(provider: Provider) -> None:
    assert provider.sign_in().taken_up(Secret("a token that is over")) is None


def test_who_says_no_is_not_signed_in(provider: Provider) -> None:
    with pytest.raises(AccessDenied):
        provider.sign_in().begun(lambda shown: provider.confirm(shown, abort=True), nothing)


def test_the_companys_session_renews_credentials_without_a_second_login(
    provider: Provider, start: Start, tmp_path: Path, account: Path, program: Any
) -> None:
    (tmp_path / "keys.json").write_text(published(public(key_of("RS256"))))
    broker = start(
        f'[[authenticator]]\nkind = "oidc"\nissuer = "{provider.issuer}"\naudience = "{CLIENT}"\n'
        'name_claim = "email"\njwks_file = "keys.json"\n\n'
        '[[rule]]\nrole = "Engineer"\nwhen = { groups = "engineers" }\nduration = "15m"\n'
    )
    begun = provider.sign_in().begun(provider.confirm, nothing)
    assert begun.refresh_token is not None
    words = ("broker", "login", broker.url, "--oidc", "--keep", "--no-input")
    over = program(*words, SSL_CERT_FILE=str(provider.authority))
    keep(account, broker.url, begun.refresh_token)

    first = program(*words, SSL_CERT_FILE=str(provider.authority))
    forget_credentials(account)
    second = program(*words, SSL_CERT_FILE=str(provider.authority))

    assert over.returncode == 3
    assert "over" in over.stderr
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert json.loads(first.stdout)["AccessKeyId"] != json.loads(second.stdout)["AccessKeyId"]
    assert {each["Person"] for each in broker.log if each["Event"] == "Issued"} == {"kim@acme.example"}


def keep(account: Path, url: str, refresh_token: Secret) -> None:
    """As a login at a terminal leaves it."""
    from iamctl.cli.broker_kept import BrokerKept, Kept

    place = BrokerKept({"XDG_CACHE_HOME": str(account / "cache")}, (url, "oidc", "", "", ""))
    place.write(Kept(None, refresh_token))


def forget_credentials(account: Path) -> None:
    """As if they were over; the session stays."""
    file = next((account / "cache").rglob("*.json"))
    file.write_text(json.dumps({**json.loads(file.read_text()), "Credentials": None}))
