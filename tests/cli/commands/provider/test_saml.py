"""SAML providers as records: their metadata in and out."""

from __future__ import annotations

import io
import sys
from pathlib import Path
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


@pytest.fixture
def key_file(acme: Shell) -> str:
    """A file with a new RSA key in PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    pem = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    Path("sp-key.pem").write_bytes(pem)
    return "sp-key.pem"


def test_a_private_key_goes_to_the_vault_alone(acme: Shell, key_file: str, home: Path) -> None:
    made = acme("provider", "saml", "create", "Okta", *FILE, "--add-private-key", key_file)
    assert made.status == 0

    [key] = acme("provider", "saml", "get", "Okta", "--json").json["PrivateKeyList"]
    told = made.out + made.err + acme("history", "list", "--json").out
    everything = "".join(path.read_text("latin-1") for path in home.rglob("*") if path.is_file())

    assert list(key) == ["KeyId", "Timestamp"]
    assert list(home.rglob(f"saml-private-key.{key['KeyId']}"))
    assert Path(key_file).read_text().splitlines()[5] not in everything + told


def test_keys_are_added_and_removed_and_at_most_two(okta: Shell, key_file: str) -> None:
    update = ("provider", "saml", "update", "Okta")
    for _ in range(2):
        assert okta(*update, "--add-private-key", key_file, "--assertion-encryption-mode", "Required").status == 0
    third = okta(*update, "--add-private-key", key_file)
    shown = okta("provider", "saml", "get", "Okta", "--json").json
    old = shown["PrivateKeyList"][1]["KeyId"]

    assert third.status == 5
    assert "at most" not in third.err
    assert f"--remove-private-key {old}" in third.err
    assert shown["AssertionEncryptionMode"] == "Required"
    assert okta(*update, "--remove-private-key", old, "--add-private-key", key_file).status == 0
    assert old not in str(okta("provider", "saml", "get", "Okta", "--json").json["PrivateKeyList"])
    assert okta(*update, "--remove-private-key", old).status == 4


def test_an_encryption_mode_needs_a_key_and_is_one_of_two(okta: Shell, key_file: str) -> None:
    update = ("provider", "saml", "update", "Okta", "--assertion-encryption-mode")

    assert "--add-private-key FILE" in okta(*update, "Allowed").err
    assert okta(*update, "Sometimes", "--add-private-key", key_file).status == 6


def test_what_is_no_private_key_is_refused_without_being_quoted(okta: Shell) -> None:
    refused = okta("provider", "saml", "update", "Okta", "--add-private-key", "idp-metadata.xml")

    assert refused.status == 6
    assert "Could not parse the private key" in refused.err
    assert "EntityDescriptor" not in refused.err


def test_strictness_is_kept_shown_and_taken_back(acme: Shell) -> None:
    acme("provider", "saml", "create", "Okta", *FILE, "--strict")
    assert acme("provider", "saml", "get", "Okta", "--json").json["Verification"] == "Strict"

    acme("provider", "saml", "update", "Okta", "--allow-sha1")
    shown = acme("provider", "saml", "get", "Okta", "--json").json
    assert (shown["Verification"], shown["SHA1Signatures"]) == ("Strict", "Allowed")

    acme("provider", "saml", "update", "Okta", "--no-strict", "--no-allow-sha1")
    assert "Verification" not in acme("provider", "saml", "get", "Okta", "--json").json


def test_an_update_of_nothing_is_refused(okta: Shell) -> None:
    assert okta("provider", "saml", "update", "Okta").status == 2


def test_stdin_gives_the_metadata_or_the_key(okta: Shell) -> None:
    update = ("provider", "saml", "update", "Okta")

    assert okta(*update, "--metadata", "-", "--add-private-key", "-").status == 2


def test_undo_brings_a_provider_back_without_the_keys_that_are_gone(okta: Shell, key_file: str) -> None:
    okta("provider", "saml", "update", "Okta", "--add-private-key", key_file)
    okta("provider", "saml", "delete", "Okta", "--yes")

    undone = okta("undo", "--yes")

    assert undone.status == 0, undone.err
    assert "private key" in undone.out + undone.err
    assert "PrivateKeyList" not in okta("provider", "saml", "get", "Okta", "--json").json
    assert okta("doctor").status == 0
