"""Assertions encrypted for a service provider, for the tests."""

from __future__ import annotations

import os
from base64 import b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree

from .identity_provider import DS, SAML

XENC = "http://www.w3.org/2001/04/xmlenc#"
XENC11 = "http://www.w3.org/2009/xmlenc11#"
AES = {
    f"{XENC}aes128-cbc": 16,
    f"{XENC}aes256-cbc": 32,
    f"{XENC11}aes128-gcm": 16,
    f"{XENC11}aes256-gcm": 32,
}
SHA256 = f"{XENC}sha256"
MGF1_SHA256 = f"{XENC11}mgf1sha256"
OAEP_MGF1P, OAEP_11, RSA_15 = f"{XENC}rsa-oaep-mgf1p", f"{XENC11}rsa-oaep", f"{XENC}rsa-1_5"


def encrypted(
    assertion: etree._Element | bytes,
    key: RSAPublicKey,
    *,
    algorithm: str = f"{XENC11}aes256-gcm",
    transport: str = OAEP_MGF1P,
    digest: str | None = None,
    mask: str | None = None,
) -> etree._Element:
    """The EncryptedAssertion; of bytes, whatever they are."""
    session_key = os.urandom(AES[algorithm])
    text = assertion if isinstance(assertion, bytes) else etree.tostring(assertion)
    sealed = gcm(session_key, text) if algorithm.endswith("gcm") else cbc(session_key, text)
    padding = OAEP(
        mgf=MGF1(hashes.SHA256() if mask == MGF1_SHA256 else hashes.SHA1()),
        algorithm=hashes.SHA256() if digest == SHA256 else hashes.SHA1(),
        label=None,
    )
    wrapped = key.encrypt(session_key, PKCS1v15() if transport == RSA_15 else padding)
    said = f'<ds:DigestMethod xmlns:ds="{DS}" Algorithm="{digest}"/>' if digest else ""
    said += f'<e11:MGF xmlns:e11="{XENC11}" Algorithm="{mask}"/>' if mask else ""
    return etree.fromstring(
        f'<saml:EncryptedAssertion xmlns:saml="{SAML}"><e:EncryptedData xmlns:e="{XENC}" Type="{XENC}Element">'
        f'<e:EncryptionMethod Algorithm="{algorithm}"/><ds:KeyInfo xmlns:ds="{DS}"><e:EncryptedKey>'
        f'<e:EncryptionMethod Algorithm="{transport}">{said}</e:EncryptionMethod><e:CipherData><e:CipherValue>'
        f"{b64encode(wrapped).decode()}</e:CipherValue></e:CipherData></e:EncryptedKey></ds:KeyInfo>"
        f"<e:CipherData><e:CipherValue>{b64encode(sealed).decode()}</e:CipherValue></e:CipherData>"
        "</e:EncryptedData></saml:EncryptedAssertion>"
    )


def gcm(key: bytes, text: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, text, None)


def cbc(key: bytes, text: bytes) -> bytes:
    iv, fill = os.urandom(16), 16 - len(text) % 16
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return iv + encryptor.update(text + os.urandom(fill - 1) + bytes([fill])) + encryptor.finalize()
