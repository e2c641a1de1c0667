"""What the attributes of an assertion say about the session, and the condition keys that they fill.

An attribute's Name is compared as it is written. A name that comes twice has the values of both. The readers raise what
STS would, or give what holds; a reader of an attribute that may be missing gives None then.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import IamError, InvalidIdentityToken
from iamctl.model.names import check_tags
from iamctl.model.tag import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.federation.saml.assertion import Assertion

PREFIX = "https://aws.amazon.com/SAML/Attributes/"
ROLE = f"{PREFIX}Role"
ROLE_SESSION_NAME = f"{PREFIX}RoleSessionName"
SESSION_DURATION = f"{PREFIX}SessionDuration"
PRINCIPAL_TAG = f"{PREFIX}PrincipalTag:"
TRANSITIVE_TAG_KEYS = f"{PREFIX}TransitiveTagKeys"
SOURCE_IDENTITY = f"{PREFIX}SourceIdentity"
_NAME = re.compile(r"[a-zA-Z_0-9+=,.@-]{2,64}")
_ROLE_ARN = re.compile(r"arn:[a-z-]+:iam::\d{12}:role/\S+")
_PROVIDER_ARN = re.compile(r"arn:[a-z-]+:iam::\d{12}:saml-provider/[\w._-]+", re.ASCII)
_SHORTEST, _LONGEST = 900, 43_200
_EDU_PERSON = (
    *("affiliation", "nickname", "orgdn", "orgunitdn", "primaryaffiliation", "principalname", "entitlement"),
    *("primaryorgunitdn", "scopedaffiliation", "targetedid", "assurance"),
)
_EDU_ORG = ("homepageuri", "identityauthnpolicyuri", "legalname", "superioruri", "whitepagesuri")
_X500 = {
    "2.5.4.3": ("cn", "commonName"),
    "2.5.4.4": ("surname",),
    "2.5.4.42": ("givenName",),
    "2.5.4.45": ("x500UniqueIdentifier",),
    "0.9.2342.19200300.100.1.1": ("uid",),
    "0.9.2342.19200300.100.1.3": ("mail",),
    "0.9.2342.19200300.100.1.45": ("organizationStatus",),
}
_CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
_ACTIVE_DIRECTORY = {
    f"{_CLAIMS}name": ("name",),
    f"{_CLAIMS}givenname": ("givenName",),
    f"{_CLAIMS}surname": ("surname",),
    f"{_CLAIMS}emailaddress": ("mail",),
    "http://schemas.xmlsoap.org/claims/CommonName": ("commonName",),
    "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid": ("uid",),
}


OF_SEVERAL = frozenset(
    {f"saml:eduorg{name}" for name in _EDU_ORG}
    | {f"saml:eduperson{name}" for name in ("affiliation", "nickname", "entitlement", "orgunitdn", "assurance")}
    | {"saml:edupersonscopedaffiliation", "saml:edupersontargetedid", "saml:cn"}
)
"""Condition keys that hold several values, however many there are; the others hold one."""


class OfferedRole(NamedTuple):
    """A role that the assertion offers, and the provider through which."""

    role_arn: str
    provider_arn: str


def values_of(assertion: Assertion, name: str) -> tuple[str, ...] | None:
    """The values of the attributes of this name; None where there is no such attribute.

    Raises:
        InvalidIdentityToken: a value holds elements where a text belongs.
    """
    found = [each for each in assertion.attributes if each.name == name]
    if not found:
        return None
    values = [value for each in found for value in each.values]
    if None in values:
        raise InvalidIdentityToken(f"{name} in AuthnResponse must have texts as values.")
    return tuple(value for value in values if value is not None)


def offered_roles(assertion: Assertion) -> tuple[OfferedRole, ...]:
    """The pairs of the Role attribute, in its order, each once; a value that is no pair offers nothing."""
    pairs = (_pair(value) for value in values_of(assertion, ROLE) or ())
    return tuple(dict.fromkeys(pair for pair in pairs if pair is not None))


def not_offering(assertion: Assertion) -> tuple[str, ...]:
    """The values of the Role attribute that are no pair of a role and a SAML provider."""
    return tuple(value for value in values_of(assertion, ROLE) or () if _pair(value) is None)


def role_session_name(assertion: Assertion) -> str:
    """The name of the session.

    Raises:
        InvalidIdentityToken: it is missing, there are several, or it is none.
    """
    values = values_of(assertion, ROLE_SESSION_NAME)
    if not values:
        raise InvalidIdentityToken("RoleSessionName is required in AuthnResponse")
    if len(values) > 1 or not _NAME.fullmatch(values[0]):
        raise InvalidIdentityToken(
            "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}", hint=_found(values)
        )
    return values[0]


def session_duration(assertion: Assertion) -> int | None:
    """Seconds.

    Raises:
        InvalidIdentityToken: it is no number of 900-43200, or there are several.
    """
    values = values_of(assertion, SESSION_DURATION)
    if values is None:
        return None
    is_number = len(values) == 1 and re.fullmatch(r"[0-9]{1,9}", values[0])
    if not is_number or not _SHORTEST <= int(values[0]) <= _LONGEST:
        sentence = f"SessionDuration in AuthnResponse must be a number of seconds between {_SHORTEST} and {_LONGEST}"
        raise InvalidIdentityToken(sentence, hint=_found(values))
    return int(values[0])


def source_identity(assertion: Assertion) -> str | None:
    """Who is behind the session.

    Raises:
        InvalidIdentityToken: it is not of the form, or there are several.
    """
    values = values_of(assertion, SOURCE_IDENTITY)
    if values is None:
        return None
    if len(values) != 1 or not _NAME.fullmatch(values[0]) or values[0].lower().startswith("aws:"):
        sentence = 'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"'
        raise InvalidIdentityToken(sentence, hint=_found(values))
    return values[0]


def session_tags(assertion: Assertion) -> tuple[Tag, ...]:
    """The session's tags, in the order of the attributes.

    Raises:
        InvalidIdentityToken: one has no value or several, a key comes twice, or a tag is not of the form.
    """
    tags = []
    for name in dict.fromkeys(each.name for each in assertion.attributes if each.name.startswith(PRINCIPAL_TAG)):
        values = values_of(assertion, name) or ()
        if len(values) != 1:
            what = name.removeprefix(PREFIX)
            raise InvalidIdentityToken(f"{what} in AuthnResponse must have exactly one value.", hint=_found(values))
        tags.append(Tag(name.removeprefix(PRINCIPAL_TAG), values[0]))
    try:
        check_tags(tags, ignore_case=True)
    except IamError as error:
        raise InvalidIdentityToken(error.message, hint="it is about the attributes PrincipalTag:…") from error
    return tuple(tags)


def transitive_tag_keys(assertion: Assertion) -> tuple[str, ...]:
    """The keys of the tags that later sessions of a chain keep.

    Raises:
        InvalidIdentityToken: one is the key of no tag.
    """
    keys = tuple(dict.fromkeys(values_of(assertion, TRANSITIVE_TAG_KEYS) or ()))
    there = {tag.key.lower() for tag in session_tags(assertion)}
    for key in keys:
        if key.lower() not in there:
            sentence = "The specified transitive tag key must be included in the requested tags:"
            raise InvalidIdentityToken(f"{sentence} {key}")
    return keys


def attribute_keys(assertion: Assertion) -> dict[str, tuple[str, ...]]:
    """The condition keys that attributes fill, with every value that is a text."""
    keys: dict[str, tuple[str, ...]] = {}
    for attribute in assertion.attributes:
        values = tuple(value for value in attribute.values if value is not None)
        for key in _keys_of(attribute.name) if values else ():
            keys[key] = (*keys.get(key, ()), *values)
    return keys


def _keys_of(name: str) -> Iterator[str]:
    if name in _ACTIVE_DIRECTORY:
        yield from (f"saml:{key}" for key in _ACTIVE_DIRECTORY[name])
        return
    oid = name.removeprefix("urn:oid:")
    yield from (f"saml:{key}" for key in _X500.get(oid, ()))
    for arc, first, prefix, names in (
        ("1.3.6.1.4.1.5923.1.1.1.", 1, "eduperson", _EDU_PERSON),
        ("1.3.6.1.4.1.5923.1.2.1.", 2, "eduorg", _EDU_ORG),
    ):
        number = oid.removeprefix(arc)
        if number != oid and number.isdecimal() and number.isascii() and first <= int(number) < first + len(names):
            yield f"saml:{prefix}{names[int(number) - first]}"


def _pair(value: str) -> OfferedRole | None:
    first, comma, second = (part.strip() for part in value.partition(","))
    for role, provider in ((first, second), (second, first)):
        if comma and _ROLE_ARN.fullmatch(role) and _PROVIDER_ARN.fullmatch(provider):
            return OfferedRole(role, provider)
    return None


def _found(values: tuple[str, ...]) -> str:
    return f"it has {len(values)} values" if len(values) != 1 else f"it is {values[0]!r}"
