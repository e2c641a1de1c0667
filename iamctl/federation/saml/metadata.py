"""The metadata of a SAML identity provider: who it is, by which keys it signs, where people sign in.

Rules kept here:
  * 1000-10,000,000 characters, no byte order mark, no document type declaration (nothing of it is needed, and
    entities declared in one can grow a small text without bound);
  * an EntityDescriptor holds an IDPSSODescriptor, and that a signing certificate: a KeyDescriptor whose use is
    `signing` or not given, with an X509Certificate that is base64 of DER;
  * at most 10 identity providers and 10 keys each;
  * one certificate at least can be read, and has an RSA key of 1024 bits or more, or one on a curve.

It is read by expat, which every Python has: a provider is kept without the packages that verify its assertions.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html
         https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from iamctl.errors import InvalidInput
from iamctl.model.names import SAML_METADATA, validation_error

_METADATA = "urn:oasis:names:tc:SAML:2.0:metadata "
_SIGNATURE = "http://www.w3.org/2000/09/xmldsig# "
ENTITIES = f"{_METADATA}EntitiesDescriptor"
ENTITY = f"{_METADATA}EntityDescriptor"
IDP = f"{_METADATA}IDPSSODescriptor"
KEY = f"{_METADATA}KeyDescriptor"
SIGN_ON = f"{_METADATA}SingleSignOnService"
CERTIFICATE = f"{_SIGNATURE}X509Certificate"
MOST_IDPS = MOST_KEYS = 10
_DER_SEQUENCE = 0x30
_DEEPEST = 100
"""Elements in one another; real metadata has about ten."""


class SignOnService(NamedTuple):
    """Where an identity provider takes sign-in requests.

    Attributes:
        binding: `urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect`, `…:HTTP-POST` and others.
        location: a URL.
    """

    binding: str
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProvider:
    """One identity provider of the metadata.

    Attributes:
        entity_id: what its assertions have as Issuer.
        certificates: DER, in the order of the document; they hold a key each and nothing of them is looked at here.
        valid_until: the times after which the metadata says of itself that it does not hold, as written.
        sign_on_services: in the order of the document.
        wants_signed_requests: whether it takes only sign-in requests that are signed.
    """

    entity_id: str
    certificates: tuple[bytes, ...] = ()
    valid_until: tuple[str, ...] = ()
    sign_on_services: tuple[SignOnService, ...] = ()
    wants_signed_requests: bool = False


def check_metadata(text: str) -> None:
    """Hold the metadata against the rules.

    Raises:
        ValidationError: it is too short or too long.
        InvalidInput: it breaks another rule; the hint says which, and where the XML is broken.
    """
    _check_length(text)
    if text.startswith("\ufeff"):
        raise _unparsable("the document begins with a byte order mark; save it as UTF-8 without one")
    _check_keys(read_metadata(text))


def read_metadata(text: str) -> tuple[IdentityProvider, ...]:
    """The identity providers of the metadata, in its order; of any length.

    Raises:
        InvalidInput: it describes none; the hint says why.
    """
    outline = _Outline()
    outline.read(text)
    outline.check()
    return tuple(outline.idps)


def _check_length(text: str) -> None:
    least, most = SAML_METADATA.least, SAML_METADATA.most
    if not least <= len(text) <= most:
        bound = f"less than or equal to {most}" if len(text) > most else f"greater than or equal to {least}"
        # Not the common sentence: it would repeat the whole document.
        where = f"Value at '{SAML_METADATA.member}' failed to satisfy constraint: Member must"
        raise validation_error([f"{where} have length {bound}"])


def _check_keys(idps: tuple[IdentityProvider, ...]) -> None:
    from iamctl.federation.saml.signature import signing_keys

    keys, refused = signing_keys([der for idp in idps for der in idp.certificates])
    if not keys:
        raise _unparsable("; ".join(refused))


def _unparsable(reason: str) -> InvalidInput:
    return InvalidInput("Could not parse metadata", hint=reason)


class _Open(NamedTuple):
    """An element that is not closed yet."""

    name: str
    entity_id: str
    valid_until: str


@dataclass
class _Draft:
    """An identity provider whose element is not closed yet."""

    entity_id: str
    valid_until: tuple[str, ...]
    wants_signed_requests: bool
    certificates: list[bytes] = field(default_factory=list)
    sign_on_services: list[SignOnService] = field(default_factory=list)

    def done(self) -> IdentityProvider:
        return IdentityProvider(
            entity_id=self.entity_id,
            certificates=tuple(self.certificates),
            valid_until=self.valid_until,
            sign_on_services=tuple(self.sign_on_services),
            wants_signed_requests=self.wants_signed_requests,
        )


@dataclass
class _Outline:
    """What matters of the document, gathered while it is read once."""

    _open: list[_Open] = field(default_factory=list)
    _signs: bool = False
    _certificate: list[str] | None = None
    _keys: int = 0
    _idp: _Draft | None = None
    entities: int = 0
    idps: list[IdentityProvider] = field(default_factory=list)

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
        if len(self.idps) > MOST_IDPS:
            found = f"the document describes {len(self.idps)} identity providers"
            raise _unparsable(f"{found}, at most {MOST_IDPS} are taken")
        if not any(idp.certificates for idp in self.idps):
            raise _unparsable("the IDPSSODescriptor has no certificate for signing")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        entity = next((each for each in reversed(self._open) if each.name == ENTITY), None)
        if name == ENTITY:
            self.entities += 1
        elif name == IDP and entity is not None:
            self._keys = 0
            said = [*(each.valid_until for each in self._open), attributes.get("validUntil", "")]
            wants_signed = attributes.get("WantAuthnRequestsSigned") in ("true", "1")
            self._idp = _Draft(entity.entity_id, tuple(filter(None, said)), wants_signed)
        elif self._idp is not None:
            self._start_in_idp(self._idp, name, attributes)
        if len(self._open) == _DEEPEST:
            raise _unparsable(f"elements stand in one another more than {_DEEPEST} deep")
        entity_id, until = attributes.get("entityID", ""), attributes.get("validUntil", "")
        self._open.append(_Open(name, entity_id, until if name in (ENTITIES, ENTITY) else ""))

    def _start_in_idp(self, idp: _Draft, name: str, attributes: dict[str, str]) -> None:
        if name == KEY:
            self._keys += 1
            self._signs = attributes.get("use", "signing") == "signing"
            if self._keys > MOST_KEYS:
                raise _unparsable(f"an identity provider has more than {MOST_KEYS} keys")
        elif name == CERTIFICATE and self._signs and self._is_inside(KEY):
            self._certificate = []
        elif name == SIGN_ON:
            idp.sign_on_services.append(SignOnService(attributes.get("Binding", ""), attributes.get("Location", "")))

    def _end(self, name: str) -> None:
        self._open.pop()
        if name == KEY:
            self._signs = False
        if name == CERTIFICATE and self._certificate is not None:
            der = _der("".join(self._certificate))
            if der is not None and self._idp is not None:
                self._idp.certificates.append(der)
            self._certificate = None
        if name == IDP and self._idp is not None:
            self.idps.append(self._idp.done())
            self._idp = None

    def _text(self, text: str) -> None:
        if self._certificate is not None:
            self._certificate.append(text)

    def _is_inside(self, name: str) -> bool:
        return any(each.name == name for each in self._open)


def _refuse_doctype(*_: object) -> NoReturn:
    raise _unparsable("the document has a document type declaration; metadata needs none")


def _der(text: str) -> bytes | None:
    try:
        der = binascii.a2b_base64("".join(text.split()), strict_mode=True)
    except (binascii.Error, ValueError):
        return None
    return der if len(der) > 2 and der[0] == _DER_SEQUENCE else None
