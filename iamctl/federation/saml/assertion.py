"""An assertion as it was signed: its parts in texts. What they are worth is judged in `findings`.

Source: https://docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf (2)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from iamctl.federation.saml.markup import ASSERTION, malformed

if TYPE_CHECKING:
    from lxml.etree import _Element

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_CONDITIONS = frozenset({"AudienceRestriction", "OneTimeUse", "ProxyRestriction"})
_ONCE = ("Issuer", "Subject", "Conditions")


class NameID(NamedTuple):
    """Whom the assertion is about. `format` is None where it is not said."""

    text: str
    format: str | None


class Confirmation(NamedTuple):
    """A SubjectConfirmation, with what its SubjectConfirmationData says; None is what it does not."""

    method: str
    recipient: str | None
    not_before: str | None
    not_on_or_after: str | None
    in_response_to: str | None


class Conditions(NamedTuple):
    """When and where the assertion holds.

    Attributes:
        audiences: those of each AudienceRestriction; one of each has to fit.
        others: conditions of other names than SAML's.
    """

    not_before: str | None
    not_on_or_after: str | None
    audiences: tuple[tuple[str, ...], ...]
    others: tuple[str, ...]


class SamlAttribute(NamedTuple):
    """An Attribute with its values; a value that is an element and no text is None."""

    name: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What was signed.

    Attributes:
        statements: of each AuthnStatement its SessionNotOnOrAfter, None where it has none.
        unread: elements that are encrypted by themselves, by name.
    """

    id: str
    issuer: str
    name_id: NameID | None
    confirmations: tuple[Confirmation, ...]
    conditions: Conditions | None
    statements: tuple[str | None, ...]
    attributes: tuple[SamlAttribute, ...]
    unread: tuple[str, ...] = ()


def issuer_of(element: _Element) -> str:
    """The Issuer that the element names; before it was verified a hint at the key, no more.

    Raises:
        InvalidIdentityToken: it names none, or several.
    """
    issuers = element.findall(f"{ASSERTION}Issuer")
    if len(issuers) != 1 or not (issuer := text_of(issuers[0])):
        raise malformed("the Assertion has one Issuer, no fewer and no more")
    return issuer


def read_assertion(element: _Element) -> Assertion:
    """The parts of a signed Assertion.

    Raises:
        InvalidIdentityToken: a part is there twice, or holds elements where a text belongs.
    """
    for name in _ONCE:
        if len(element.findall(f"{ASSERTION}{name}")) > 1:
            raise malformed(f"the Assertion has two elements {name}")
    subject = element.find(f"{ASSERTION}Subject")
    names = ("EncryptedID", "BaseID", "EncryptedAttribute")
    return Assertion(
        id=element.get("ID", ""),
        issuer=issuer_of(element),
        name_id=_name_id(subject),
        confirmations=() if subject is None else tuple(map(_confirmation, _each(subject, "SubjectConfirmation"))),
        conditions=_conditions(element.find(f"{ASSERTION}Conditions")),
        statements=tuple(each.get("SessionNotOnOrAfter") for each in _each(element, "AuthnStatement")),
        attributes=tuple(
            SamlAttribute(each.get("Name", ""), tuple(map(_value, _each(each, "AttributeValue"))))
            for statement in _each(element, "AttributeStatement")
            for each in _each(statement, "Attribute")
        ),
        unread=tuple(
            sorted({str(each.tag).rpartition("}")[2] for name in names for each in element.iter(f"{ASSERTION}{name}")})
        ),
    )


def text_of(element: _Element) -> str:
    """The element's text, without the space around it.

    Raises:
        InvalidIdentityToken: elements stand in it.
    """
    if len(element):
        raise malformed(f"the element {str(element.tag).rpartition('}')[2]} holds elements where a text belongs")
    return (element.text or "").strip()


def _name_id(subject: _Element | None) -> NameID | None:
    found = [] if subject is None else _each(subject, "NameID")
    if len(found) > 1:
        raise malformed("the Subject has two elements NameID")
    return NameID(text_of(found[0]), found[0].get("Format")) if found else None


def _confirmation(element: _Element) -> Confirmation:
    data = _each(element, "SubjectConfirmationData")
    if len(data) > 1:
        raise malformed("a SubjectConfirmation has two elements SubjectConfirmationData")
    said = [data[0].get(name) if data else None for name in ("Recipient", "NotBefore", "NotOnOrAfter", "InResponseTo")]
    return Confirmation(element.get("Method", ""), *said)


def _conditions(element: _Element | None) -> Conditions | None:
    if element is None:
        return None
    audiences = tuple(
        tuple(text_of(audience) for audience in _each(restriction, "Audience"))
        for restriction in _each(element, "AudienceRestriction")
    )
    known = {f"{ASSERTION}{name}" for name in _CONDITIONS}
    others = tuple(str(child.tag).rpartition("}")[2] for child in element if child.tag not in known)
    return Conditions(element.get("NotBefore"), element.get("NotOnOrAfter"), audiences, others)


def _value(element: _Element) -> str | None:
    if len(element):
        return None
    return "" if element.get(_NIL) in ("true", "1") else (element.text or "").strip()


def _each(element: _Element, name: str) -> list[_Element]:
    return element.findall(f"{ASSERTION}{name}")
