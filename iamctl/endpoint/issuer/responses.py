"""SAML responses for tests, and the metadata of who issues them: true ones, and ones with a fault that was asked for.

The metadata says so as the organization's name, each assertion by an attribute.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
         https://docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from signxml import methods
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.signer import XMLSigner

from iamctl.endpoint.issuer.fault import EXPIRED, INVALID, REJECTED, REPLAYED, Fault, refused, the_fault
from iamctl.endpoint.issuer.tokens import FOR_TESTS
from iamctl.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from iamctl.endpoint.issuer.keys import Keys, SigningKey

AWS = "https://signin.aws.amazon.com/saml"
AWS_AUDIENCE = "urn:amazon:webservices"
PREFIX = "https://aws.amazon.com/SAML/Attributes/"
_SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
_SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol"
_DS = "http://www.w3.org/2000/09/xmldsig#"
_BINDINGS = ("HTTP-Redirect", "HTTP-POST")
_PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
_LIFETIME = 300
FAULTS: dict[str, Fault] = {
    "expired": refused("it ended an hour ago", EXPIRED),
    "wrong-signature": refused("another's key signed it"),
    "unsigned": refused("nobody signed it"),
    "only-the-response-signed": refused("the response is signed and the assertion in it is not"),
    "altered": refused("its NameID was changed after it was signed"),
    "wrapped": refused("a forged assertion stands before the signed one"),
    "sha1": refused("it is signed with SHA-1"),
    "doctype": refused("it has a document type declaration"),
    "wrong-issuer": refused("it is of another issuer"),
    "no-role": refused("it has no attribute Role"),
    "not-signed-in": refused("its status says that nobody signed in", REJECTED),
    "not-yet-valid": Fault("it begins to hold in an hour", None, INVALID),
    "wrong-audience": Fault("its AudienceRestriction names somebody else", None, INVALID),
    "answers-another": Fault("it answers a request that was never sent", None, INVALID),
    REPLAYED: Fault("it is the one before once more", None, INVALID),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a response says.

    Attributes:
        roles: `ROLE-ARN,PROVIDER-ARN` each.
        attributes: further ones, by their whole names.
    """

    subject: str
    session_name: str
    roles: Sequence[str] = ()
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    recipient: str = AWS
    audience: str = AWS_AUDIENCE
    in_response_to: str | None = None


class Responses:
    """What makes responses.

    Attributes:
        entity_id: the issuer of them.
        last: the one that was made last, in base64; None before.
    """

    def __init__(self, issuer: str, keys: Keys, now: Callable[[], datetime], entropy: Callable[[int], bytes]) -> None:
        self.entity_id = f"{issuer}/saml/metadata"
        self._sign_on = f"{issuer}/saml/sso"
        self._keys = keys
        self._now = now
        self._entropy = entropy
        self.last: str | None = None

    def metadata(self) -> str:
        keys = "".join(
            f'<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="{_DS}"><ds:X509Data><ds:X509Certificate>'
            f"{key.certificate_text}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
            for key in self._keys.published
        )
        services = "".join(
            f'<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:{binding}" '
            f"Location={quoteattr(self._sign_on)}/>"
            for binding in _BINDINGS
        )
        told = escape(FOR_TESTS)
        organization = "".join(
            f'<md:{name} xml:lang="en">{text}</md:{name}>'
            for name, text in (
                ("OrganizationName", told),
                ("OrganizationDisplayName", told),
                ("OrganizationURL", escape(self.entity_id)),
            )
        )
        return (
            f"<!-- {told} -->\n"
            '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" '
            f"entityID={quoteattr(self.entity_id)}>"
            f'<md:IDPSSODescriptor protocolSupportEnumeration="{_SAMLP}" WantAuthnRequestsSigned="false">'
            f"{keys}{services}</md:IDPSSODescriptor><md:Organization>{organization}</md:Organization></md:EntityDescriptor>\n"
        )

    def issued(self, said: Said, *, fault: str | None = None) -> str:
        """A response in base64, as a browser posts it.

        Raises:
            InvalidInput: there is no such fault, no response to be replayed, or a text that XML cannot hold.
        """
        if fault is not None:
            the_fault(FAULTS, fault)
        if fault == REPLAYED:
            if self.last is None:
                raise InvalidInput("No response was issued yet that could be replayed.")
            return self.last
        try:
            text = self._text(said, fault or "")
        except (ValueError, etree.XMLSyntaxError):
            raise InvalidInput(
                "XML cannot hold what the response is to say.", hint="leave control characters out"
            ) from None
        self.last = b64encode(text).decode()
        return self.last

    def _text(self, said: Said, fault: str) -> bytes:
        if fault == "answers-another":
            said = replace(said, in_response_to="_never-sent")
        elif fault == "wrong-audience":
            said = replace(said, audience="https://somebody-else.invalid")
        elif fault == "no-role":
            said = replace(said, roles=())
        issuer = "https://issuer.invalid/saml" if fault == "wrong-issuer" else self.entity_id
        assertion = self._assertion(said, issuer, self._times(fault))
        status = "AuthnFailed" if fault == "not-signed-in" else "Success"
        response = self._response(said, issuer, status)
        make = _FORGERIES.get(fault, _plain)
        text: bytes = etree.tostring(make(self._keys, response, assertion))
        return b"<!DOCTYPE for-tests>" + text if fault == "doctype" else text

    def _times(self, fault: str) -> tuple[str, str, str]:
        """When it was issued, from when on it holds, until when."""
        shift = {"expired": -3600, "not-yet-valid": 3600}.get(fault, 0)
        at = self._now()
        begin = at + timedelta(seconds=shift - 60)
        return _time(at), _time(begin), _time(begin + timedelta(seconds=60 + _LIFETIME))

    def _assertion(self, said: Said, issuer: str, times: tuple[str, str, str]) -> Any:
        at, begin, end = times
        answers = f" InResponseTo={quoteattr(said.in_response_to)}" if said.in_response_to is not None else ""
        attributes = {
            **({f"{PREFIX}Role": said.roles} if said.roles else {}),
            f"{PREFIX}RoleSessionName": (said.session_name,),
            "ForTests": (FOR_TESTS,),
            **said.attributes,
        }
        text = (
            f'<saml:Assertion xmlns:saml="{_SAML}" ID="{self._id()}" Version="2.0" IssueInstant="{at}">'
            f"<saml:Issuer>{escape(issuer)}</saml:Issuer><saml:Subject>"
            f'<saml:NameID Format="{_PERSISTENT}">{escape(said.subject)}</saml:NameID>'
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData '
            f'Recipient={quoteattr(said.recipient)} NotOnOrAfter="{end}"{answers}/></saml:SubjectConfirmation>'
            f'</saml:Subject><saml:Conditions NotBefore="{begin}" NotOnOrAfter="{end}"><saml:AudienceRestriction>'
            f"<saml:Audience>{escape(said.audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{at}" SessionIndex="{self._id()}"><saml:AuthnContext>'
            "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>"
            "</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>"
            f"{''.join(_attribute(name, values) for name, values in attributes.items())}"
            "</saml:AttributeStatement></saml:Assertion>"
        )
        return _parsed(text)

    def _response(self, said: Said, issuer: str, status: str) -> Any:
        answers = f" InResponseTo={quoteattr(said.in_response_to)}" if said.in_response_to is not None else ""
        return _parsed(
            f'<samlp:Response xmlns:samlp="{_SAMLP}" xmlns:saml="{_SAML}" ID="{self._id()}" Version="2.0" '
            f'IssueInstant="{_time(self._now())}" Destination={quoteattr(said.recipient)}{answers}>'
            f"<saml:Issuer>{escape(issuer)}</saml:Issuer><samlp:Status>"
            f'<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status></samlp:Response>'
        )

    def _id(self) -> str:
        return f"_{self._entropy(16).hex()}"


