"""Encrypted assertions."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from lxml import etree

from iamctl.errors import IamError, InvalidIdentityToken, InvalidInput
from iamctl.federation.saml.encryption import check_private_key
from iamctl.federation.saml.verify import verify
from iamctl.model.secret import Secret

from .encrypting import AES, MGF1_SHA256, OAEP_11, RSA_15, SHA256, XENC, XENC11, encrypted
from .identity_provider import NOW, Said, enclose, packed, provider, sign, signer


def key(name: str = "service") -> Secret:
    return Secret(signer(name).private_pem.decode())


def public(name: str = "service") -> Any:
    return signer(name).key.public_key()


def signed() -> etree._Element:
    return sign(Said().element())


def refusal(text: bytes, keys: tuple[Secret, ...]) -> IamError:
    with pytest.raises(IamError) as raised:
        verify(text, provider(), now=NOW, private_keys=keys)
    return raised.value


@pytest.mark.parametrize("algorithm", AES)
def test_aes_of_128_and_256_bits_is_opened(algorithm: str) -> None:
    text = packed(enclose(encrypted(signed(), public(), algorithm=algorithm)))

    assert verify(text, provider(), now=NOW, private_keys=[key()]).subject == "kim"


@pytest.mark.parametrize(
    "how",
    [
        {"digest": SHA256},
        {"transport": OAEP_11},
        {"transport": OAEP_11, "digest": SHA256},
        {"transport": OAEP_11, "digest": SHA256, "mask": MGF1_SHA256},
    ],
)
def test_rsa_oaep_is_opened_with_the_hashes_it_names(how: dict[str, str]) -> None:
    text = packed(enclose(encrypted(signed(), public(), **how)))

    assert verify(text, provider(), now=NOW, private_keys=[key()]).subject == "kim"


def test_any_of_the_providers_keys_opens() -> None:
    text = packed(enclose(encrypted(signed(), public("old"))))

    assert verify(text, provider(), now=NOW, private_keys=[key("service"), key("old")]).subject == "kim"


def test_a_signed_response_may_hold_an_encrypted_assertion() -> None:
    text = packed(sign(enclose(encrypted(signed(), public()))))

    assert verify(text, provider(), now=NOW, private_keys=[key()]).subject == "kim"


def test_what_stands_in_the_response_alone_declares_names_for_the_assertion_too() -> None:
    bare = etree.tostring(signed()).replace(b' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"', b"", 1)
    text = packed(enclose(encrypted(bare, public())))

    assert verify(text, provider(), now=NOW, private_keys=[key()]).subject == "kim"


def test_a_required_encryption_refuses_an_assertion_in_clear() -> None:
    required = provider(assertion_encryption_mode="Required")

    with pytest.raises(InvalidIdentityToken, match="Assertion must be encrypted"):
        verify(packed(enclose(signed())), required, now=NOW, private_keys=[key()])

    text = packed(enclose(encrypted(signed(), public())))
    assert verify(text, required, now=NOW, private_keys=[key()]).subject == "kim"
    allowed = provider(assertion_encryption_mode="Allowed")
    assert verify(packed(enclose(signed())), allowed, now=NOW, private_keys=[key()]).subject == "kim"


def test_encryption_is_no_signature() -> None:
    unsigned = packed(enclose(encrypted(Said().element(), public())))
    by_a_stranger = packed(enclose(encrypted(sign(Said().element(), signer("stranger")), public())))

    assert "mandatory signature" in refusal(unsigned, (key(),)).message
    assert refusal(by_a_stranger, (key(),)).message == "Response signature invalid"


def test_without_a_private_key_the_next_step_is_told() -> None:
    error = refusal(packed(enclose(encrypted(signed(), public()))), ())

    assert error.message == "Unable to decrypt assertion"
    assert "--add-private-key FILE" in error.hints[1]


def altered(what: str, algorithm: str = f"{XENC11}aes256-gcm", at: int = -1) -> bytes:
    """A response with a byte of the wrapped key or of the assertion turned."""
    element = encrypted(signed(), public(), algorithm=algorithm)
    value = element.findall(f".//{{{XENC}}}CipherValue")[{"key": 0, "assertion": 1}[what]]
    raw = bytearray(b64decode(value.text or ""))
    raw[at] ^= 1
    value.text = b64encode(raw).decode()
    return packed(enclose(element))


def test_all_that_does_not_open_is_one_failure() -> None:
    wrong_key = refusal(packed(enclose(encrypted(signed(), public("other")))), (key(),))
    of_another_text = refusal(packed(enclose(encrypted(b"no XML", public()))), (key(),))
    two = refusal(packed(enclose(encrypted(b"<a/><b/>", public()))), (key(),))
    ways = [refusal(altered("key"), (key(),)), refusal(altered("assertion"), (key(),))]
    cbc = refusal(altered("assertion", f"{XENC}aes128-cbc", at=16), (key(),))

    said = {(type(each), each.message, each.hints) for each in (wrong_key, of_another_text, two, *ways, cbc)}

    assert said == {(InvalidIdentityToken, "Unable to decrypt assertion", wrong_key.hints)}


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 28, 31])
@pytest.mark.parametrize("algorithm", AES)
def test_what_is_cut_is_refused(algorithm: str, length: int) -> None:
    element = encrypted(signed(), public(), algorithm=algorithm)
    value = element.findall(f".//{{{XENC}}}CipherValue")[1]
    value.text = b64encode(b64decode(value.text or "")[:length]).decode()

    assert isinstance(refusal(packed(enclose(element)), (key(),)), InvalidIdentityToken)


def test_rsa_with_pkcs1_padding_is_refused() -> None:
    assert "RSA-OAEP is" in refusal(packed(enclose(encrypted(signed(), public(), transport=RSA_15))), (key(),)).hints[0]


def test_a_cipher_that_is_not_on_the_list_is_refused() -> None:
    element = encrypted(signed(), public())
    method = element.find(f".//{{{XENC}}}EncryptionMethod")
    assert method is not None
    method.set("Algorithm", f"{XENC}tripledes-cbc")

    assert "AES of 128 or 256 bits" in refusal(packed(enclose(element)), (key(),)).hints[0]


def test_a_cipher_text_is_fetched_from_nowhere() -> None:
    element = encrypted(signed(), public())
    data = element.findall(f".//{{{XENC}}}CipherData")[1]
    data.remove(data[0])
    etree.SubElement(data, f"{{{XENC}}}CipherReference", URI="http://127.0.0.1:1/")

    assert "elsewhere than in a CipherValue" in refusal(packed(enclose(element)), (key(),)).hints[0]


def test_very_many_wrapped_keys_are_refused() -> None:
    element = encrypted(signed(), public())
    wrapped = element.find(f".//{{{XENC}}}EncryptedKey")
    assert wrapped is not None
    for _ in range(10):
        element.append(etree.fromstring(etree.tostring(wrapped, with_tail=False)))

    assert "one to 5 EncryptedKeys" in refusal(packed(enclose(element)), (key(),)).hints[0]


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_private_key_is_refused_without_being_told(text: str) -> None:
    with pytest.raises(InvalidInput, match="Could not parse the private key") as raised:
        check_private_key(Secret(text))

    assert raised.value.__cause__ is None


def test_keys_of_other_kinds_and_lengths_are_refused() -> None:
    for name, kind in (("curve", "ec"), ("short", "rsa1024")):
        with pytest.raises(InvalidInput, match="Could not parse the private key") as raised:
            check_private_key(Secret(signer(name, kind=kind).private_pem.decode()))
        assert "RSA of 2048 bits" in raised.value.hints[0]


def test_a_key_behind_a_passphrase_is_refused() -> None:
    pem = signer("service").key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
    )

    with pytest.raises(InvalidInput, match="Could not parse the private key"):
        check_private_key(Secret(pem.decode()))
