"""The signature of a token, by joserfc: RSASSA-PKCS1-v1_5 and ECDSA with SHA-256, 384 and 512, nothing else.

Source: https://jose.authlib.org/en/guide/jws/
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from iamctl.errors import InvalidIdentityToken, MachineError
from iamctl.federation.oidc.keys import CURVES, LEAST_RSA_BITS, MOST_RSA_BITS, SigningKey, no_key
from iamctl.federation.oidc.token import ALGORITHMS, MOST

if TYPE_CHECKING:
    from iamctl.federation.oidc.token import Token

NOT_VALIDATED = (
    "The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for "
    "requirements."
)
_CURVE_OF = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
_LARGEST_EXPONENT = 2**32


def missing_federation(cause: ImportError) -> MachineError:
    """What to say where `iamctl[federation]` is not installed."""
    return MachineError(
        f"Tokens are verified by {cause.name or 'a library'}, which is not installed.",
        hint="pip install 'iamctl[federation]'",
    )


def check_signature(token: Token, key: SigningKey) -> None:
    """That the token was signed with the private half of this key.

    Raises:
        InvalidIdentityToken: it was not, or the key cannot be one of this algorithm.
        MachineError: joserfc is not installed.
    """
    try:
        from joserfc import jws  # 60 ms that only a token pays
        from joserfc.errors import JoseError
    except ImportError as error:
        raise missing_federation(error) from None
    public = _public_key(key, token.algorithm)
    registry = jws.JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    # Its own limits are lower than STS's: 512 bytes of header. The token's length is bounded already.
    registry.max_header_length = registry.max_payload_length = registry.max_signature_length = MOST
    try:
        jws.deserialize_compact(token.text.reveal(), public, registry=registry)
    except (JoseError, ValueError) as error:
        reason = "the signature is not of this key, or the token was changed after it was signed"
        if type(error).__name__ != "BadSignatureError":
            reason = f"the signature cannot be checked with key {key.key_id[:100]!r}"
        raise InvalidIdentityToken(NOT_VALIDATED, hint=reason) from None


def _public_key(key: SigningKey, algorithm: str) -> Any:
    """joserfc's key of these numbers.

    Raises:
        InvalidIdentityToken: they are no key, or none for this algorithm.
    """
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, RSAKey

    name = f"key {key.key_id[:100]!r}"
    _check_numbers(key, algorithm)
    try:
        kind = RSAKey if key.key_type == "RSA" else ECKey
        public: Any = kind.import_key({"kty": key.key_type, **key.parameters})
    except (JoseError, ValueError, KeyError, TypeError):
        raise no_key(f"{name} is no {key.key_type} key") from None
    if key.certificate is not None and not _is_certificate_of(key.certificate, public.public_key):
        raise no_key(f"the certificate beside {name} is not of that key")
    return public


def _check_numbers(key: SigningKey, algorithm: str) -> None:
    """That the key is large enough to be trusted and small enough to be computed with."""
    if key.key_type == "EC":
        curve = key.parameters["crv"]
        if curve != _CURVE_OF[algorithm]:
            raise no_key(f"key {key.key_id[:100]!r} is on {curve} and the token's alg is {algorithm}")
        sizes = {len(_number(key, axis)) for axis in ("x", "y")}
        if sizes != {CURVES[curve]}:
            raise no_key(f"the coordinates of key {key.key_id[:100]!r} are not {CURVES[curve]} bytes long")
        return
    bits = int.from_bytes(_number(key, "n")).bit_length()
    if not LEAST_RSA_BITS <= bits <= MOST_RSA_BITS:
        raise no_key(f"key {key.key_id[:100]!r} has {bits} bits; {LEAST_RSA_BITS}-{MOST_RSA_BITS} are taken")
    exponent = int.from_bytes(_number(key, "e"))
    if not 3 <= exponent < _LARGEST_EXPONENT or exponent % 2 == 0:
        raise no_key(f"the exponent of key {key.key_id[:100]!r} is none")


def _number(key: SigningKey, name: str) -> bytes:
    text = key.parameters[name]
    try:
        return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise no_key(f"{name} of key {key.key_id[:100]!r} is not base64url") from None


def _is_certificate_of(certificate: str, public: Any) -> bool:
    from cryptography.x509 import load_der_x509_certificate

    try:
        found = load_der_x509_certificate(b64decode(certificate, validate=True)).public_key()
    except (ValueError, TypeError):
        return False
    return bool(found == public)
