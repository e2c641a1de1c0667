"""ID tokens for tests: true ones, and ones with a fault that was asked for.

Every token says in the claim `for_tests` that it is none of a real provider's.

Source: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from joserfc import jws

from iamctl.endpoint.issuer.fault import EXPIRED, REPLAYED, TOO_LONG, Fault, refused, the_fault
from iamctl.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from iamctl.endpoint.issuer.keys import Keys, SigningKey

LIFETIME = 3600
"""Seconds."""
FOR_TESTS = "issued for tests by `iamctl federation issuer`; nobody has signed in"
FAULTS: dict[str, Fault] = {
    "expired": refused("it ended an hour ago", EXPIRED),
    "not-yet-valid": refused("it begins to hold in an hour"),
    "issued-in-the-future": refused("it was issued an hour from now"),
    "wrong-signature": refused("another's key signed it under the name of ours"),
    "unknown-key": refused("a key signed it that is not published"),
    "altered": refused("its subject was changed after it was signed"),
    "unsigned": refused("alg is none, and there is no signature"),
    "algorithm-swapped": refused("alg is HS256, and the public key is the secret"),
    "critical-header": refused("it has an extension that must be understood"),
    "wrong-issuer": refused("it is of another issuer"),
    "wrong-audience": refused("it is for another client"),
    "no-audience": refused("it has no aud"),
    "no-subject": refused("it has no sub"),
    "no-expiration": refused("it has no exp"),
    "too-long": refused("it has more than 20,000 characters", TOO_LONG),
    "no-token": refused("it is no JWT"),
    "odd-claims": Fault("it has claims of every shape, nested and in every script", None, None),
    REPLAYED: Fault("it is the one before once more, which STS does not look at", None, None),
}
_ELSEWHERE = "https://issuer.invalid"


class Tokens:
    """What makes tokens.

    Attributes:
        last: the one that was made last; None before.
    """

    def __init__(self, issuer: str, keys: Keys, now: Callable[[], datetime]) -> None:
        self.issuer = issuer
        self._keys = keys
        self._now = now
        self.last: str | None = None

    def minted(
        self, subject: str, audience: str, claims: Mapping[str, Any] | None = None, *, fault: str | None = None
    ) -> str:
        """A token.

        Args:
            claims: besides, or in the place of, those that every token has; None takes a claim out.
            fault: one of `FAULTS`.

        Raises:
            InvalidInput: there is no such fault, or no token to be replayed.
        """
        if fault is not None:
            the_fault(FAULTS, fault)
        if fault == REPLAYED:
            if self.last is None:
                raise InvalidInput("No token was issued yet that could be replayed.")
            return self.last
        at = int(self._now().timestamp())
        said: dict[str, Any] = {
            "iss": self.issuer,
            "sub": subject,
            "aud": audience,
            "iat": at,
            "exp": at + LIFETIME,
            "for_tests": FOR_TESTS,
            **(claims or {}),
        }
        said = {name: value for name, value in said.items() if value is not None}
        if fault in _CLAIMS:
            said = _CLAIMS[fault](said, at)
        make = _FORGERIES.get(fault or "", _signed)
        self.last = make(self._keys, said)
        return self.last


def _without(name: str) -> Callable[[dict[str, Any], int], dict[str, Any]]:
    return lambda said, at: {key: value for key, value in said.items() if key != name}  # noqa: ARG005


_CLAIMS: dict[str | None, Callable[[dict[str, Any], int], dict[str, Any]]] = {
    "expired": lambda said, at: said | {"iat": at - 2 * LIFETIME, "exp": at - LIFETIME},
    "not-yet-valid": lambda said, at: said | {"nbf": at + LIFETIME, "exp": at + 2 * LIFETIME},
    "issued-in-the-future": lambda said, at: said | {"iat": at + LIFETIME, "exp": at + 2 * LIFETIME},
    "wrong-issuer": lambda said, at: said | {"iss": _ELSEWHERE},  # noqa: ARG005
    "wrong-audience": lambda said, at: said | {"aud": "somebody-else", "azp": "somebody-else"},  # noqa: ARG005
    "no-audience": _without("aud"),
    "no-subject": _without("sub"),
    "no-expiration": _without("exp"),
    "too-long": lambda said, at: said | {"padding": "x" * 20_000},  # noqa: ARG005
    "odd-claims": lambda said, at: (  # noqa: ARG005
        said | {"nested": {"a": [1, {"b": None}], "": ""}, "количество": 1.5e300, "🂡": [], "sub2": "\u202eevil\u0000"}
    ),
}


def _signed(keys: Keys, said: dict[str, Any]) -> str:
    return _by(keys.signing, said)


def _by(key: SigningKey, said: dict[str, Any], **header: Any) -> str:
    protected = {"alg": "RS256", "kid": key.key_id, "typ": "JWT", **header}
    registry = jws.JWSRegistry(algorithms=["RS256"], strict_check_header=False)
    registry.max_payload_length = 1 << 20
    return jws.serialize_compact(protected, json.dumps(said), key.jose, registry=registry)


def _by_a_stranger(keys: Keys, said: dict[str, Any]) -> str:
    return _by(keys.stranger, said, kid=keys.signing.key_id)


def _altered(keys: Keys, said: dict[str, Any]) -> str:
    header, _, signature = _signed(keys, said).split(".")
    changed = said | {"sub": f"{said.get('sub', '')}-altered"}
    return f"{header}.{_part(changed)}.{signature}"


def _unsigned(keys: Keys, said: dict[str, Any]) -> str:
    return f"{_part({'alg': 'none', 'kid': keys.signing.key_id, 'typ': 'JWT'})}.{_part(said)}."


def _swapped(keys: Keys, said: dict[str, Any]) -> str:
    secret = keys.signing.private_key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    covered = f"{_part({'alg': 'HS256', 'kid': keys.signing.key_id, 'typ': 'JWT'})}.{_part(said)}"
    return f"{covered}.{_encoded(hmac.digest(secret, covered.encode(), hashlib.sha256))}"


def _critical(keys: Keys, said: dict[str, Any]) -> str:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    header = {"alg": "RS256", "kid": keys.signing.key_id, "crit": ["for-tests"], "for-tests": True}
    covered = f"{_part(header)}.{_part(said)}"
    return f"{covered}.{_encoded(keys.signing.private_key.sign(covered.encode(), PKCS1v15(), SHA256()))}"


_FORGERIES: dict[str, Callable[[Keys, dict[str, Any]], str]] = {
    "wrong-signature": _by_a_stranger,
    "unknown-key": lambda keys, said: _by(keys.stranger, said),
    "altered": _altered,
    "unsigned": _unsigned,
    "algorithm-swapped": _swapped,
    "critical-header": _critical,
    "no-token": lambda keys, said: "for-tests.this-is-none",  # noqa: ARG005
}


def _part(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
