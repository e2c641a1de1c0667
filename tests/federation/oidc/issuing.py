"""Tokens as providers sign them, with keys made for the tests."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from functools import cache
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from iamctl.federation.oidc.keys import KeySet, parse_key_set
from iamctl.model.oidc_provider import OIDCProvider

NOW = datetime(2026, 9, 11, 10, 0, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
ISSUER = "https://idp.example.com/tenant"
CLIENT = "client-a"
ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}


def key_of(algorithm: str, number: int = 0) -> Any:
    """A private key for the algorithm; another for another number. RS256 to RS512 share theirs."""
    return _key_of("RS256" if algorithm.startswith("RS") else algorithm, number)


@cache
def _key_of(algorithm: str, number: int) -> Any:
    if algorithm == "RS256":
        return RSAKey.generate_key(2048, {"kid": f"rsa-{number}"}, private=True)
    return ECKey.generate_key(_CURVES[algorithm], {"kid": f"{algorithm}-{number}"}, private=True)


def public(key: Any, **members: object) -> dict[str, Any]:
    """The key as a provider publishes it."""
    return {**key.as_dict(private=False), "use": "sig", **members}


def published(*members: dict[str, Any]) -> str:
    return json.dumps({"keys": list(members)})


def keys_of(*members: dict[str, Any]) -> KeySet:
    return parse_key_set(published(*members), "the provider's keys")


def all_keys() -> KeySet:
    return keys_of(public(key_of("RS256")), *(public(key_of(algorithm)) for algorithm in _CURVES))


def claims(**changed: Any) -> dict[str, Any]:
    """What a token says that is taken; a claim that is None is left out."""
    said = {"iss": ISSUER, "aud": CLIENT, "sub": "alice", "iat": AT - 10, "exp": AT + 600, **changed}
    return {name: value for name, value in said.items() if value is not None}


def signed(
    said: dict[str, Any] | str, algorithm: str = "RS256", *, key: Any = None, header: dict[str, Any] | None = None
) -> str:
    """The token of these claims; a text is signed as it is."""
    private = key if key is not None else key_of(algorithm)
    protected = {"alg": algorithm, "kid": private.kid, "typ": "JWT", **(header or {})}
    protected = {name: value for name, value in protected.items() if value is not None}
    payload = said if isinstance(said, str) else json.dumps(said)
    registry = jws.JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    return jws.serialize_compact(protected, payload, private, registry=registry)


def part(value: object) -> str:
    """One part of a token that nobody signed."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def resigned(header: dict[str, Any], said: dict[str, Any], key: Any = None) -> str:
    """A token whose header no library would write, with a true RS256 signature over it."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    private = (key if key is not None else key_of("RS256")).private_key
    covered = f"{part(header)}.{part(said)}"
    return f"{covered}.{part(private.sign(covered.encode(), PKCS1v15(), hashes.SHA256()))}"


def provider(issuer: str = ISSUER, *client_ids: str) -> OIDCProvider:
    return OIDCProvider(
        account_id="111122223333",
        url=issuer.removeprefix("https://"),
        create_date=NOW,
        client_ids=client_ids or (CLIENT,),
    )
