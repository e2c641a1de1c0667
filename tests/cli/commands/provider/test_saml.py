"""SAML providers as records: their metadata in and out."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from cli import world
from cli.conftest import ACCOUNT_ID, Shell

OKTA = f"arn:aws:iam::{ACCOUNT_ID}:saml-provider/Okta"
FILE = ("--saml-metadata-document", "idp-metadata.xml")


@pytest.fixture
def okta(acme: Shell) -> Shell:
    """The SAML provider Okta."""
    assert acme("provider", "saml", "create", "Okta", *FILE, "--tag", "team=core").lines == [OKTA]
    return acme


@pytest.mark.parametrize("argument", ["-", world.METADATA, world.METADATA.replace("\n", " ")])
def test_metadata_is_stdin_or_the_text_itself_too(acme: Shell, argument: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(world.METADATA.encode()), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", stdin)

    assert acme("provider", "saml", "create", "Okta", "--saml-metadata-document", argument).status == 0


def test_json_names_the_arn_as_create_saml_provider_does(acme: Shell) -> None:
    assert acme("provider", "saml", "create", "Okta", *FILE, "--json").json == {"SAMLProviderArn": OKTA}


def test_metadata_comes_out_as_it_went_in(okta: Shell) -> None:
    shown = okta("provider", "saml", "get", "okta", "--json").json

    assert list(shown) == ["SAMLMetadataDocument", "CreateDate", "ValidUntil", "Tags"]
    assert shown["SAMLMetadataDocument"] == world.METADATA


def test_a_list_has_what_list_saml_providers_has(okta: Shell) -> None:
    [provider] = okta("provider", "saml", "list", "--json").json["SAMLProviderList"]

    assert list(provider) == ["Arn", "ValidUntil", "CreateDate"]
    assert okta("provider", "saml", "list", "-o", "name").lines == [OKTA]


def test_an_empty_list_says_so(acme: Shell) -> None:
    outcome = acme("provider", "saml", "list")

    assert (outcome.status, outcome.out) == (0, "")
    assert f"no SAML providers in account {ACCOUNT_ID}" in outcome.err


def test_one_that_exists_is_left_as_it_is(okta: Shell) -> None:
    assert okta("provider", "saml", "create", "okta", *FILE).status == 5
    assert okta("provider", "saml", "create", "okta", *FILE, "--if-not-exists").lines == [OKTA]


def test_metadata_is_replaced_by_metadata_only(okta: Shell) -> None:
    assert okta("provider", "saml", "update", OKTA, "--saml-metadata-document", "trust.json").status == 6

    other = world.METADATA.replace("acme.example", "okta.example")
    assert okta("provider", "saml", "update", OKTA, "--saml-metadata-document", other).lines == [OKTA]
    assert okta("provider", "saml", "get", "Okta", "--json").json["SAMLMetadataDocument"] == other


def test_deletion_leaves_the_roles_that_trust_it(okta: Shell) -> None:
    okta("role", "create", "Auditor", "--trust-saml", "Okta")

    assert okta("provider", "saml", "delete", "Okta").status == 0
    assert okta("provider", "saml", "delete", "Okta").status == 4
    assert okta("provider", "saml", "delete", "Okta", "--ignore-missing").status == 0
    [statement] = okta("role", "trust", "show", "Auditor").json["Statement"]
    assert statement["Principal"] == {"Federated": OKTA}
