from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from iamctl.errors import EntityAlreadyExists, InvalidInput, LimitExceeded, NoSuchEntity, ValidationError
from iamctl.model.secret import Secret
from iamctl.service.account import Account
from iamctl.service.saml_providers import (
    create_saml_provider,
    delete_saml_provider,
    get_saml_provider,
    list_saml_providers,
    private_keys_of,
    set_saml_provider_verification,
    update_saml_provider,
)

from .given import arn

CERTIFICATE = (  # of examples/acme; the private key to it was thrown away
    "MIIDUjCCAjqgAwIBAgIUGhcTxoKfQQvYv20DU8hRmLGbrtswDQYJKoZIhvcNAQELBQAwMjEVMBMGA1UECgwMQWNtZSBFeGFtcGxl"
    "MRkwFwYDVQQDDBBpZHAuYWNtZS5leGFtcGxlMB4XDTI2MTEyNDIyMDE0OVoXDTM2MTEyMTIyMDE0OVowMjEVMBMGA1UECgwMQWNt"
    "ZSBFeGFtcGxlMRkwFwYDVQQDDBBpZHAuYWNtZS5leGFtcGxlMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzhhnNIS7"
    "arSGLvqqA3fxtP215PNEPIwYYt1J18sIqAnbB8nJu6sjCPrs4WDIGXx+tVqe+clTENyxiU8TR9TDG76Ee+2oJHcRexiRvEppAl48"
    "B7v7O6s3uIe1kkNsVO/+Rlq/bR2L33LYSutCNLQX7T/ISUUtC/OooPBp3qyqZmq/afH0fJ3PbFMsAsSGBMp8B5KKh9FP15pcjmgj"
    "RUjTGJTslib0tbXDM57rUE3k2vbto+LMAx9EfPZKxq/bVNhOZqeezDVOkN/ang8h0eYPB5G3rKfZvj5S7wPhBOkAy//BKgNPzZj4"
    "N7W0vEvA3C1pZXD7xqz8QLBcFy/80HLknQIDAQABo2AwXjAdBgNVHQ4EFgQUZ6sSlSluJrw02h8sR+/vsyjm6McwHwYDVR0jBBgw"
    "FoAUZ6sSlSluJrw02h8sR+/vsyjm6McwDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwDQYJKoZIhvcNAQELBQADggEBAE3c"
    "89owKFhHmVq6VfbqL3JOrPrFb5eMQKktFS7NpArA8tKsTOXavYzTKnh7s/wNo3IeCOFXiGlhscjzei7aBgKL9Ha5zmembXzdMF0F"
    "b3oNd6Fo/YIOJ1mFuT4miJQbAzdaMo3qpge9XPs82sz69utEpAPjeVJF5aaPC6RjVyG2+4PrBalhW91HsCdS8D5u47j8WzG7MWJE"
    "b4HcSvybsIs3c+ff2HtbUFw+DDslBaQGw9HYl7a42aWBO2E+Vv8wDWZVKOvfFsb58ULMVUIffgpQhGqfcxmXvpePgn1C2yPXapuN"
    "278Y3r5aucIxI7PH5KmjUMCL9GjmkXYB3yl9Y4U="
)
KEY = f"""
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo><ds:X509Data><ds:X509Certificate>
        {CERTIFICATE}
      </ds:X509Certificate></ds:X509Data></ds:KeyInfo>
    </md:KeyDescriptor>"""
NAMES = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
METADATA = f"""<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor {NAMES}
                     entityID="https://idp.example/saml">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{KEY}
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
"""


def test_a_provider_keeps_its_metadata_and_holds_for_a_hundred_years(account: Account) -> None:
    provider = create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)

    assert (provider.arn, provider.metadata_document) == (arn("saml-provider/Okta"), METADATA)
    assert provider.valid_until == datetime(2126, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_leap_day_without_a_successor_gives_the_first_of_march(account: Account) -> None:
    account.now = datetime(2000, 2, 29, tzinfo=UTC)

    provider = create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)

    assert provider.valid_until == datetime(2100, 3, 1, tzinfo=UTC)


