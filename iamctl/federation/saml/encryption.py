"""Encrypted assertions: the session key in RSA-OAEP, the assertion in AES, 128 or 256 bits, CBC or GCM.

Every cryptographic step is one of `cryptography`'s; what stands here reads XML Encryption's elements and takes its
padding off. RSA PKCS #1 v1.5 is refused: who may ask often enough decrypts with it. All failures are one and say
nothing of where it went wrong, and an assertion counts only after its signature was verified, however it was wrapped.

Sources: https://www.w3.org/TR/xmlenc-core1/
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html
"""

from __future__ import annotations

import binascii
from contextlib import suppress
from typing import TYPE_CHECKING

from iamctl.errors import InvalidIdentityToken, InvalidInput
from iamctl.federation.saml.markup import ENCRYPTION, SIGNATURE, in_context, malformed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptography.hazmat.primitives.asymmetric.padding import OAEP
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import HashAlgorithm
    from lxml.etree import _Element

    from iamctl.model.secret import Secret

_ENC11 = "http://www.w3.org/2009/xmlenc11#"
_ENC = "http://www.w3.org/2001/04/xmlenc#"
CIPHERS = {
    f"{_ENC}aes128-cbc": ("CBC", 16),
    f"{_ENC}aes256-cbc": ("CBC", 32),
    f"{_ENC11}aes128-gcm": ("GCM", 16),
    f"{_ENC11}aes256-gcm": ("GCM", 32),
}
_OAEP_MGF1_SHA1 = f"{_ENC}rsa-oaep-mgf1p"
_OAEP = f"{_ENC11}rsa-oaep"
_DIGESTS = {
    "http://www.w3.org/2000/09/xmldsig#sha1": "SHA1",
    f"{_ENC}sha256": "SHA256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "SHA384",
    f"{_ENC}sha512": "SHA512",
}
_MGF = {
    f"{_ENC11}mgf1sha1": "SHA1",
    f"{_ENC11}mgf1sha256": "SHA256",
    f"{_ENC11}mgf1sha384": "SHA384",
    f"{_ENC11}mgf1sha512": "SHA512",
}
_BLOCK, _NONCE, _TAG = 16, 12, 16
_MOST_KEYS = 5
_LEAST_BITS = 2048


def decrypted(encrypted: _Element, private_keys: Sequence[Secret]) -> _Element:
    """The assertion in an EncryptedAssertion, its namespaces those of the place where it stood. It is not verified.

    Args:
        private_keys: PEM, the newest first.

    Raises:
        InvalidIdentityToken: no key opens it, or its encryption is none that is taken.
    """
    data = encrypted.find(f"{ENCRYPTION}EncryptedData")
    if data is None:
        raise malformed("the EncryptedAssertion has no EncryptedData")
    mode, length = _cipher_of(data)
    if not private_keys:
        hint = "give the provider its private key with `iamctl provider saml update PROVIDER --add-private-key FILE`"
        raise InvalidIdentityToken("Unable to decrypt assertion", hint=["the provider has no private key", hint])
    sealed = _cipher_value(data)
    for session_key in _session_keys(encrypted, private_keys):
        text = _opened(mode, session_key, sealed) if len(session_key) == length else None
        with suppress(InvalidIdentityToken):  # what opens to no XML is told from what does not open by nobody
            if text is not None:
                return in_context(text, dict(encrypted.nsmap))
    raise InvalidIdentityToken("Unable to decrypt assertion", hint="none of the provider's private keys opens it")


