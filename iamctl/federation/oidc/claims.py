"""What single claims of a token have to look like, in STS's words where they do not.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html (OIDC)
         https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from iamctl.errors import IamctlError, InvalidIdentityToken
from iamctl.federation.oidc.signature import NOT_VALIDATED
from iamctl.model.names import check_tags
from iamctl.model.tag import Tag

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUIRED = ("iss", "sub", "aud", "iat", "exp")
CLOCK_SKEW = timedelta(minutes=5)
TAGS = "https://aws.amazon.com/tags"
SOURCE_IDENTITY = "https://aws.amazon.com/source_identity"
ROLES = "https://aws.amazon.com/roles"
_SOURCE_IDENTITY = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)  # without a colon: none begins with `aws:`
_INTEGER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_LATEST = 253402300799  # 9999-12-31T23:59:59Z, the last second that a datetime has


def subject(claims: Mapping[str, Any]) -> str:
    """`sub`; a number as its digits, which STS takes too.

    Raises:
        InvalidIdentityToken: it is neither text nor number. (For null STS fails by itself: InternalFailure.)
    """
    said = claims["sub"]
    if isinstance(said, str):
        return said
    if isinstance(said, bool) or said is None or isinstance(said, list | dict):
        raise InvalidIdentityToken(NOT_VALIDATED, hint="sub is neither text nor a number")
    return str(said)


def audiences(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """`aud`, one or several.

    Raises:
        InvalidIdentityToken: there is none.
    """
    said = claims["aud"]
    listed = [said] if isinstance(said, str) else said
    if listed == [] or listed is None:
        raise InvalidIdentityToken("Claim is not allowed to be empty: aud")
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise InvalidIdentityToken(NOT_VALIDATED, hint="aud is neither a text nor a list of texts")
    return tuple(listed)


def audience(claims: Mapping[str, Any]) -> str:
    """Whom the token is for: the authorized party where there is one, else the one audience.

    Raises:
        InvalidIdentityToken: there are several audiences and no authorized party.
    """
    listed = audiences(claims)
    if "azp" in claims:
        party = claims["azp"]
        if not isinstance(party, str):
            raise InvalidIdentityToken(NOT_VALIDATED, hint="azp is no text")
        return party
    if len(listed) > 1:
        raise InvalidIdentityToken(
            "Token audience contains more than one audience while authorized party is not present",
            hint="have the provider put one client id under aud, or the one that asked under azp",
        )
    return listed[0]


def moment(claims: Mapping[str, Any], name: str) -> datetime:
    """A time: whole seconds since 1970 as a number or its digits.

    Raises:
        InvalidIdentityToken: it is no such number.
    """
    said = claims[name]
    text = said if isinstance(said, str) else str(said) if type(said) is int else ""
    if not _INTEGER.fullmatch(text):
        raise InvalidIdentityToken("Invalid timestamp in token claims.", hint=f"{name} is not whole seconds since 1970")
    # What lies beyond the calendar is as over, or as far ahead, as its ends are.
    return datetime.fromtimestamp(min(max(int(text), 0), _LATEST - 301), UTC)


def source_identity(claims: Mapping[str, Any]) -> str | None:
    """The source identity that the session is to have.

    Raises:
        InvalidIdentityToken: it is not 2-64 of `[A-Za-z0-9_+=,.@-]`, or begins with `aws:`.
    """
    if SOURCE_IDENTITY not in claims:
        return None
    said = claims[SOURCE_IDENTITY]
    if not isinstance(said, str) or not _SOURCE_IDENTITY.fullmatch(said):
        raise InvalidIdentityToken(
            'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"',
            hint=f"the claim {SOURCE_IDENTITY} is something else",
        )
    return said


def session_tags(claims: Mapping[str, Any]) -> tuple[Tag, ...]:
    """The session's tags, of the nested claim and of the flat ones, in their order.

    Raises:
        InvalidIdentityToken: they are of another form, break IAM's rules of tags, or are over 50.
    """
    found: list[Tag] = []
    for key, values in _object(_nested(claims), "principal_tags").items():
        if not isinstance(values, list) or len(values) != 1 or not isinstance(values[0], str):
            raise _bad_form("principal_tags", f"the value of {key[:128]} has to be a list of one text")
        found.append(Tag(key, values[0]))
    prefix = f"{TAGS}/principal_tags/"
    for name, value in claims.items():
        if name.startswith(prefix):
            if not isinstance(value, str):
                raise _bad_form("principal_tags", f"{name[:200]} has to be a text")
            found.append(Tag(name.removeprefix(prefix), value))
    try:
        check_tags(found, ignore_case=True)
    except IamctlError as error:
        fit_to_print = error.message.isprintable() and len(error.message) <= 600
        sentence = error.message if fit_to_print else "Session tags passed in claim are not in correct format."
        raise InvalidIdentityToken(sentence, hint=f"the claim {TAGS} says so") from None
    return tuple(found)


def transitive_tag_keys(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys of the tags that later sessions inherit, once each.

    Raises:
        InvalidIdentityToken: they are of another form, stand in both forms, or are keys of no tag.
    """
    nested, flat = _nested(claims), f"{TAGS}/transitive_tag_keys"
    if flat in claims and "transitive_tag_keys" in nested:
        raise _bad_form("transitive_tag_keys", "they stand nested and flat")
    said = claims.get(flat, nested.get("transitive_tag_keys", []))
    if not isinstance(said, list) or not all(isinstance(key, str) for key in said):
        raise _bad_form("transitive_tag_keys", "they have to be a list of texts")
    known = {tag.key.lower() for tag in session_tags(claims)}
    if strangers := [key for key in said if key.lower() not in known]:
        raise _bad_form("transitive_tag_keys", f"there is no tag {strangers[0][:128]}")
    return tuple({key.lower(): key for key in said}.values())


def authorized_roles(claims: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The only roles that the token may take on; None where it does not say.

    Raises:
        InvalidIdentityToken: it says so and names no role.
    """
    said = claims.get(ROLES)
    if said is None:
        return None
    listed = said.split(";") if isinstance(said, str) else said if isinstance(said, list) else []
    arns = tuple(text for each in listed if isinstance(each, str) and _is_role(text := each.strip()))
    if not arns:
        raise InvalidIdentityToken(NOT_VALIDATED, hint=f"the claim {ROLES} names no role")
    return arns


def _is_role(text: str) -> bool:
    return bool(re.fullmatch(r"arn:[a-z-]+:iam::\d{12}:role/[\x21-\x7e]{1,576}", text, re.ASCII))


def _nested(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    said = claims.get(TAGS, {})
    if not isinstance(said, dict):
        raise InvalidIdentityToken(
            "Session tags passed in claim are not in correct format.", hint=f"the claim {TAGS} is no object"
        )
    return said


def _object(nested: Mapping[str, Any], name: str) -> dict[str, Any]:
    said = nested.get(name, {})
    if not isinstance(said, dict):
        raise _bad_form(name, "it has to be an object")
    return said


def _bad_form(name: str, reason: str) -> InvalidIdentityToken:
    return InvalidIdentityToken(f"{name} passed in claim is not in correct format.", hint=reason)
