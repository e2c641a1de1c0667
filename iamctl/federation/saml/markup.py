"""The XML of a SAML response, and its shape: what is ambiguous is nothing.

Rules kept here:
  * UTF-8 and nothing else; no document type declaration, so no entity and nothing from outside; no comment and no
    processing instruction, which split a text for whoever reads only its first piece;
  * bounded: the bytes before they are parsed, then the elements and how deep they stand in one another;
  * an ID is there once in the whole document, whatever the letters of its attribute's name;
  * a Response holds exactly one assertion, in clear or encrypted, as its own child, and there is no other anywhere:
    every signature-wrapping attack needs a second one to move the signed one out of the way;
  * a Signature is the child of the Response or of the assertion, one of each at most, and nowhere else.

AWS does not say how it reads a response of two assertions, or one with comments: they are refused here.

Sources: https://docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf (3.2.2, 5.4)
         https://www.usenix.org/system/files/conference/usenixsecurity12/sec12-final91.pdf (On Breaking SAML)
"""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidIdentityToken, MachineError

if TYPE_CHECKING:
    from types import ModuleType

    from lxml.etree import XMLParser, _Element

PROTOCOL = "{urn:oasis:names:tc:SAML:2.0:protocol}"
ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}"
ENCRYPTION = "{http://www.w3.org/2001/04/xmlenc#}"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
LONGEST = 100_000
"""Characters of base64 that AssumeRoleWithSAML takes."""
_MOST_ELEMENTS = 5_000
_DEEPEST = 64
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_IDS = ("ID", "Id", "id", "{http://www.w3.org/XML/1998/namespace}id")


class Document(NamedTuple):
    """A response of the right shape; nothing in it is known to be true yet.

    Attributes:
        assertion: the child Assertion; None where it is encrypted.
        encrypted: the child EncryptedAssertion, or None.
    """

    response: _Element
    assertion: _Element | None
    encrypted: _Element | None


def malformed(reason: str) -> InvalidIdentityToken:
    """AWS's one sentence about every response that it cannot read, and the reason, which AWS does not tell."""
    return InvalidIdentityToken("Invalid base64 SAMLResponse", hint=reason)


