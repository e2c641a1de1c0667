from __future__ import annotations

import json
from dataclasses import replace

import pytest

from iamctl.errors import EntityAlreadyExists, InvalidInput, LimitExceeded, NoSuchEntity, ValidationError
from iamctl.service.account import Account
from iamctl.service.oidc_providers import (
    add_client_id_to_open_id_connect_provider,
    create_open_id_connect_provider,
    delete_open_id_connect_provider,
    get_open_id_connect_provider,
    key_set_of,
    list_open_id_connect_providers,
    remove_client_id_from_open_id_connect_provider,
    set_open_id_connect_provider_keys,
    update_open_id_connect_provider_thumbprint,
)

from .given import arn

GITHUB = "token.actions.githubusercontent.com"


@pytest.fixture
def acme(account: Account) -> Account:
    """GitHub's provider with one audience."""
    create_open_id_connect_provider(account, url=f"https://{GITHUB}", client_id_list=["sts.amazonaws.com"])
    return account


def test_a_provider_is_named_by_its_url_without_scheme(account: Account) -> None:
    provider = create_open_id_connect_provider(account, url="https://Idp.example:443/Tenant/")

    assert (provider.url, provider.arn) == ("Idp.example/Tenant/", arn("oidc-provider/Idp.example/Tenant/"))


@pytest.mark.parametrize("url", ["https://idp.example:8443", "https://idp.example/a/b", "https://idp.example/~x"])
def test_other_urls_stay_as_they_are(account: Account, url: str) -> None:
    assert f"https://{create_open_id_connect_provider(account, url=url).url}" == url


@pytest.mark.parametrize(
    "url",
    [
        "http://idp.example",
        "idp.example",
        "https://",
        "https:///x",
        "https://:443",
        "https://idp.example?x=1",
        "https://idp.example/#x",
        "https://user@idp.example",
        "https://idp.example/a b",
        "https://idp.exämple",
    ],
)
def test_what_tokens_cannot_name_is_refused(account: Account, url: str) -> None:
    with pytest.raises(InvalidInput):
        create_open_id_connect_provider(account, url=url)


def test_a_url_has_255_characters_at_most(account: Account) -> None:
    create_open_id_connect_provider(account, url="https://" + "x" * 247)

    with pytest.raises(ValidationError, match="at 'url'"):
        create_open_id_connect_provider(account, url="https://" + "x" * 248)


def test_a_url_is_taken_once(acme: Account) -> None:
    with pytest.raises(EntityAlreadyExists, match=f"Provider with url https://{GITHUB} already exists") as raised:
        create_open_id_connect_provider(acme, url=f"https://{GITHUB}")
    assert raised.value.hints == (f"see it with `iamctl provider oidc get {GITHUB}`",)

    with pytest.raises(EntityAlreadyExists) as raised:
        create_open_id_connect_provider(acme, url=f"https://{GITHUB.upper()}")
    assert "differs only in case" in raised.value.hints[0]


def test_a_provider_is_found_by_arn_and_url(acme: Account) -> None:
    (provider,) = list_open_id_connect_providers(acme)

    for text in (provider.arn, GITHUB, f"https://{GITHUB}"):
        assert get_open_id_connect_provider(acme, open_id_connect_provider_arn=text) == provider


def test_client_ids_come_and_go_once(acme: Account) -> None:
    for client_id in ("x", "x"):
        add_client_id_to_open_id_connect_provider(acme, open_id_connect_provider_arn=GITHUB, client_id=client_id)
    provider = get_open_id_connect_provider(acme, open_id_connect_provider_arn=GITHUB)
    assert provider.client_ids == ("sts.amazonaws.com", "x")

    for client_id in ("x", "x", "never"):
        remove_client_id_from_open_id_connect_provider(acme, open_id_connect_provider_arn=GITHUB, client_id=client_id)
    provider = get_open_id_connect_provider(acme, open_id_connect_provider_arn=GITHUB)
    assert provider.client_ids == ("sts.amazonaws.com",)


def test_a_provider_has_100_client_ids_at_most(account: Account) -> None:
    ids = [f"id{number}" for number in range(100)]
    create_open_id_connect_provider(account, url=f"https://{GITHUB}", client_id_list=[*ids, "id0"])

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100"):
        add_client_id_to_open_id_connect_provider(account, open_id_connect_provider_arn=GITHUB, client_id="more")


def test_thumbprints_are_replaced_whole_and_kept_in_lower_case(acme: Account) -> None:
    listed = ["A" * 40, "B" * 40, "a" * 40]

    provider = update_open_id_connect_provider_thumbprint(
        acme, open_id_connect_provider_arn=GITHUB, thumbprint_list=listed
    )

    assert provider.thumbprints == ("a" * 40, "b" * 40, "a" * 40)


def test_one_to_five_thumbprints_are_taken(acme: Account) -> None:
    for listed, error in (([], InvalidInput), (["a" * 40] * 6, InvalidInput), (["a" * 39], ValidationError)):
        with pytest.raises(error):
            update_open_id_connect_provider_thumbprint(
                acme, open_id_connect_provider_arn=GITHUB, thumbprint_list=listed
            )
    with pytest.raises(InvalidInput, match="must contain fewer than 5 entries"):
        create_open_id_connect_provider(acme, url="https://other.example", thumbprint_list=["a" * 40] * 6)


def test_a_deleted_provider_is_gone(acme: Account) -> None:
    delete_open_id_connect_provider(acme, open_id_connect_provider_arn=GITHUB)

    with pytest.raises(NoSuchEntity, match=f"OpenIDConnect Provider not found for arn {GITHUB}"):
        delete_open_id_connect_provider(acme, open_id_connect_provider_arn=GITHUB)


def test_the_account_holds_as_many_providers_as_its_quota(account: Account) -> None:
    account.settings_shelf.put(replace(account.settings, quotas=(("OpenIdConnectProvidersPerAccount", 0),)))

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for OpenIdConnectProvidersPerAccount: 0"):
        create_open_id_connect_provider(account, url="https://idp.example")


def test_kept_keys_are_those_that_tokens_can_be_verified_with(acme: Account) -> None:
    key = {"kty": "RSA", "kid": "1", "n": "AQAB", "e": "AQAB", "use": "sig", "x5t": "AA"}
    kept = key_set_of(json.dumps({"keys": [key, {"kty": "OKP", "kid": "2", "x": "AA"}]}), "jwks.json")

    set_open_id_connect_provider_keys(acme, open_id_connect_provider_arn=GITHUB, json_web_key_set=kept)

    shown = get_open_id_connect_provider(acme, open_id_connect_provider_arn=GITHUB).jwks
    assert shown is not None
    assert shown.tree == {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "n": "AQAB", "e": "AQAB"}]}
    changed = set_open_id_connect_provider_keys(acme, open_id_connect_provider_arn=GITHUB, json_web_key_set=None)
    assert changed.jwks is None
