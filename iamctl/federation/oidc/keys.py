"""JSON Web Key Sets: the public keys that a provider signs with, and which of them a token means.

Rules kept here, as STS was seen to have them:
  * a key without `kid` is not found; of two with the same `kid` the later one holds;
  * keys for encryption and keys with `key_ops` are not used; a key's own `alg` is passed over;
  * where a certificate (`x5c`) stands beside a key it has to be that key's;
  * a token without `kid` is taken only where the provider has one usable key;
  * over 100 RSA keys, and no RSA key is used.
Beyond STS: a set with a private or a symmetric key in it is refused where a person gives it, RSA keys have 2048-16384
bits, and their exponent is odd and at most 32 bits.

Sources: https://www.rfc-editor.org/rfc/rfc7517, https://www.rfc-editor.org/rfc/rfc7518 (3.3, 6)
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import IamctlError, InvalidIdentityToken, InvalidInput
from iamctl.model.oidc_provider import PRIVATE_MEMBERS
from iamctl.syntax.json_read import parse_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamctl.model.document import Json

LARGEST = 1024 * 1024
"""Characters of a key set."""
MOST_RSA_KEYS = 100
LEAST_RSA_BITS, MOST_RSA_BITS = 2048, 16384
CURVES = {"P-256": 32, "P-384": 48, "P-521": 66}
"""Bytes of a coordinate."""
_PARAMETERS = {"RSA": ("n", "e"), "EC": ("crv", "x", "y")}
_KEPT = ("kty", "kid", "use", "alg", "key_ops", "crv", "x", "y", "n", "e", "x5c")
_NO_KEY = (
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity "
    "documentation for requirements"
)


class SigningKey(NamedTuple):
    """One public key of a set.

    Attributes:
        key_type: `RSA` or `EC`.
        parameters: its numbers, base64url.
        unusable: why tokens are not checked with it; None if they are.
        certificate: DER in base64, the first of `x5c`.
    """

    key_id: str
    key_type: str
    parameters: Mapping[str, str]
    unusable: str | None = None
    certificate: str | None = None


class KeySet(NamedTuple):
    """A provider's keys, those of another kind or without `kid` left out, the last of each `kid`."""

    keys: tuple[SigningKey, ...]
    rsa_count: int = 0

    def find(self, key_id: str) -> SigningKey | None:
        return next((key for key in self.keys if key.key_id == key_id), None)


def parse_key_set(text: str, source: str) -> KeySet:
    """The keys of a JSON Web Key Set as a provider publishes it.

    Raises:
        InvalidInput: it is none, with its place in the text.
    """
    usable: dict[str, SigningKey] = {}
    members = _members(text, source)
    for member in members:
        if (key := _signing_key(member)) is not None:
            usable.pop(key.key_id, None)
            usable[key.key_id] = key
    return KeySet(tuple(usable.values()), sum(member.get("kty") == "RSA" for member in members))


def check_public_key_set(text: str, source: str) -> dict[str, Json]:
    """Hold a key set that a person gives for a provider's file against what tokens can be checked with.

    Returns:
        The set as it is to be kept: RSA keys and elliptic curves, with the members that are looked at.

    Raises:
        InvalidInput: it is no key set, has a key that is not public, or none that tokens can be checked with.
    """
    for number, member in enumerate(_members(text, source), 1):
        if private := [name for name in PRIVATE_MEMBERS if name in member]:
            raise InvalidInput(
                f"Key {number} of {source} is not public: it has {private[0]}.",
                hint="give the provider's public keys: what it publishes at its jwks_uri",
            )
    found = parse_key_set(text, source)
    if not any(key.unusable is None for key in found.keys):
        reasons = [f"{key.key_id}: {key.unusable}" for key in found.keys if key.unusable]
        raise InvalidInput(
            f"{source} has no key that tokens can be checked with.",
            hint=reasons[:5] or "a key needs kid, and kty RSA or EC with its numbers",
        )
    return {"keys": [_kept(member) for member in _members(text, source) if member.get("kty") in _PARAMETERS]}


def choose_key(keys: KeySet, key_id: str | None, algorithm: str) -> SigningKey:
    """The key that a token of this header has to be signed with.

    Raises:
        InvalidIdentityToken: there is none; the hint says why.
    """
    wanted = "RSA" if algorithm.startswith("RS") else "EC"
    if wanted == "RSA" and keys.rsa_count > MOST_RSA_KEYS:
        raise no_key(f"the provider has {keys.rsa_count} RSA keys; over {MOST_RSA_KEYS} none of them is used")
    if key_id is None:
        usable = [key for key in keys.keys if key.unusable is None]
        if len(usable) != 1:
            raise no_key(f"the token has no kid and the provider has {len(usable)} keys")
        key = usable[0]
    else:
        found = keys.find(key_id)
        if found is None:
            raise no_key(f"the provider has no key {key_id[:100]!r}")
        key = found
    if key.unusable is not None:
        raise no_key(f"key {key.key_id[:100]!r} is not used: {key.unusable}")
    if key.key_type != wanted:
        raise no_key(f"key {key.key_id[:100]!r} is of type {key.key_type} and the token's alg is {algorithm}")
    return key


def no_key(reason: str) -> InvalidIdentityToken:
    """STS's refusal where it has no key for a token.

    Args:
        reason: lower case, no full stop.
    """
    return InvalidIdentityToken(_NO_KEY, hint=reason)


def _members(text: str, source: str) -> list[dict[str, Any]]:
    if len(text) > LARGEST:
        raise InvalidInput(f"{source} has more than {LARGEST:,} characters.")
    try:
        tree = parse_json(text, source)
    except IamctlError as error:
        raise InvalidInput(
            error.message, place=error.place, hint="a key set is JSON: what the jwks_uri gives"
        ) from None
    members = tree.get("keys") if isinstance(tree, dict) else None
    if not isinstance(members, list) or not all(isinstance(member, dict) for member in members):
        raise InvalidInput(f'{source} is no key set: it needs {{"keys": [{{…}}, …]}}.')
    return members


def _kept(member: dict[str, Any]) -> dict[str, Json]:
    texts = {name: value for name in _KEPT if isinstance(value := member.get(name), str)}
    lists = {name: value for name in _KEPT if isinstance(value := member.get(name), list)}
    return {**texts, **{name: [each for each in value if isinstance(each, str)] for name, value in lists.items()}}


def _signing_key(member: dict[str, Any]) -> SigningKey | None:
    key_id, key_type = member.get("kid"), member.get("kty")
    if not isinstance(key_id, str) or not key_id or not isinstance(key_type, str) or key_type not in _PARAMETERS:
        return None
    parameters = {name: text for name in _PARAMETERS[key_type] if isinstance(text := member.get(name), str)}
    certificates = member.get("x5c")
    certificate = certificates[0] if isinstance(certificates, list) and certificates else None
    return SigningKey(
        key_id,
        key_type,
        parameters,
        _unusable(member, key_type, parameters),
        certificate if isinstance(certificate, str) else None,
    )


def _unusable(member: dict[str, Any], key_type: str, parameters: dict[str, str]) -> str | None:
    if missing := [name for name in _PARAMETERS[key_type] if name not in parameters]:
        return f"it has no {' and '.join(missing)}"
    if member.get("use", "sig") != "sig":
        return "its use is not sig"
    if "key_ops" in member:
        return "it has key_ops, which STS does not take"
    if key_type == "EC" and parameters["crv"] not in CURVES:
        return f"its curve is not one of {', '.join(CURVES)}"
    return None