def test_a_name_is_taken_whatever_its_case(account: Account) -> None:
    create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)

    with pytest.raises(EntityAlreadyExists, match=r"Provider with name okta already exists\."):
        create_saml_provider(account, name="okta", saml_metadata_document=METADATA)


def test_a_provider_is_found_by_arn_and_name(account: Account) -> None:
    provider = create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)

    assert get_saml_provider(account, saml_provider_arn=provider.arn) == provider
    assert get_saml_provider(account, saml_provider_arn="okta") == provider
    assert list_saml_providers(account) == [provider]


def test_metadata_is_replaced_whole(account: Account) -> None:
    create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)
    other = METADATA.replace("idp.example", "other.example")

    update_saml_provider(account, saml_provider_arn="Okta", saml_metadata_document=other)

    assert get_saml_provider(account, saml_provider_arn="Okta").metadata_document == other


def test_a_deleted_provider_is_gone(account: Account) -> None:
    create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)

    delete_saml_provider(account, saml_provider_arn=arn("saml-provider/Okta"))

    with pytest.raises(NoSuchEntity, match="Manifest not found for arn Okta"):
        delete_saml_provider(account, saml_provider_arn="Okta")


def idps(count: int, keys: int = 1) -> str:
    start, end = METADATA.index("  <md:IDPSSO"), METADATA.index("</md:EntityDescriptor>")
    return METADATA[:start] + METADATA[start:end].replace(KEY, KEY * keys) * count + METADATA[end:]


@pytest.mark.parametrize(
    "text",
    [METADATA.replace(' use="signing"', ""), idps(10), idps(1, keys=10), "\n" * 5 + METADATA.partition("?>\n")[2]],
    ids=["a key for every use", "ten providers", "ten keys", "no declaration"],
)
def test_metadata_that_describes_an_identity_provider_is_taken(account: Account, text: str) -> None:
    assert create_saml_provider(account, name="Okta", saml_metadata_document=text).metadata_document == text


