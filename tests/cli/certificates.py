"""Public keys and certificates for tests; their private halves are forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID


def ssh_public_key(bits: int = 2048, *, pem: bool = False) -> str:
    """A new RSA key, as `ssh-rsa` without a comment, or as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits).public_key()
    encoding, form = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    if pem:
        encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(encoding, form).decode()


def certificate(name: str, *, begin: datetime | None = None, days: int = 365) -> str:
    """A new self-signed certificate in PEM.

    Args:
        begin: from when on it is valid; None is since yesterday.
    """
    begin = begin or datetime.now(UTC) - timedelta(days=1)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM).decode()
