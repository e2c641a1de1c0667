from __future__ import annotations

import warnings
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest

from iamctl.errors import InvalidIdentityToken, InvalidInput
from iamctl.federation.oidc.keys import check_public_key_set, parse_key_set
from iamctl.federation.oidc.verify import verify

from .issuing import NOW, claims, key_of, keys_of, provider, public, published, resigned, signed

NO_KEY = "Couldn't retrieve verification key from your identity provider"


def is_taken(*members: dict[str, Any], algorithm: str = "RS256") -> bool:
    try:
        verify(signed(claims(), algorithm), provider(), keys_of(*members), now=NOW)
    except InvalidIdentityToken:
        return False
    return True


def certificate_of(key: Any) -> str:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key)
    built = built.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
    return b64encode(built.sign(key.private_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)).decode()


def test_a_key_for_signatures_is_used_and_one_for_encryption_is_not() -> None:
    key = public(key_of("RS256"))

    assert is_taken(key)
    assert is_taken({name: value for name, value in key.items() if name != "use"})
    assert not is_taken({**key, "use": "enc"})
    assert not is_taken({**key, "key_ops": ["verify"]})


def test_a_key_without_a_name_is_not_found() -> None:
    key = {name: value for name, value in public(key_of("RS256")).items() if name != "kid"}

    assert not is_taken(key)
    assert not is_taken({**key, "kid": 5})


def test_the_later_of_two_keys_of_one_name_holds() -> None:
    mine, other = public(key_of("RS256")), public(key_of("RS256", 1), kid="rsa-0")

    assert is_taken(other, mine)
    assert not is_taken(mine, other)


def test_the_tokens_algorithm_counts_and_not_the_keys() -> None:
    assert is_taken(public(key_of("RS256"), alg="RS512"))


def test_a_certificate_beside_a_key_has_to_be_its_own() -> None:
    key = key_of("RS256")

    assert is_taken(public(key, x5c=[certificate_of(key)]))
    assert not is_taken(public(key, x5c=[certificate_of(key_of("RS256", 1))]))
    assert not is_taken(public(key, x5c=["AAAA"]))
    assert not is_taken({"kty": "RSA", "kid": "rsa-0", "x5c": [certificate_of(key)]})


def test_over_a_hundred_rsa_keys_none_is_used_and_curves_still_are() -> None:
    many = [public(key_of("RS256"), kid=f"k{number}") for number in range(100)]

    assert not is_taken(*many, public(key_of("RS256")))
    assert is_taken(*many[1:], public(key_of("RS256")))
    assert is_taken(*many, public(key_of("RS256")), public(key_of("ES256")), algorithm="ES256")


@pytest.mark.parametrize(
    "changed",
    [
        {"n": "AQAB"},
        {"n": ""},
        {"n": "A" * 20_000},
        {"n": "!"},
        {"e": "AQ"},
        {"e": "Ag"},
        {"e": "AQAAAAAA"},
        {"n": 5},
        {"n": None},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-192"},
        {"kty": ["RSA"]},
    ],
)
def test_what_is_no_key_of_a_fair_size_is_not_used(changed: dict[str, Any]) -> None:
    assert not is_taken({**public(key_of("RS256")), **changed})


def test_a_key_of_1024_bits_is_too_small() -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from joserfc.jwk import RSAKey

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        small = RSAKey.import_key(generate_private_key(65537, 1024), {"kid": "small"})
        token = resigned({"alg": "RS256", "kid": "small"}, claims(), small)

    with pytest.raises(InvalidIdentityToken, match=NO_KEY) as raised:
        verify(token, provider(), keys_of(public(small)), now=NOW)
    assert raised.value.hints == ("key 'small' has 1024 bits; 2048-16384 are taken",)


def test_a_point_that_is_not_on_its_curve_is_no_key() -> None:
    key = public(key_of("ES256"))

    assert is_taken(key, algorithm="ES256")
    assert not is_taken({**key, "y": key["x"]}, algorithm="ES256")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"keys": {}}', '{"keys": [5]}', '{"keys":[],"keys":[]}', "[" * 9000]
)
def test_what_is_no_key_set_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_key_set(text, "jwks.json")


def test_a_key_set_of_a_person_is_public_and_of_use() -> None:
    key = key_of("RS256")
    given = published(public(key), {"kty": "OKP", "kid": "ed", "crv": "Ed25519", "x": "AA"})

    assert check_public_key_set(given, "jwks.json") == {"keys": [public(key)]}
    with pytest.raises(InvalidInput, match=r"^Key 1 of jwks\.json is not public: it has d\.$"):
        check_public_key_set(published(key.as_dict(private=True)), "jwks.json")
    with pytest.raises(InvalidInput, match=r"is not public: it has k\.$"):
        check_public_key_set(published({"kty": "oct", "kid": "s", "k": "AAAA"}), "jwks.json")
    with pytest.raises(InvalidInput, match="has no key that tokens can be checked with") as raised:
        check_public_key_set(published(public(key, use="enc")), "jwks.json")
    assert raised.value.hints == ("rsa-0: its use is not sig",)
