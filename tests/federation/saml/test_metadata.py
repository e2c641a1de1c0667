from __future__ import annotations

from base64 import b64decode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service.test_saml_providers import METADATA

from iamctl.errors import InvalidInput, ValidationError
from iamctl.federation.saml.metadata import SignOnService, check_metadata, read_metadata

from .identity_provider import metadata, signer


@given(st.text())
def test_any_text_is_taken_or_refused_in_aws_words(text: str) -> None:
    for document in (text, text + "x" * 1000, METADATA + text):
        with suppress(InvalidInput, ValidationError):
            check_metadata(document)


@given(start=st.integers(0, len(METADATA)), length=st.integers(0, 80), inserted=st.text(max_size=3))
def test_damaged_metadata_is_taken_or_refused_in_aws_words(start: int, length: int, inserted: str) -> None:
    damaged = METADATA[:start] + inserted + METADATA[start + length :]

    with suppress(InvalidInput, ValidationError):
        check_metadata(damaged)


def test_metadata_names_providers_keys_and_places_of_sign_on() -> None:
    first, second = signer(), signer("second")
    both = metadata(first, second, attributes='validUntil="2030-01-01T00:00:00Z"') + metadata(first, issuer="urn:other")
    text = (
        '<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" validUntil="2029-01-01T00:00:00Z">'
        f"{both}</md:EntitiesDescriptor>"
    )

    one, other = read_metadata(text)

    assert (one.entity_id, other.entity_id) == ("https://idp.example/saml", "urn:other")
    assert (len(one.certificates), len(other.certificates)) == (2, 1)
    assert one.valid_until == ("2029-01-01T00:00:00Z", "2030-01-01T00:00:00Z")
    assert other.sign_on_services == (SignOnService("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", "urn:other/sso"),)


def test_a_key_for_encryption_signs_nothing() -> None:
    text = metadata(signer(), signer("second")).replace('use="signing"', 'use="encryption"', 1)

    assert read_metadata(text)[0].certificates == (b64decode(signer("second").base64),)


def test_whether_requests_have_to_be_signed_is_read() -> None:
    plain = metadata(signer())

    assert not read_metadata(plain)[0].wants_signed_requests
    signed = plain.replace("<md:IDPSSODescriptor ", '<md:IDPSSODescriptor WantAuthnRequestsSigned="true" ')
    assert read_metadata(signed)[0].wants_signed_requests


def test_metadata_whose_only_certificate_cannot_be_read_is_refused() -> None:
    with pytest.raises(InvalidInput) as raised:
        check_metadata(metadata(signer()).replace(signer().base64, "MAMCAQA=") + " " * 1000)

    assert "certificate 1 of the metadata cannot be read" in raised.value.hints[0]


def test_very_deep_metadata_is_refused_before_it_is_read() -> None:
    with pytest.raises(InvalidInput) as raised:
        read_metadata("<a>" * 1_000_000)

    assert "more than 100 deep" in raised.value.hints[0]