def decoded(response: bytes) -> bytes:
    """The XML of a response as browsers post it, in base64 with or without line ends; XML itself is given as it is.

    Raises:
        InvalidIdentityToken: it is neither, or larger than STS takes.
    """
    if len(response) > LONGEST:
        raise malformed(f"it has {len(response)} bytes, at most {LONGEST} are taken")
    if response.lstrip()[:1] == b"<":
        return response
    try:
        return binascii.a2b_base64(b"".join(response.split()), strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise malformed("it is neither base64 nor XML") from error


def parse(text: bytes) -> _Element:
    """The document's root element.

    Raises:
        InvalidIdentityToken: it is no XML within the rules.
    """
    etree = _etree()
    if (declared := _DECLARED.match(text)) and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise malformed("it declares an encoding other than UTF-8")
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise malformed(f"byte {error.start + 1} is not UTF-8") from error
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise malformed("it has a document type declaration, and a response needs none")
    try:
        root: _Element = etree.fromstring(text, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise malformed(f"it is not well-formed XML: {error}") from error
    _check_nodes(root)
    return root


def parser() -> XMLParser:
    """A parser that follows nothing and grows nothing."""
    bounded: XMLParser = _etree().XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
    )
    return bounded


def in_context(text: bytes, namespaces: dict[str | None, str]) -> _Element:
    """The one element that `text` is, where these prefixes are declared already.

    Raises:
        InvalidIdentityToken: it is not one element within the rules.
    """
    from xml.sax.saxutils import quoteattr

    declared = (f"xmlns{f':{prefix}' if prefix else ''}={quoteattr(uri)}" for prefix, uri in namespaces.items())
    body = re.sub(rb"\A\s*<\?xml[^>]*\?>", b"", text)
    root = parse(f"<context {' '.join(declared)}>".encode() + body + b"</context>")
    if root.tag.rpartition("}")[2] != "context" or len(root) != 1:
        raise malformed("what was encrypted is not one element")
    return root[0]


def shaped(root: _Element) -> Document:
    """The response of this root, held against its shape.

    Raises:
        InvalidIdentityToken: it is no response of one assertion.
    """
    if root.tag != f"{PROTOCOL}Response":
        raise malformed(f"the document is {_said(root)} and no SAML 2.0 Response")
    if root.get("Version") != "2.0" or not root.get("ID"):
        raise malformed("the Response has no ID, or is not of Version 2.0")
    names = (f"{ASSERTION}Assertion", f"{ASSERTION}EncryptedAssertion")
    found = list(root.iter(*names))
    if len(found) != 1 or found[0].getparent() is not root:
        if not found:
            sentence = "Response (with optional signature) must contain an assertion with a mandatory signature"
            raise InvalidIdentityToken(sentence, hint="it has no Assertion")
        raise malformed("a Response has exactly one Assertion, as its own child, and there is no other in it")
    only = found[0]
    if only.tag == names[1]:
        check_signatures(root)
        return Document(root, None, only)
    check_assertion(only)
    check_signatures(root, only)
    return Document(root, only, None)


def check_assertion(assertion: _Element) -> None:
    """Hold the element itself against the shape of an assertion.

    Raises:
        InvalidIdentityToken: it is none, or it holds another.
    """
    if assertion.tag != f"{ASSERTION}Assertion" or assertion.get("Version") != "2.0" or not assertion.get("ID"):
        raise malformed("the Assertion has no ID, or is not of Version 2.0")
    if sum(1 for _ in assertion.iter(f"{ASSERTION}Assertion", f"{ASSERTION}EncryptedAssertion")) != 1:
        raise malformed("the Assertion holds another one")


def check_signatures(*signed: _Element) -> None:
    """Hold that Signatures are children of these elements, one each at most, and nowhere else in the first's tree.

    Raises:
        InvalidIdentityToken: one is elsewhere, or there are two.
    """
    for signature in signed[0].iter(f"{SIGNATURE}Signature"):
        if signature.getparent() not in signed:
            raise malformed("a Signature stands elsewhere than in the Response or in the Assertion")
    if any(len(element.findall(f"{SIGNATURE}Signature")) > 1 for element in signed):
        raise malformed("an element has two Signatures")


def status_of(response: _Element) -> tuple[str, ...]:
    """The status codes, the outer one first; empty where there are none."""
    outer = response.find(f"{PROTOCOL}Status/{PROTOCOL}StatusCode")
    if outer is None:
        return ()
    return tuple(code.get("Value", "") for code in outer.iter(f"{PROTOCOL}StatusCode"))


def _check_nodes(root: _Element) -> None:
    ids: set[str] = set()
    for count, element in enumerate(root.iter(), 1):
        if not isinstance(element.tag, str):
            raise malformed("it has a comment, a processing instruction or an entity")
        if count > _MOST_ELEMENTS:
            raise malformed(f"it has more than {_MOST_ELEMENTS} elements")
        for name in _IDS:
            if (value := element.get(name)) is not None:
                if value in ids:
                    raise malformed(f"the ID {value} is there twice")
                ids.add(value)
        if len(element) == 0 and sum(1 for _ in element.iterancestors()) >= _DEEPEST:
            raise malformed(f"elements stand in one another more than {_DEEPEST} deep")
    if root.getprevious() is not None or root.getnext() is not None:
        raise malformed("it has a comment or a processing instruction beside its root element")


def _said(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2] or "nothing"


def _etree() -> ModuleType:
    """lxml, 12 ms that only a sign-in pays; it is in an extra."""
    try:
        from lxml import etree
    except ImportError as error:
        raise lacking("lxml") from error
    return etree


def lacking(package: str) -> MachineError:
    """What to do where a package of the extra is not installed."""
    return MachineError(
        f"Verifying SAML needs the package {package}, which is not installed.",
        hint="pip install 'iamctl[federation]'",
    )
