"""Tokens that somebody would like to be taken; STS's answer to each."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest

from iamctl.errors import IamError, InvalidIdentityToken, ValidationError
from iamctl.federation.oidc.keys import KeySet
from iamctl.federation.oidc.verify import verify

from .issuing import AT, ISSUER, NOW, all_keys, claims, key_of, keys_of, part, provider, public, resigned, signed

NO_JWT = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
NO_KEY = "Couldn't retrieve verification key from your identity provider"
FORGED = "The web identity token provided could not be validated."


def refusal(token: str, keys: KeySet | None = None) -> IamError:
    with pytest.raises(IamError) as raised:
        verify(token, provider(), keys if keys is not None else all_keys(), now=NOW)
    return raised.value


def unsigned(header: dict[str, Any]) -> str:
    return f"{part(header)}.{part(claims())}."


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", "", None, 0, ["RS256"], {"RS256": 1}])
def test_a_token_that_nobody_signed_is_refused(name: object) -> None:
    error = refusal(unsigned({"alg": name, "kid": "rsa-0"}))

    assert (error.code, error.message) == ("InvalidIdentityToken", NO_JWT)


def test_an_algorithm_with_an_empty_signature_is_refused() -> None:
    assert refusal(unsigned({"alg": "RS256", "kid": "rsa-0"})).message.startswith(FORGED)
    assert refusal(unsigned({"alg": "ES256", "kid": "ES256-0"})).message.startswith(FORGED)


@pytest.mark.parametrize("name", ["HS256", "HS384", "HS512"])
def test_a_public_key_is_no_shared_secret(name: str) -> None:
    covered = f"{part({'alg': name, 'kid': 'rsa-0'})}.{part(claims())}"
    for secret in (key_of("RS256").as_pem(private=False), json.dumps(public(key_of("RS256"))).encode()):
        mac = hmac.new(secret, covered.encode(), getattr(hashlib, f"sha{name[2:]}")).digest()

        assert refusal(f"{covered}.{part(mac)}").message == NO_JWT


@pytest.mark.parametrize("name", ["PS256", "PS512", "EdDSA", "ES256K", "RS1", "rs256", "RS256 "])
def test_other_algorithms_are_refused_by_name(name: str) -> None:
    error = refusal(resigned({"alg": name, "kid": "rsa-0"}, claims()))

    assert (error.message, f"the header's alg is {name!r}" in error.hints[0]) == (NO_JWT, True)


def test_keys_that_a_token_brings_along_are_passed_over() -> None:
    thief = key_of("RS256", 9)
    brought = {
        "jwk": public(thief),
        "jku": "https://evil.example/jwks",
        "x5u": "https://evil.example/cert",
        "x5c": ["MIIB"],
    }

    assert refusal(resigned({"alg": "RS256", "kid": "rsa-0", **brought}, claims(), thief)).message.startswith(FORGED)
    assert refusal(resigned({"alg": "RS256", "kid": "rsa-9", **brought}, claims(), thief)).message.startswith(NO_KEY)
    assert verify(resigned({"alg": "RS256", "kid": "rsa-0", **brought}, claims()), provider(), all_keys(), now=NOW)


@pytest.mark.parametrize(
    "more", [{"crit": ["exp"], "exp": 1}, {"crit": []}, {"b64": False}, {"crit": ["b64"], "b64": False}]
)
def test_extensions_that_are_not_understood_are_refused(more: dict[str, Any]) -> None:
    assert refusal(resigned({"alg": "RS256", "kid": "rsa-0", **more}, claims())).message == NO_JWT


def test_another_key_of_the_provider_does_not_do() -> None:
    keys = keys_of(public(key_of("RS256")), public(key_of("RS256", 1)))

    token = signed(claims(), key=key_of("RS256", 1), header={"kid": "rsa-0"})

    assert refusal(token, keys).message.startswith(FORGED)


@pytest.mark.parametrize("key_id", ["unknown", "", "../rsa-0", "rsa-0\0", "' OR 1=1 --", "x" * 5000])
def test_a_key_that_the_provider_does_not_have_is_missed(key_id: str) -> None:
    error = refusal(resigned({"alg": "RS256", "kid": key_id}, claims()))

    assert error.message.startswith(NO_KEY)
    assert len(error.hints[0]) < 300


@pytest.mark.parametrize("key_id", [5, ["rsa-0"], {"rsa-0": 1}])
def test_a_key_id_is_a_text(key_id: object) -> None:
    assert refusal(resigned({"alg": "RS256", "kid": key_id}, claims())).message == NO_JWT


def test_the_algorithm_of_the_token_has_to_be_one_of_the_key() -> None:
    header = {"alg": "ES256", "kid": "rsa-0"}
    assert refusal(f"{part(header)}.{part(claims())}.{part(bytes(64))}").message.startswith(NO_KEY)
    header = {"alg": "ES384", "kid": "ES256-0"}
    assert refusal(f"{part(header)}.{part(claims())}.{part(bytes(96))}").message.startswith(NO_KEY)


@pytest.mark.parametrize("size", [64, 63, 65, 0, 1, 4096])
def test_a_signature_of_noughts_is_none(size: int) -> None:
    assert refusal(f"{part({'alg': 'ES256', 'kid': 'ES256-0'})}.{part(claims())}.{part(bytes(size))}").code == (
        "InvalidIdentityToken"
    )


def test_a_claim_that_stands_twice_is_refused() -> None:
    said = f'{{"iss":"{ISSUER}","aud":"other","sub":"a","iat":{AT},"exp":{AT + 60},"aud":"client-a"}}'

    assert refusal(signed(said)).message == NO_JWT


def test_a_header_that_says_a_thing_twice_is_refused() -> None:
    header = part(b'{"alg":"RS256","kid":"x","kid":"rsa-0"}')
    _, body, signature = signed(claims()).split(".")

    assert refusal(f"{header}.{body}.{signature}").message == NO_JWT


@pytest.mark.parametrize(
    "text", ["[" * 7000, '{"a":' * 2500, "{" * 7000, "9" * 7000, '"' + "\\" * 7000, "{}{}", "", "[]", "nul"]
)
def test_claims_that_are_no_object_or_too_deep_are_refused(text: str) -> None:
    assert refusal(f"{part({'alg': 'RS256', 'kid': 'rsa-0'})}.{part(text.encode())}.AA").message == NO_JWT


@pytest.mark.parametrize("length", [20_001, 10 * 1024 * 1024])
def test_a_token_that_is_too_long_is_not_looked_into(length: int) -> None:
    for token in ("a" * length, signed(claims()) + "A" * length, "." * length):
        error = refusal(token)
        assert isinstance(error, ValidationError)
        assert "Member must have length less than or equal to 20000" in error.message
        assert len(str(error)) < 200


@pytest.mark.parametrize("token", ["", "a", "a.b"])
def test_a_token_that_is_too_short_is_refused(token: str) -> None:
    assert "Member must have length greater than or equal to 4" in refusal(token).message


def test_what_stands_around_a_token_is_not_passed_over() -> None:
    token = signed(claims())
    header, body, signature = token.split(".")
    for changed in (
        token + "\n",
        " " + token,
        token + "=",
        f"{header}=.{body}.{signature}",
        f"{header}.{body}.{signature}.",
        f"{header}..{body}.{signature}",
        f"{header}.{body}",
        f"{token}.{signature}.{signature}",
        token.replace("-", "+").replace("_", "/") + "+",
        token + "\u0000",
        token + "é",
    ):
        assert isinstance(refusal(changed), InvalidIdentityToken), changed


def test_a_part_has_one_spelling() -> None:
    token = signed(claims(), "ES256")
    last = token[-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    at = alphabet.index(last)

    assert refusal(token[:-1] + alphabet[at ^ 1]).message == NO_JWT


def test_a_token_is_told_in_no_refusal() -> None:
    token = signed(claims(aud="other"))

    error = refusal(token)

    assert all(piece not in f"{error} {error.hints}" for piece in token.split("."))
