from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from iamctl.errors import IamError, IDPCommunicationError, InvalidIdentityToken, InvalidInput
from iamctl.federation.oidc.fetch import Fetched, Unreachable
from iamctl.federation.oidc.key_source import KeySource
from iamctl.service.oidc_providers import add_client_id_to_open_id_connect_provider
from iamctl.service.sts.identity_providers import IdentityProviders
from iamctl.service.sts.sign_ins import begin_code, relying_on, token_for_code

from .vouching import CLIENT, HOST, ISSUER, OIDC_ARN, Vouching

HERE = "http://127.0.0.1:4711/callback"


class Provider:
    """A provider that answers every code with one token."""

    def __init__(self, world: Vouching) -> None:
        self.world = world
        self.nonce: str | None = None
        self.said: dict[str, Any] = {}
        self.posted: list[tuple[str, dict[str, str]]] = []
        world.identity_providers = IdentityProviders(
            KeySource(lambda issuer: self.get), post_for=lambda issuer: self.post
        )

    def get(self, url: str) -> Fetched:
        assert url == f"{ISSUER}/.well-known/openid-configuration"
        places = {"authorization_endpoint": f"{ISSUER}/auth", "token_endpoint": f"{ISSUER}/token"}
        return Fetched(200, json.dumps({"issuer": ISSUER, **places}).encode())

    def post(self, url: str, form: Mapping[str, str]) -> Fetched:
        self.posted.append((url, dict(form)))
        token = self.world.token(nonce=self.nonce, **self.said).reveal()
        return Fetched(200, json.dumps({"id_token": token}).encode())


@pytest.fixture
def provider() -> Provider:
    return Provider(Vouching())


def signed_in(provider: Provider, *, nonce: str | None = None) -> str:
    with provider.world.anybody.lookups() as reading:
        relying = relying_on(reading.account, HOST, None, None)
        sign_in = begin_code(reading.account, relying, HERE)
        provider.nonce = nonce or sign_in.nonce.reveal()
        answer = {"state": sign_in.state.reveal(), "code": "c-1"}
        return token_for_code(reading.account, relying, sign_in, answer).reveal()


def test_the_code_becomes_a_token_that_was_made_for_this_sign_in(provider: Provider) -> None:
    token = signed_in(provider)

    assert token.count(".") == 2
    ((url, form),) = provider.posted
    assert (url, form["code"], form["client_id"], form["redirect_uri"]) == (f"{ISSUER}/token", "c-1", CLIENT, HERE)


def test_a_token_of_another_sign_in_is_refused(provider: Provider) -> None:
    with pytest.raises(InvalidIdentityToken, match="made for another sign-in"):
        signed_in(provider, nonce="of another")


@pytest.mark.parametrize("said", [{"aud": "client-b"}, {"iss": "https://evil.example"}, {"exp": 1}])
def test_a_token_that_does_not_hold_is_refused(provider: Provider, said: dict[str, Any]) -> None:
    provider.said = said
    with pytest.raises(IamError):
        signed_in(provider)


def test_of_several_client_ids_one_has_to_be_named(provider: Provider) -> None:
    provider.world.root.call(
        add_client_id_to_open_id_connect_provider, open_id_connect_provider_arn=OIDC_ARN, client_id="client-c"
    )

    with provider.world.anybody.lookups() as reading:
        assert relying_on(reading.account, HOST, "client-c", None).client.client_id == "client-c"
        for wanted in (None, "client-z"):
            with pytest.raises(InvalidInput, match="client id"):
                relying_on(reading.account, HOST, wanted, None)


def test_a_provider_that_does_not_answer_is_said(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(url: str, form: Mapping[str, str]) -> Fetched:
        raise Unreachable("nobody is there")

    monkeypatch.setattr(provider, "post", silent)
    with pytest.raises(IDPCommunicationError, match="could not be asked"):
        signed_in(provider)
