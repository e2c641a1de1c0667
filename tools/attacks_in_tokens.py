"""Attacks by a web identity token, and what AssumeRoleWithWebIdentity answers to each."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

from attack_answers import Row, by_token, new_world

from tests.federation.oidc.issuing import CLIENT, ISSUER, claims, key_of, part, public, resigned, signed

KEY_ID = "rsa-0"


def rows() -> Iterator[Row]:
    """In the table's order; the first is no attack, and shows that the account takes what is true."""
    world = new_world()
    for attack, token in _attacks(int(world.now.timestamp())):
        yield by_token(world, attack, token)


def _attacks(at: int) -> Iterator[tuple[str, str]]:
    def said(**changed: Any) -> dict[str, Any]:
        return claims(**{"iat": at - 10, "exp": at + 600, **changed})

    true = signed(said())
    yield "none: a token as the provider signs it", true
    yield from _unsigned(said())
    yield from _keys_brought_along(said())
    for more in ({"crit": ["exp"], "exp": 1}, {"crit": ["b64"], "b64": False}, {"b64": False}):
        yield f"an extension: {json.dumps(more)}", resigned({"alg": "RS256", "kid": KEY_ID, **more}, said())
    yield "a kid that the provider does not have", resigned({"alg": "RS256", "kid": "rsa-7"}, said())
    yield "a kid that is a path: ../rsa-0", resigned({"alg": "RS256", "kid": "../rsa-0"}, said())
    yield "another's key under the provider's kid", signed(said(), key=key_of("RS256", 1), header={"kid": KEY_ID})
    head, body, signature = true.split(".")
    yield "claims altered after they were signed", f"{head}.{part(said(sub='root'))}.{signature}"
    yield "a letter behind the signature", f"{true}A"
    yield "a wrong aud", signed(said(aud="other"))
    yield "aud right, azp wrong", signed(said(aud=[CLIENT, "other"], azp="other"))
    yield "another provider's iss", signed(said(iss="https://evil.example"))
    yield "expired six minutes ago", signed(said(iat=at - 4000, exp=at - 360))
    yield "not valid yet (nbf in an hour)", signed(said(nbf=at + 3600))
    yield "issued in an hour (iat)", signed(said(iat=at + 3600, exp=at + 7200))
    yield "without exp", signed(said(exp=None))
    twice = f'{{"iss":"{ISSUER}","aud":"other","sub":"a","iat":{at},"exp":{at + 60},"aud":"{CLIENT}"}}'
    yield "a claim that stands twice", signed(twice)
    doubled = part(b'{"alg":"RS256","kid":"x","kid":"rsa-0"}')
    yield "a header's member that stands twice", f"{doubled}.{body}.{signature}"
    yield "10 MB", f"{true}{'A' * 10_000_000}"
    deep = urlsafe_b64encode(b"[" * 7000).rstrip(b"=").decode()
    yield "JSON 7,000 arrays deep", f"{head}.{deep}.{signature}"
    yield "an access token", "opaque-access-token"


def _unsigned(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("none", "nOnE", ""):
        yield f"alg {name!r}, no signature", f"{part({'alg': name, 'kid': KEY_ID})}.{part(said)}."
    yield "alg RS256, an empty signature", f"{part({'alg': 'RS256', 'kid': KEY_ID})}.{part(said)}."
    covered = f"{part({'alg': 'HS256', 'kid': KEY_ID})}.{part(said)}"
    secrets = {"PEM": key_of("RS256").as_pem(private=False), "JWK": json.dumps(public(key_of("RS256"))).encode()}
    for form, secret in secrets.items():
        mac = hmac.new(secret, covered.encode(), hashlib.sha256).digest()
        yield f"HS256 with the public key as the secret ({form})", f"{covered}.{part(mac)}"
    for name in ("PS256", "EdDSA"):
        yield f"alg {name}, which STS does not take", resigned({"alg": name, "kid": KEY_ID}, said)
    zeros = part(bytes(64))
    yield "ES256 with noughts, by an RSA key's kid", f"{part({'alg': 'ES256', 'kid': KEY_ID})}.{part(said)}.{zeros}"


def _keys_brought_along(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    thief = key_of("RS256", 9)
    brought = {
        "jwk": public(thief),
        "jku": "https://evil.example/jwks",
        "x5u": "https://evil.example/cert",
        "x5c": ["MIIB"],
    }
    for name, value in brought.items():
        header = {"alg": "RS256", "kid": KEY_ID, name: value}
        yield f"a thief's key, which the header brings along ({name})", resigned(header, said, thief)
    yield "the same under a kid of its own", resigned({"alg": "RS256", "kid": "rsa-9", **brought}, said, thief)