def _attribute(name: str, values: Sequence[str]) -> str:
    shown = "".join(f"<saml:AttributeValue>{escape(value)}</saml:AttributeValue>" for value in values)
    return f"<saml:Attribute Name={quoteattr(name)}>{shown}</saml:Attribute>"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _parsed(text: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(text.encode(), parser)


def _plain(keys: Keys, response: Any, assertion: Any) -> Any:
    response.append(_signed(assertion, keys.signing))
    return response


def _by_a_stranger(keys: Keys, response: Any, assertion: Any) -> Any:
    response.append(_signed(assertion, keys.stranger))
    return response


def _unsigned(keys: Keys, response: Any, assertion: Any) -> Any:  # noqa: ARG001
    response.append(assertion)
    return response


def _only_response(keys: Keys, response: Any, assertion: Any) -> Any:
    response.append(assertion)
    return _signed(response, keys.signing)


def _altered(keys: Keys, response: Any, assertion: Any) -> Any:
    signed = _signed(assertion, keys.signing)
    _name_id(signed).text = "somebody-else"
    response.append(signed)
    return response


def _wrapped(keys: Keys, response: Any, assertion: Any) -> Any:
    signed = _signed(assertion, keys.signing)
    _name_id(assertion).text = "somebody-else"
    assertion.set("ID", f"{assertion.get('ID')}0")
    response.extend((assertion, signed))
    return response


def _sha1(keys: Keys, response: Any, assertion: Any) -> Any:
    response.append(_signed(assertion, keys.signing, SignatureMethod.RSA_SHA1, DigestAlgorithm.SHA1))
    return response


_FORGERIES: dict[str, Callable[[Keys, Any, Any], Any]] = {
    "wrong-signature": _by_a_stranger,
    "unsigned": _unsigned,
    "only-the-response-signed": _only_response,
    "altered": _altered,
    "wrapped": _wrapped,
    "sha1": _sha1,
}


def _name_id(assertion: Any) -> Any:
    return assertion.find(f"{{{_SAML}}}Subject/{{{_SAML}}}NameID")


class _Signer(XMLSigner):
    def check_deprecated_methods(self) -> None:
        """SHA-1 is a fault that can be asked for."""


def _signed(
    element: Any,
    key: SigningKey,
    method: SignatureMethod = SignatureMethod.RSA_SHA256,
    digest: DigestAlgorithm = DigestAlgorithm.SHA256,
) -> Any:
    """A copy of the element with a signature of its own behind its Issuer."""
    copy = _parsed(etree.tostring(element).decode())
    copy.find(f"{{{_SAML}}}Issuer").addnext(etree.Element(f"{{{_DS}}}Signature", Id="placeholder", nsmap={"ds": _DS}))
    signer = _Signer(
        method=methods.enveloped,
        signature_algorithm=method,
        digest_algorithm=digest,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    signed = signer.sign(
        copy, key=key.private_key, cert=[key.certificate], reference_uri=copy.get("ID"), id_attribute="ID"
    )
    return _parsed(etree.tostring(signed).decode())