def outside(text: str) -> str:
    """The metadata with the provider beside the entity and not in it."""
    text = text.replace(f"<md:EntityDescriptor {NAMES}", f"<md:EntitiesDescriptor {NAMES}><md:EntityDescriptor")
    text = text.replace("</md:EntityDescriptor>", "</md:EntitiesDescriptor>")
    return text.replace("<md:IDPSSO", "</md:EntityDescriptor><md:IDPSSO")


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
BROKEN: dict[str, tuple[Callable[[str], str], str]] = {
    "not XML": (lambda text: text.replace("</md:IDPSSODescriptor>", ""), "line 12, column 3: mismatched tag"),
    "a byte order mark": (lambda text: "\ufeff" + text, "byte order mark"),
    "entities": (lambda text: text.replace("?>", "?>" + BOMB, 1), "document type declaration"),
    "no descriptor": (lambda text: text.replace("md:EntityDescriptor", "md:Other"), "no EntityDescriptor"),
    "another name space": (lambda text: text.replace("SAML:2.0:metadata", "SAML:1.1"), "no EntityDescriptor"),
    "a service provider": (lambda text: text.replace("IDPSSO", "SPSSO"), "no identity provider"),
    "a provider outside an entity": (outside, "no identity provider"),
    "no key": (lambda text: text.replace(KEY, ""), "no certificate for signing"),
    "a key for encryption": (lambda text: text.replace('"signing"', '"encryption"'), "no certificate for signing"),
    "no base64": (lambda text: text.replace(CERTIFICATE, "!" * 800), "no certificate for signing"),
    "no DER": (lambda text: text.replace(CERTIFICATE, "A" * 800), "no certificate for signing"),
    "no certificate": (
        lambda text: text.replace(CERTIFICATE, "MIIC" + "A" * 800),
        "certificate 1 of the metadata cannot",
    ),
    "eleven providers": (lambda text: idps(11), "11 identity providers, at most 10"),
    "eleven keys": (lambda text: idps(1, keys=11), "more than 10 keys"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_other_metadata_is_refused_with_the_reason(account: Account, case: str) -> None:
    breaking, reason = BROKEN[case]
    assert breaking(METADATA + " " * 1000) != METADATA

    with pytest.raises(InvalidInput, match="Could not parse metadata") as raised:
        create_saml_provider(account, name="Okta", saml_metadata_document=breaking(METADATA + " " * 1000))

    assert reason in raised.value.hints[0]


def test_the_size_of_metadata_is_bounded(account: Account) -> None:
    for text, bound in (("<x/>", "greater than or equal to 1000"), ("x" * 10_000_001, "less than or equal to")):
        with pytest.raises(ValidationError, match=bound) as raised:
            create_saml_provider(account, name="Okta", saml_metadata_document=text)

        assert len(raised.value.message) < 200


def test_the_account_holds_as_many_providers_as_its_quota(account: Account) -> None:
    account.settings_shelf.put(replace(account.settings, quotas=(("SAMLProvidersPerAccount", 0),)))

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for SAMLProvidersPerAccount: 0"):
        create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)


def key_in_pem() -> Secret:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Secret(pem.decode())


def test_private_keys_are_given_back_the_newest_first(account: Account) -> None:
    old, new = key_in_pem(), key_in_pem()
    create_saml_provider(account, name="Okta", saml_metadata_document=METADATA, add_private_key=old)
    provider = update_saml_provider(account, saml_provider_arn="Okta", add_private_key=new)

    assert private_keys_of(account, provider) == [new, old]
    assert provider.metadata_document == METADATA
    assert all(re.fullmatch("[A-Z0-9]{22,64}", key.key_id) for key in provider.private_keys)


def test_a_third_private_key_is_refused_and_an_exchange_is_not(account: Account) -> None:
    create_saml_provider(account, name="Okta", saml_metadata_document=METADATA, add_private_key=key_in_pem())
    provider = update_saml_provider(account, saml_provider_arn="Okta", add_private_key=key_in_pem())
    oldest = provider.private_keys[1].key_id

    with pytest.raises(LimitExceeded, match="PrivateKeysPerSAMLProvider: 2"):
        update_saml_provider(account, saml_provider_arn="Okta", add_private_key=key_in_pem())
    changed = update_saml_provider(
        account, saml_provider_arn="Okta", add_private_key=key_in_pem(), remove_private_key=oldest
    )

    assert changed.private_keys[1:] == provider.private_keys[:1]
    with pytest.raises(NoSuchEntity, match=f"The private key with name {oldest} cannot be found"):
        update_saml_provider(account, saml_provider_arn="Okta", remove_private_key=oldest)


def test_an_encryption_mode_stands_on_a_private_key(account: Account) -> None:
    create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)

    with pytest.raises(InvalidInput, match="AssertionEncryptionMode Required needs a private key"):
        update_saml_provider(account, saml_provider_arn="Okta", assertion_encryption_mode="Required")
    with pytest.raises(ValidationError):
        update_saml_provider(account, saml_provider_arn="Okta", assertion_encryption_mode="required")

    provider = update_saml_provider(
        account, saml_provider_arn="Okta", assertion_encryption_mode="Required", add_private_key=key_in_pem()
    )
    assert provider.assertion_encryption_mode == "Required"
    with pytest.raises(InvalidInput, match="needs a private key"):
        update_saml_provider(account, saml_provider_arn="Okta", remove_private_key=provider.private_keys[0].key_id)


def test_verification_is_set_part_by_part(account: Account) -> None:
    create_saml_provider(account, name="Okta", saml_metadata_document=METADATA)

    set_saml_provider_verification(account, saml_provider_arn="Okta", verification="Strict")
    provider = set_saml_provider_verification(account, saml_provider_arn="Okta", sha1_signatures="Allowed")

    assert (provider.strict, provider.allow_sha1) == (True, True)
    with pytest.raises(ValidationError):
        set_saml_provider_verification(account, saml_provider_arn="Okta", verification="strict")
    provider = set_saml_provider_verification(account, saml_provider_arn="Okta", verification="AsAWS")
    assert (provider.strict, provider.allow_sha1) == (False, True)
