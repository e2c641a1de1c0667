"""A web identity token as it came: a JWT in compact form, taken apart and not believed.

Rules kept here:
  * 4-20,000 characters, as STS has it; what is longer is not looked into;
  * three parts of base64url without padding, each in the one spelling that its bytes have;
  * header and claims are JSON objects; a name that stands twice is refused (STS takes the last one: two readers could
    each see another token);
  * RS256 to RS512 and ES256 to ES512; no `crit` and no `b64`, since no extension is understood. Keys and addresses of
    keys that a token brings along (`jwk`, `jku`, `x5c`, `x5u`) are passed over.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
         https://www.rfc-editor.org/rfc/rfc7515 (3.1, 4.1), https://www.rfc-editor.org/rfc/rfc8725 (3.1)
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import IamctlError, InvalidIdentityToken
from iamctl.model.names import validation_error
from iamctl.model.secret import Secret
from iamctl.syntax.json_read import parse_json

if TYPE_CHECKING:
    from collections.abc import Mapping

ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
LEAST, MOST = 4, 20_000
"""Characters."""
_NO_JWT = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
_PART = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


class Token(NamedTuple):
    """A JWT taken apart; nothing in it is verified.

    Attributes:
        text: all of it, which is what the signature is over but for the last part.
        key_id: `kid` of the header; None where there is none.
        claims: numbers are int or Decimal.
    """

    text: Secret
    algorithm: str
    key_id: str | None
    header: Mapping[str, Any]
    claims: Mapping[str, Any]


def parse_token(token: Secret | str) -> Token:
    """Take a token apart.

    Raises:
        ValidationError: it is shorter or longer than STS takes.
        InvalidIdentityToken: it is no JWT, or one of a kind that STS does not take; the hint says what is wrong.
    """
    text = token.reveal() if isinstance(token, Secret) else token
    check_length(text)
    parts = text.split(".")
    if len(parts) != 3:
        raise no_jwt(f"a JWT has three parts with dots between them, this has {len(parts)}")
    header = _object(parts[0], "header")
    claims = _object(parts[1], "claims")
    _bytes(parts[2], "signature")
    return Token(Secret(text), _algorithm(header), _key_id(header), header, claims)


def no_jwt(reason: str) -> InvalidIdentityToken:
    """STS's refusal of what is no JWT.

    Args:
        reason: lower case, no full stop.
    """
    return InvalidIdentityToken(_NO_JWT, hint=reason)


def check_length(text: str) -> None:
    """Hold a token, JWT or not, against STS's bounds.

    Raises:
        ValidationError: it is shorter or longer.
    """
    where = "Value at 'webIdentityToken' failed to satisfy constraint: Member must have length"
    if len(text) < LEAST:
        raise validation_error([f"{where} greater than or equal to {LEAST}"])
    if len(text) > MOST:
        raise validation_error([f"{where} less than or equal to {MOST}"])


def _object(part: str, name: str) -> dict[str, Any]:
    try:
        text = _bytes(part, name).decode("utf-8")
    except UnicodeDecodeError:
        raise no_jwt(f"the {name} is not UTF-8") from None
    try:
        parsed = parse_json(text, name)
    except IamctlError as error:
        raise no_jwt(f"the {name} cannot be read: {error.message[:1].lower()}{error.message[1:].rstrip('.')}") from None
    if not isinstance(parsed, dict):
        raise no_jwt(f"the {name} is no JSON object")
    return parsed


def _bytes(part: str, name: str) -> bytes:
    """The bytes of one part.

    Raises:
        InvalidIdentityToken: it is not base64url, or not as whoever signed would have written it.
    """
    decoded = None
    if _PART.fullmatch(part) and len(part) % 4 != 1:
        decoded = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    if decoded is None or urlsafe_b64encode(decoded).rstrip(b"=") != part.encode():
        raise no_jwt(f"the {name} is not base64url")
    return decoded


def _algorithm(header: dict[str, Any]) -> str:
    for name in ("crit", "b64"):
        if name in header:
            raise no_jwt(f"the header has {name}, an extension that is not understood")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        said = "nothing" if algorithm is None else repr(algorithm)[:40]
        raise no_jwt(f"the header's alg is {said}; STS takes {', '.join(ALGORITHMS)}")
    return algorithm


def _key_id(header: dict[str, Any]) -> str | None:
    key_id = header.get("kid")
    if key_id is not None and not isinstance(key_id, str):
        raise no_jwt("the header's kid is no text")
    return key_id
