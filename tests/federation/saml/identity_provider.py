"""An identity provider for the tests: it signs whatever it is told to, also what no honest one would.

The counterparts that share no code with this are in `test_real_providers`.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import XMLSigner, methods
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod

from iamctl.model.saml_provider import SAMLProvider

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ACCOUNT_ID = "111122223333"
ISSUER = "https://idp.example/saml"
ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/Deploy"
PROVIDER = f"arn:aws:iam::{ACCOUNT_ID}:saml-provider/Okta"
RECIPIENT = "https://signin.aws.amazon.com/saml"
PREFIX = "https://aws.amazon.com/SAML/Attributes/"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol"
DS = "http://www.w3.org/2000/09/xmldsig#"
NS = {"saml": SAML, "samlp": SAMLP, "ds": DS}
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


@dataclass(frozen=True)
class Signer:
    """A key and the certificate that carries it."""

    key: Any
    certificate: x509.Certificate

    @property
    def base64(self) -> str:
        return b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode()

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def private_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


@cache
def signer(name: str = "first", *, kind: str = "rsa2048", until: datetime = datetime(2036, 1, 1, tzinfo=UTC)) -> Signer:
    """A key of this name, the same one for the whole run."""
    key: Any = ec.generate_private_key(ec.SECP256R1())
    if kind.startswith("rsa"):
        key = rsa.generate_private_key(public_exponent=65537, key_size=int(kind.removeprefix("rsa")))
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    begin = min(datetime(2020, 1, 1, tzinfo=UTC), until - timedelta(days=1))
    return Signer(key, builder.not_valid_before(begin).not_valid_after(until).sign(key, hashes.SHA256()))


def metadata(*signers: Signer, issuer: str = ISSUER, attributes: str = "") -> str:
    keys = "".join(
        f'<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="{DS}"><ds:X509Data><ds:X509Certificate>{each.base64}'
        "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        for each in signers
    )
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{issuer}" {attributes}>'
        f'<md:IDPSSODescriptor protocolSupportEnumeration="{SAMLP}">{keys}'
        '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" '
        f'Location="{issuer}/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>'
    )


def provider(*signers: Signer, text: str | None = None, **members: Any) -> SAMLProvider:
    return SAMLProvider(
        account_id=ACCOUNT_ID,
        provider_name="Okta",
        metadata_document=metadata(*(signers or (signer(),))) if text is None else text,
        create_date=NOW,
        valid_until=NOW.replace(year=2126),
        **members,
    )


def time(seconds: float) -> str:
    return f"{NOW + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}"


def attribute(name: str, *values: str) -> str:
    shown = "".join(f"<saml:AttributeValue>{value}</saml:AttributeValue>" for value in values)
    return f'<saml:Attribute Name="{name}">{shown}</saml:Attribute>'


@dataclass
class Said:
    """The parts of an assertion, as texts; a test changes one. Empty leaves a part out."""

    id: str = "_assertion-1"
    issuer: str = f"<saml:Issuer>{ISSUER}</saml:Issuer>"
    name_id: str = f'<saml:NameID Format="{PERSISTENT}">kim</saml:NameID>'
    confirmation: str = (
        '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
        f'<saml:SubjectConfirmationData Recipient="{RECIPIENT}" NotOnOrAfter="{time(300)}"/></saml:SubjectConfirmation>'
    )
    conditions: str = (
        f'<saml:Conditions NotBefore="{time(-60)}" NotOnOrAfter="{time(300)}"><saml:AudienceRestriction>'
        "<saml:Audience>urn:amazon:webservices</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
    )
    statement: str = (
        f'<saml:AuthnStatement AuthnInstant="{time(-5)}" SessionIndex="s"><saml:AuthnContext>'
        "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>"
        "</saml:AuthnContext></saml:AuthnStatement>"
    )
    role: str = attribute(f"{PREFIX}Role", f"{ROLE},{PROVIDER}")
    session_name: str = attribute(f"{PREFIX}RoleSessionName", "kim@acme.example")
    attributes: list[str] = field(default_factory=list)

    def element(self) -> etree._Element:
        text = (
            f'<saml:Assertion xmlns:saml="{SAML}" ID="{self.id}" Version="2.0" IssueInstant="{time(-5)}">{self.issuer}'
            f"<saml:Subject>{self.name_id}{self.confirmation}</saml:Subject>{self.conditions}{self.statement}"
            f"<saml:AttributeStatement>{self.role}{self.session_name}{''.join(self.attributes)}"
            "</saml:AttributeStatement></saml:Assertion>"
        )
        return etree.fromstring(text)


def sign(
    element: etree._Element,
    by: Signer | None = None,
    *,
    method: SignatureMethod = SignatureMethod.RSA_SHA256,
    digest: DigestAlgorithm = DigestAlgorithm.SHA256,
    canonical: CanonicalizationMethod = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
) -> etree._Element:
    """The element with a signature of its own, behind its Issuer."""
    by = by or signer()
    element = etree.fromstring(etree.tostring(element))
    issuer = element.find("saml:Issuer", NS)
    if issuer is not None:
        place = etree.Element(f"{{{DS}}}Signature", Id="placeholder", nsmap={"ds": DS})
        issuer.addnext(place)

    class Lax(XMLSigner):
        def check_deprecated_methods(self) -> None:
            """SHA-1 is signed with here, to see it refused."""

    signed = Lax(
        method=methods.enveloped, signature_algorithm=method, digest_algorithm=digest, c14n_algorithm=canonical
    ).sign(element, key=by.key, cert=[by.certificate], reference_uri=element.get("ID"), id_attribute="ID")
    return etree.fromstring(etree.tostring(signed))


def enclose(*children: etree._Element, id: str = "_response-1", status: str = "Success") -> etree._Element:
    """A Response of these children."""
    response = etree.fromstring(
        f'<samlp:Response xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" ID="{id}" Version="2.0" IssueInstant="{time(-5)}" '
        f'Destination="{RECIPIENT}"><saml:Issuer>{ISSUER}</saml:Issuer><samlp:Status>'
        f'<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status></samlp:Response>'
    )
    response.extend(children)
    return response


def response(said: Said | None = None, by: Signer | None = None, **how: Any) -> bytes:
    """A response whose assertion is signed, in base64 as a browser posts it."""
    return packed(enclose(sign((said or Said()).element(), by, **how)))


def packed(root: etree._Element) -> bytes:
    return b64encode(etree.tostring(root))


def unpacked(text: bytes) -> etree._Element:
    return etree.fromstring(b64decode(text))
