"""Attacks by a SAML response, and what AssumeRoleWithSAML answers to each."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterator

from attack_answers import Row, by_assertion, new_world
from lxml import etree
from service.sts.vouching import SAML_ARN
from signxml.algorithms import DigestAlgorithm, SignatureMethod

from iamctl.service.saml_providers import set_saml_provider_verification
from tests.federation.saml import test_attacks as shapes
from tests.federation.saml.identity_provider import (
    DS,
    ISSUER,
    NS,
    SAMLP,
    Said,
    enclose,
    packed,
    response,
    sign,
    signer,
    time,
    unpacked,
)


def rows() -> Iterator[Row]:
    """In the table's order; the first is no attack, and shows that the account takes what is true."""
    world = new_world()
    for attack, said in _attacks():
        yield by_assertion(world, attack, said)
    for attack, said in _let_pass():
        yield by_assertion(world, f"{attack}: as AWS", said)
    world.root.call(set_saml_provider_verification, saml_provider_arn=SAML_ARN, verification="Strict")
    for attack, said in _let_pass():
        yield by_assertion(world, f"{attack}: a strict provider", said)


def _attacks() -> Iterator[tuple[str, bytes]]:
    yield "none: a response as the provider signs it", response()
    for number, shape in enumerate(shapes.WRAPPED, 1):
        yield f"XSW{number}: {(shape.__doc__ or '').strip().rstrip('.')}", packed(shape())
    yield from _markup()
    yield from _signatures()
    yield from _sizes()
    yield "an assertion that is over", response(Said(conditions=f'<saml:Conditions NotOnOrAfter="{time(-1)}"/>'))
    yield "an issuer that the metadata lacks", response(Said(issuer="<saml:Issuer>https://evil.example</saml:Issuer>"))


def _markup() -> Iterator[tuple[str, bytes]]:
    whole = etree.tostring(enclose(sign(Said().element())))
    yield "a comment in the NameID", b64encode(whole.replace(b">kim<", b">k<!---->im<"))
    yield "a comment in the name of a role", b64encode(whole.replace(b"role/Deploy", b"role/Deploy<!-- x -->"))
    yield "a processing instruction in the NameID", b64encode(whole.replace(b">kim<", b">k<?x?>im<"))
    for name, declaration in shapes.ENTITIES.items():
        yield f"a DTD: {name}", b64encode(declaration.encode() + whole)
    yield "an entity that nobody declared", b64encode(whole.replace(b">kim<", b">&kim;<"))
    utf7 = '<?xml version="1.0" encoding="utf-7"?><x/>'
    yield "a DTD hidden by another encoding", b64encode(utf7.encode())


def _signatures() -> Iterator[tuple[str, bytes]]:
    yield "SHA-1", response(method=SignatureMethod.RSA_SHA1, digest=DigestAlgorithm.SHA1)
    yield "algorithm swap: an HMAC keyed with the certificate", packed(_hmac())
    yield "algorithm swap: RSA with SHA-224", response(method=SignatureMethod.RSA_SHA224)
    yield "an unsigned assertion in a signed response", packed(sign(enclose(Said().element())))
    yield "nothing is signed", packed(enclose(Said().element()))
    spoilt = sign(enclose(sign(Said().element())))
    spoilt.set("Destination", "https://elsewhere.example")
    yield "a false signature of the response, a true one of the assertion", packed(spoilt)
    yield "another provider's key", response(by=signer("stranger"))
    yield (
        "the response signed by another provider's key",
        packed(sign(enclose(sign(Said().element())), signer("stranger"))),
    )
    altered = unpacked(response())
    name = altered.find(".//saml:NameID", NS)
    assert name is not None
    name.text = "root"
    yield "a NameID altered after it was signed", packed(altered)
    for uri in ("https://evil.example/x", "file:///etc/passwd", "", "#_response-1"):
        root = unpacked(response())
        reference = root.find(".//ds:Reference", NS)
        assert reference is not None
        reference.set("URI", uri)
        yield f"a signature over an external reference: URI={uri!r}", packed(root)
    root = unpacked(response())
    transforms = root.find(".//ds:Transforms", NS)
    assert transforms is not None
    xslt = "http://www.w3.org/TR/1999/REC-xslt-19991116"
    etree.SubElement(transforms, f"{{{DS}}}Transform", Algorithm=xslt).append(etree.fromstring(shapes.XSLT))
    yield "a transform that computes: XSLT", packed(root)


def _hmac() -> etree._Element:
    root = unpacked(response())
    method, value = root.find(".//ds:SignatureMethod", NS), root.find(".//ds:SignatureValue", NS)
    info = root.find(".//ds:SignedInfo", NS)
    assert method is not None and value is not None and info is not None
    method.set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")
    covered = etree.tostring(info, method="c14n", exclusive=True)
    value.text = b64encode(hmac.digest(signer().pem, covered, "sha256")).decode()
    return root


def _sizes() -> Iterator[tuple[str, bytes]]:
    yield "10 MB", b"A" * 10_000_000
    deep = below = enclose(sign(Said().element()))
    for _ in range(80):
        below = etree.SubElement(below, f"{{{SAMLP}}}Extensions")
    yield "XML 80 elements deep", packed(deep)
    many = enclose(sign(Said().element()))
    for _ in range(6000):
        etree.SubElement(many, "x")
    yield "6,000 elements", etree.tostring(many)


def _let_pass() -> Iterator[tuple[str, bytes]]:
    """What AWS does not look at."""
    again = response(Said(id="_again"))
    yield "a wrong audience", response(Said(conditions=Said().conditions.replace("urn:amazon:webservices", ISSUER)))
    later = Said().conditions.replace(time(-60), time(86_400)).replace(time(300), time(90_000))
    yield "an assertion of tomorrow (NotBefore)", response(Said(conditions=later))
    asked = Said().confirmation.replace("Recipient=", 'InResponseTo="_somebody" Recipient=')
    yield "an answer to a request of somebody else (InResponseTo)", response(Said(confirmation=asked))
    yield "a response that comes a first time", again
    yield "a response that comes a second time", again
