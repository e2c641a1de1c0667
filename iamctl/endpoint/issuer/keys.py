"""The keys of a provider for tests: one that signs, those before it, and a stranger's that nobody publishes.

They are made when the provider starts and are gone with it. A certificate of each says that it is for tests.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from joserfc.jwk import RSAKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

NAME = "iamctl for tests only"
_BITS = 2048
_VALID = timedelta(days=30)


class SigningKey(NamedTuple):
    """A key in the forms that signers want.

    Attributes:
        jose: joserfc's key with its private half.
        certificate: self-signed, with the same key.
    """

    key_id: str
    jose: Any
    certificate: x509.Certificate

    @property
    def private_key(self) -> Any:
        """cryptography's key."""
        return self.jose.private_key

    @property
    def public_members(self) -> dict[str, Any]:
        """As a key set has it."""
        return {**self.jose.as_dict(private=False), "use": "sig", "alg": "RS256"}

    @property
    def certificate_text(self) -> str:
        """Base64 of DER, as metadata has it."""
        return b64encode(self.certificate.public_bytes(Encoding.DER)).decode()


class Keys:
    """What the provider signs with.

    Attributes:
        published: the signing key first, then those before it that are still published.
        stranger: nobody's that is published; a wrong signature is made with it.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._count = 0
        self.published: tuple[SigningKey, ...] = (self._made(),)
        self.stranger = self._made()

    @property
    def signing(self) -> SigningKey:
        return self.published[0]

    def rotate(self, *, keep: bool) -> SigningKey:
        """Sign with another key from now on.

        Args:
            keep: publish the key so far as well, so that what it signed is still taken.
        """
        before = self.published[:1] if keep else ()
        self.published = (self._made(), *before)
        return self.signing

    def _made(self) -> SigningKey:
        self._count += 1
        jose = RSAKey.generate_key(_BITS, {"kid": f"for-tests-{self._count}"}, private=True)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
        begin = self._now() - timedelta(minutes=5)
        private: Any = jose.private_key
        builder = x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(begin).not_valid_after(begin + _VALID)
        return SigningKey(str(jose.kid), jose, builder.sign(private, hashes.SHA256()))
