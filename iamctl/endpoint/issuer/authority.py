"""TLS for a provider for tests: an authority of its own, and a certificate for this machine's loopback names."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_VALID = timedelta(days=30)


class Tls(NamedTuple):
    """Files, PEM, which are there for as long as the provider is.

    Attributes:
        authority: the text of the authority's certificate, for who is to trust the provider.
    """

    certificate: Path
    key: Path
    authority: str


@contextmanager
def tls_for(address: str, now: datetime) -> Iterator[Tls]:
    """A certificate for the address and for `localhost`, in a folder that only this user reads; gone at the end.

    The authority's key is never written: it vouches for this one certificate.
    """
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name("iamctl for tests only: authority")
    begin = now - timedelta(minutes=5)
    root = _builder(root_name, root_name, root_key, begin)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    root = root.add_extension(_usage(signs_certificates=True), critical=True)
    root = root.add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), critical=False)
    leaf = _builder(_name("iamctl for tests only"), root_name, key, begin)
    names = [x509.IPAddress(ip_address(address)), x509.DNSName("localhost")]
    leaf = leaf.add_extension(x509.SubjectAlternativeName(names), critical=False)
    leaf = leaf.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    leaf = leaf.add_extension(_usage(signs_certificates=False), critical=True)
    leaf = leaf.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    whose = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    leaf = leaf.add_extension(whose, critical=False)
    authority = root.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()
    certificate = leaf.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM)
    with TemporaryDirectory(prefix="iamctl-issuer-") as folder:
        tls = Tls(Path(folder) / "certificate.pem", Path(folder) / "key.pem", authority)
        tls.certificate.write_bytes(certificate)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(tls.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(private)
        yield tls


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, begin: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(begin).not_valid_after(begin + _VALID)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
