"""OpenID Connect providers as records: client ids and thumbprints."""

from __future__ import annotations

import json

import pytest

from cli.conftest import ACCOUNT_ID, Shell

HOST = "token.actions.githubusercontent.com"
ARN = f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/{HOST}"
THUMBPRINT = "6938fd4d98bab03faadb97b34396831e3780aea1"


@pytest.fixture
def github(acme: Shell) -> Shell:
    """The provider of GitHub's pipelines."""
    words = ("--client-id", "sts.amazonaws.com", "--thumbprint", THUMBPRINT.upper(), "--tag", "team=core")
    assert acme("provider", "oidc", "create", f"https://{HOST}", *words).lines == [ARN]
    return acme


@pytest.mark.parametrize("named", [HOST, f"https://{HOST}", ARN])
def test_a_provider_is_found_by_url_and_arn(github: Shell, named: str) -> None:
    shown = github("provider", "oidc", "get", named, "--json").json

    assert list(shown) == ["Url", "ClientIDList", "ThumbprintList", "CreateDate", "Tags"]
    assert (shown["Url"], shown["ClientIDList"]) == (HOST, ["sts.amazonaws.com"])
    assert shown["ThumbprintList"] == [THUMBPRINT]


def test_json_names_the_arn_as_create_open_id_connect_provider_does(acme: Shell) -> None:
    made = acme("provider", "oidc", "create", f"https://{HOST}", "--tag", "a=b", "--json").json

    assert made == {"OpenIDConnectProviderArn": ARN, "Tags": [{"Key": "a", "Value": "b"}]}


def test_options_have_the_names_of_the_apis_members_too(acme: Shell) -> None:
    words = ("--client-id-list", "a", "--thumbprint-list", THUMBPRINT)
    acme("provider", "oidc", "create", f"https://{HOST}", *words)
    acme("provider", "oidc", "update", HOST, "--thumbprint-list", "b" * 40)

    shown = acme("provider", "oidc", "get", HOST, "--json").json
    assert (shown["ClientIDList"], shown["ThumbprintList"]) == (["a"], ["b" * 40])


def test_a_list_has_what_list_open_id_connect_providers_has(github: Shell) -> None:
    assert github("provider", "oidc", "list", "--json").json == {"OpenIDConnectProviderList": [{"Arn": ARN}]}


def test_an_empty_list_says_so(acme: Shell) -> None:
    assert f"no OpenID Connect providers in account {ACCOUNT_ID}" in acme("provider", "oidc", "list").err


@pytest.mark.parametrize("url", [HOST, "http://idp.example.com", "https://idp.example.com?x=y", "https://"])
def test_a_url_that_no_token_can_name_is_refused(acme: Shell, url: str) -> None:
    assert acme("provider", "oidc", "create", url).status == 6


def test_one_that_exists_is_left_as_it_is(github: Shell) -> None:
    again = ("provider", "oidc", "create", f"https://{HOST}:443", "--client-id", "other")

    assert github(*again).status == 5
    assert github(*again, "--if-not-exists").lines == [ARN]
    assert github("provider", "oidc", "get", HOST, "--json").json["ClientIDList"] == ["sts.amazonaws.com"]


def test_client_ids_and_thumbprints_change_together(github: Shell) -> None:
    other = "0" * 40
    words = ("--add-client-id", "a", "--add-client-id", "b", "--remove-client-id", "sts.amazonaws.com")
    outcome = github("provider", "oidc", "update", HOST, *words, "--thumbprint", other)

    shown = github("provider", "oidc", "get", HOST, "--json").json
    assert outcome.lines == [ARN]
    assert (shown["ClientIDList"], shown["ThumbprintList"]) == (["a", "b"], [other])


def test_a_mistake_in_one_part_of_an_update_changes_no_part(github: Shell) -> None:
    assert github("provider", "oidc", "update", HOST, "--add-client-id", "a", "--thumbprint", "short").status == 6

    assert github("provider", "oidc", "get", HOST, "--json").json["ClientIDList"] == ["sts.amazonaws.com"]


def test_an_update_of_nothing_is_refused(github: Shell) -> None:
    assert github("provider", "oidc", "update", HOST).status == 2


def test_deleting_what_is_gone_can_be_fine(github: Shell) -> None:
    assert github("provider", "oidc", "delete", f"https://{HOST}").status == 0
    assert github("provider", "oidc", "delete", HOST).status == 4
    assert github("provider", "oidc", "delete", HOST, "--ignore-missing").status == 0


KEY = {
    "kty": "EC",
    "kid": "2026-09",
    "use": "sig",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}


def key_set(*keys: dict[str, object]) -> str:
    return json.dumps({"keys": keys})


def test_keys_are_kept_in_the_providers_file_and_shown(acme: Shell) -> None:
    acme("provider", "oidc", "create", "https://idp.example.com", "--jwks", key_set({**KEY, "made": 1}))

    assert acme("provider", "oidc", "get", "idp.example.com", "--json").json["JsonWebKeySet"] == {"keys": [KEY]}


def test_kept_keys_are_replaced_and_taken_out(github: Shell) -> None:
    for name in ("a", "b"):
        given = key_set({**KEY, "kid": name})
        assert github("provider", "oidc", "update", HOST, "--jwks", given).status == 0
    assert github("provider", "oidc", "get", HOST, "--query", "JsonWebKeySet.keys[].kid").lines == ["b"]

    assert github("provider", "oidc", "update", HOST, "--remove-jwks").status == 0
    assert "JsonWebKeySet" not in github("provider", "oidc", "get", HOST, "--json").json


def test_a_private_key_does_not_get_into_the_account(acme: Shell) -> None:
    refused = acme("provider", "oidc", "create", "https://idp.example.com", "--jwks", key_set({**KEY, "d": "c2VjcmV0"}))

    assert refused.status == 6
    assert "Key 1 of --jwks is not public: it has d." in refused.err
    assert "c2VjcmV0" not in refused.err
    assert acme("provider", "oidc", "get", "idp.example.com").status == 4


def test_keys_are_not_given_and_taken_out_at_once(github: Shell) -> None:
    assert github("provider", "oidc", "update", HOST, "--jwks", key_set(KEY), "--remove-jwks").status == 2