def check_private_key(pem: Secret) -> None:
    """Hold a provider's private key against what decrypting asks of it.

    Raises:
        InvalidInput: it is no unencrypted RSA key in PEM of 2048 bits or more.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem.reveal().encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # what they say could quote the key
        reason = "it is no private key in PEM, or a passphrase protects it"
        raise InvalidInput("Could not parse the private key", hint=reason) from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < _LEAST_BITS:
        raise InvalidInput("Could not parse the private key", hint=f"it has to be RSA of {_LEAST_BITS} bits or more")


def _cipher_of(data: _Element) -> tuple[str, int]:
    method = data.find(f"{ENCRYPTION}EncryptionMethod")
    algorithm = "" if method is None else method.get("Algorithm", "")
    if algorithm not in CIPHERS:
        raise malformed(f"the encryption {algorithm!r} is not taken; AES of 128 or 256 bits in CBC or GCM is")
    return CIPHERS[algorithm]


def _session_keys(encrypted: _Element, private_keys: Sequence[Secret]) -> Iterator[bytes]:
    """What each of our keys makes of each wrapped key; most are made by no one that fits and raise nothing."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    wrapped = [(_oaep_of(each), _cipher_value(each)) for each in encrypted.iter(f"{ENCRYPTION}EncryptedKey")]
    if not 0 < len(wrapped) <= _MOST_KEYS:
        raise malformed(f"an EncryptedAssertion has one to {_MOST_KEYS} EncryptedKeys")
    for pem in private_keys:
        # It was checked when it was added; checking a key of 4096 bits again costs more than all the rest.
        key = load_pem_private_key(pem.reveal().encode(), password=None, unsafe_skip_rsa_key_validation=True)
        for padding, value in wrapped:
            if (session_key := _unwrapped(key, padding, value)) is not None:  # type: ignore[arg-type]
                yield session_key


def _unwrapped(key: RSAPrivateKey, padding: OAEP, value: bytes) -> bytes | None:
    try:
        return key.decrypt(value, padding)
    except ValueError:
        return None


def _oaep_of(encrypted_key: _Element) -> OAEP:
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP

    method = encrypted_key.find(f"{ENCRYPTION}EncryptionMethod")
    algorithm = "" if method is None else method.get("Algorithm", "")
    if method is None or algorithm not in (_OAEP_MGF1_SHA1, _OAEP):
        raise malformed(f"the key encryption {algorithm!r} is not taken; RSA-OAEP is")
    if method.find(f"{ENCRYPTION}OAEPparams") is not None:
        raise malformed("RSA-OAEP with a label is not taken")
    digest = _chosen(method, f"{SIGNATURE}DigestMethod", _DIGESTS)
    mask = "SHA1" if algorithm == _OAEP_MGF1_SHA1 else _chosen(method, f"{{{_ENC11}}}MGF", _MGF)
    return OAEP(mgf=MGF1(_hash(mask)), algorithm=_hash(digest), label=None)


def _chosen(method: _Element, name: str, table: dict[str, str]) -> str:
    element = method.find(name)
    if element is None:
        return "SHA1"  # XML Encryption's default for both
    algorithm = element.get("Algorithm", "")
    if algorithm not in table:
        raise malformed(f"RSA-OAEP with {algorithm!r} is not taken")
    return table[algorithm]


def _hash(name: str) -> HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    algorithm: HashAlgorithm = getattr(hashes, name)()
    return algorithm


def _cipher_value(element: _Element) -> bytes:
    value = element.findtext(f"{ENCRYPTION}CipherData/{ENCRYPTION}CipherValue")
    if value is None:
        raise malformed("what is encrypted stands elsewhere than in a CipherValue of the response")
    try:
        return binascii.a2b_base64("".join(value.split()), strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise malformed("a CipherValue is not base64") from error


def _opened(mode: str, key: bytes, sealed: bytes) -> bytes | None:
    if mode == "GCM":
        return _opened_gcm(key, sealed)
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    if len(sealed) < 2 * _BLOCK or len(sealed) % _BLOCK:
        return None
    decryptor = Cipher(AES(key), CBC(sealed[:_BLOCK])).decryptor()
    padded = decryptor.update(sealed[_BLOCK:]) + decryptor.finalize()
    filling = padded[-1]  # of XML Encryption's padding only the last byte means something
    return padded[:-filling] if 1 <= filling <= _BLOCK else None


def _opened_gcm(key: bytes, sealed: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(sealed) < _NONCE + _TAG:
        return None
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except InvalidTag:
        return None
