"""The metadata of a SAML identity provider, as far as keeping it asks: well-formed, whole, harmless.

Rules kept here:
  * 1000-10,000,000 characters, no byte order mark, no document type declaration (nothing of it is needed, and
    entities declared in one can grow a small text without bound);
  * an EntityDescriptor holds an IDPSSODescriptor, and that a signing certificate: a KeyDescriptor whose use is
    `signing` or not given, with an X509Certificate that is base64 of DER;
  * at most 10 identity providers and 10 keys each.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html
"""

from __future__ import annotations

import binascii
from typing import NoReturn

from iamctl.errors import InvalidInput
from iamctl.model.names import SAML_METADATA, validation_error

_METADATA = "urn:oasis:names:tc:SAML:2.0:metadata "
_SIGNATURE = "http://www.w3.org/2000/09/xmldsig# "
ENTITY = f"{_METADATA}EntityDescriptor"
IDP = f"{_METADATA}IDPSSODescriptor"
KEY = f"{_METADATA}KeyDescriptor"
CERTIFICATE = f"{_SIGNATURE}X509Certificate"
MOST_IDPS = MOST_KEYS = 10
_DER_SEQUENCE = 0x30


def check_metadata(text: str) -> None:
    """Hold the metadata against the rules.

    Raises:
        ValidationError: it is too short or too long.
        InvalidInput: it breaks another rule; the hint says which, and where the XML is broken.
    """
    _check_length(text)
    if text.startswith("\ufeff"):
        raise _unparsable("the document begins with a byte order mark; save it as UTF-8 without one")
    outline = _Outline()
    outline.read(text)
    outline.check()


def _check_length(text: str) -> None:
    least, most = SAML_METADATA.least, SAML_METADATA.most
    if not least <= len(text) <= most:
        bound = f"less than or equal to {most}" if len(text) > most else f"greater than or equal to {least}"
        # Not the common sentence: it would repeat the whole document.
        where = f"Value at '{SAML_METADATA.member}' failed to satisfy constraint: Member must"
        raise validation_error([f"{where} have length {bound}"])


def _unparsable(reason: str) -> InvalidInput:
    return InvalidInput("Could not parse metadata", hint=reason)


class _Outline:
    """What matters of the document, gathered while it is read once."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._signs = False
        self._certificate: list[str] | None = None
        self._keys = 0
        self.entities = 0
        self.idps = 0
        self.certificates: list[str] = []

    def read(self, text: str) -> None:
        from xml.parsers import expat  # only a provider pays for it

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            where = f"line {error.lineno}, column {error.offset + 1}"
            raise _unparsable(f"{where}: {expat.ErrorString(error.code)}") from error

    def check(self) -> None:
        if not self.entities:
            raise _unparsable("the document has no EntityDescriptor of SAML 2.0 metadata")
        if not self.idps:
            raise _unparsable("no EntityDescriptor has an IDPSSODescriptor: it describes no identity provider")
        if self.idps > MOST_IDPS:
            raise _unparsable(f"the document describes {self.idps} identity providers, at most {MOST_IDPS} are taken")
        if not any(_is_certificate(text) for text in self.certificates):
            raise _unparsable("the IDPSSODescriptor has no certificate for signing")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == ENTITY:
            self.entities += 1
        elif name == IDP and ENTITY in self._open:
            self.idps += 1
            self._keys = 0
        elif name == KEY and IDP in self._open:
            self._keys += 1
            self._signs = attributes.get("use", "signing") == "signing"
            if self._keys > MOST_KEYS:
                raise _unparsable(f"an identity provider has more than {MOST_KEYS} keys")
        elif name == CERTIFICATE and self._signs and KEY in self._open:
            self._certificate = []
        self._open.append(name)

    def _end(self, name: str) -> None:
        self._open.pop()
        if name == KEY:
            self._signs = False
        if name == CERTIFICATE and self._certificate is not None:
            self.certificates.append("".join(self._certificate))
            self._certificate = None

    def _text(self, text: str) -> None:
        if self._certificate is not None:
            self._certificate.append(text)


def _refuse_doctype(*_: object) -> NoReturn:
    raise _unparsable("the document has a document type declaration; metadata needs none")


def _is_certificate(text: str) -> bool:
    try:
        der = binascii.a2b_base64("".join(text.split()), strict_mode=True)
    except (binascii.Error, ValueError):
        return False
    return len(der) > 2 and der[0] == _DER_SEQUENCE
