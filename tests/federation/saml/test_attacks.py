"""Attacks on SAML, each refused. The names XSW1 to XSW8 are SAML Raider's for the shapes of "On Breaking SAML"."""

from __future__ import annotations

import copy
import hmac
from base64 import b64encode
from collections.abc import Callable

import pytest
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod

from iamctl.errors import ExpiredTokenException, IamError, InvalidIdentityToken
from iamctl.federation.saml.findings import WARNED
from iamctl.federation.saml.verify import examine, verify

from .identity_provider import (
    DS,
    ISSUER,
    NOW,
    NS,
    SAMLP,
    Said,
    enclose,
    metadata,
    packed,
    provider,
    response,
    sign,
    signer,
    unpacked,
)


def refusal(text: bytes, **members: object) -> IamError:
    with pytest.raises(IamError) as raised:
        verify(text, provider(**members), now=NOW)  # type: ignore[arg-type]
    return raised.value


def signature_of(element: etree._Element) -> etree._Element:
    found = element.find("ds:Signature", NS)
    assert found is not None
    return found


def evil(assertion: etree._Element, new_id: str = "_evil") -> etree._Element:
    """The assertion about somebody else, without a signature."""
    forged = copy.deepcopy(assertion)
    forged.remove(signature_of(forged))
    forged.set("ID", new_id)
    name = forged.find("saml:Subject/saml:NameID", NS)
    assert name is not None
    name.text = "root"
    return forged


def in_object(signature: etree._Element, *held: etree._Element) -> None:
    etree.SubElement(signature, f"{{{DS}}}Object").extend(held)


def signed_response() -> tuple[etree._Element, etree._Element]:
    """A Response that is signed as a whole, with its assertion signed too, as XSW1 and XSW2 take it."""
    root = sign(enclose(sign(Said().element())))
    found = root.find("saml:Assertion", NS)
    assert found is not None
    return root, found


def of_response(root: etree._Element) -> etree._Element:
    forged = copy.deepcopy(root)
    forged.remove(signature_of(forged))
    forged.set("ID", "_evil-response")
    assertion = forged.find("saml:Assertion", NS)
    assert assertion is not None
    forged.replace(assertion, evil(assertion))
    return forged


def xsw1() -> etree._Element:
    """The forged response holds the signature, and that the signed response."""
    root, _ = signed_response()
    forged, signature = of_response(root), copy.deepcopy(signature_of(root))
    original = copy.deepcopy(root)
    original.remove(signature_of(original))
    in_object(signature, original)
    forged.insert(1, signature)
    return forged


def xsw2() -> etree._Element:
    """The signed response stands before the detached signature, both in the forged one."""
    root, _ = signed_response()
    forged, signature = of_response(root), copy.deepcopy(signature_of(root))
    original = copy.deepcopy(root)
    original.remove(signature_of(original))
    forged.insert(1, original)
    forged.insert(2, signature)
    return forged


def xsw3() -> etree._Element:
    """The forged assertion stands before the signed one."""
    signed = sign(Said().element())
    return enclose(evil(signed), signed)


def xsw4() -> etree._Element:
    """The forged assertion holds the signed one."""
    signed = sign(Said().element())
    forged = evil(signed)
    forged.append(signed)
    return enclose(forged)


def xsw5() -> etree._Element:
    """The forged assertion holds the signature; the signed one stands behind it."""
    signed = sign(Said().element())
    forged, signature = evil(signed), copy.deepcopy(signature_of(signed))
    signed.remove(signature_of(signed))
    forged.insert(1, signature)
    return enclose(forged, signed)


def xsw6() -> etree._Element:
    """The forged assertion holds the signature, and that the signed one."""
    signed = sign(Said().element())
    forged, signature = evil(signed), copy.deepcopy(signature_of(signed))
    signed.remove(signature_of(signed))
    in_object(signature, signed)
    forged.insert(1, signature)
    return enclose(forged)


def xsw7() -> etree._Element:
    """An Extensions element holds the forged assertion."""
    signed = sign(Said().element())
    extensions = etree.Element(f"{{{SAMLP}}}Extensions")
    extensions.append(evil(signed))
    return enclose(extensions, signed)


def xsw8() -> etree._Element:
    """The signature of the forged assertion holds, in an Object, the signed one without its signature."""
    signed = sign(Said().element())
    forged = evil(signed, new_id="_assertion-1")
    original = copy.deepcopy(signed)
    original.remove(signature_of(original))
    signature = copy.deepcopy(signature_of(signed))
    in_object(signature, original)
    forged.insert(1, signature)
    return enclose(forged)


WRAPPED = (xsw1, xsw2, xsw3, xsw4, xsw5, xsw6, xsw7, xsw8)


@pytest.mark.parametrize("shape", WRAPPED, ids=lambda shape: shape.__name__)
def test_a_signature_that_was_wrapped_signs_nothing(shape: Callable[[], etree._Element]) -> None:
    assert isinstance(refusal(packed(shape())), InvalidIdentityToken)


def test_a_wrapped_signature_whose_id_is_taken_over_signs_nothing() -> None:
    signed = sign(Said().element())
    forged, signature = evil(signed, new_id="_assertion-1"), copy.deepcopy(signature_of(signed))
    forged.insert(1, signature)

    assert refusal(packed(enclose(forged))).message == "Response signature invalid"


@pytest.mark.parametrize("name", ["Id", "id", "{http://www.w3.org/XML/1998/namespace}id"])
def test_an_id_is_there_once_whatever_its_attribute_is_called(name: str) -> None:
    root = enclose(sign(Said().element()))
    etree.SubElement(root, f"{{{SAMLP}}}Extensions").set(name, "_assertion-1")

    assert "is there twice" in refusal(packed(root)).hints[0]


@pytest.mark.parametrize("inserted", ["<!---->", "<!-- x -->", "<?x?>"])
def test_a_comment_splits_no_text(inserted: str) -> None:
    said = Said(name_id=Said().name_id.replace("kim", "kim@acme.example.evil.example"))
    whole = etree.tostring(enclose(sign(said.element()))).decode()

    for at in ("kim@acme.example", "AttributeValue>", "<saml:Subject>"):
        head, found, tail = whole.partition(at)
        assert found
        error = refusal(b64encode(f"{head}{found}{inserted}{tail}".encode()))
        assert "a comment, a processing instruction" in error.hints[0]


def test_a_comment_beside_the_root_is_none_of_the_response() -> None:
    whole = etree.tostring(enclose(sign(Said().element())))

    for text in (b"<!-- x -->" + whole, whole + b"<!-- x -->", whole + b"<?x y?>"):
        assert isinstance(refusal(b64encode(text)), InvalidIdentityToken)


ENTITIES = {
    "expansion": '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>',
    "a file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "a URL": '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
    "a parameter": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x"> %a;]>',
    "a default": '<!DOCTYPE x [<!ATTLIST x ID CDATA "_x">]>',
}


@pytest.mark.parametrize("declaration", ENTITIES.values(), ids=ENTITIES)
def test_a_document_type_is_refused_before_it_is_read(declaration: str) -> None:
    whole = declaration.encode() + etree.tostring(enclose(sign(Said().element())))

    assert "document type declaration" in refusal(b64encode(whole)).hints[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-7", "cp037"])
def test_no_other_encoding_hides_a_document_type(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "x">]><x>&a;</x>'

    assert isinstance(refusal(b64encode(declared.encode(encoding))), InvalidIdentityToken)
    assert "encoding other than UTF-8" in refusal(b64encode(declared.encode())).hints[0]


def test_an_entity_that_nobody_declared_is_refused() -> None:
    whole = etree.tostring(enclose(sign(Said().element()))).replace(b">kim<", b">&kim;<")

    assert isinstance(refusal(b64encode(whole)), InvalidIdentityToken)


SHA1 = {"method": SignatureMethod.RSA_SHA1, "digest": DigestAlgorithm.SHA1}


@pytest.mark.parametrize("how", [SHA1, {"digest": DigestAlgorithm.SHA1}, {"method": SignatureMethod.RSA_SHA1}])
def test_sha1_is_taken_only_where_it_is_allowed(how: dict[str, object]) -> None:
    text = response(**how)

    assert "--allow-sha1" in refusal(text).hints[0]
    assert verify(text, provider(allow_sha1=True), now=NOW).subject == "kim"


def test_a_mac_keyed_with_the_certificate_is_no_signature() -> None:
    root = unpacked(response())
    method = root.find(".//ds:SignatureMethod", NS)
    value, info = root.find(".//ds:SignatureValue", NS), root.find(".//ds:SignedInfo", NS)
    assert method is not None and value is not None and info is not None
    for name, digest in (("xmldsig-more#hmac-sha256", "sha256"), ("xmldsig-more#hmac-sha512", "sha512")):
        method.set("Algorithm", f"http://www.w3.org/2001/04/{name}")
        signed = etree.tostring(info, method="c14n", exclusive=True)
        for key in (signer().pem, signer().base64.encode()):
            value.text = b64encode(hmac.digest(key, signed, digest)).decode()

            assert "the signature method" in refusal(packed(root), allow_sha1=True).hints[0]


@pytest.mark.parametrize("method", [SignatureMethod.RSA_SHA224, SignatureMethod.SHA224_RSA_MGF1])
def test_an_algorithm_that_is_not_on_the_list_is_refused(method: SignatureMethod) -> None:
    assert "the signature method" in refusal(response(method=method)).hints[0]


def test_inclusive_canonicalization_is_refused() -> None:
    text = response(canonical=CanonicalizationMethod.CANONICAL_XML_1_1)

    assert "only the exclusive one is taken" in refusal(text).hints[0]


def test_an_assertion_without_a_signature_is_not_covered_by_that_of_its_response() -> None:
    error = refusal(packed(sign(enclose(Said().element()))))

    assert error.code == "InvalidIdentityToken"
    assert error.message == ("Response (with optional signature) must contain an assertion with a mandatory signature")


def test_nothing_that_is_unsigned_is_taken() -> None:
    assert "mandatory signature" in refusal(packed(enclose(Said().element()))).message
    assert "mandatory signature" in refusal(packed(enclose())).message


def test_a_false_signature_of_the_response_spoils_a_true_assertion() -> None:
    root = sign(enclose(sign(Said().element())))
    root.set("Destination", "https://elsewhere.example")

    assert refusal(packed(root)).message == "Response signature invalid"


def test_the_response_too_is_signed_by_a_key_of_the_metadata() -> None:
    stranger = sign(enclose(sign(Said().element())), signer("stranger"))

    assert refusal(packed(stranger)).message == "Response signature invalid"
    assert verify(packed(sign(enclose(sign(Said().element())))), provider(), now=NOW).subject == "kim"


def test_a_key_that_comes_with_the_response_is_not_looked_at() -> None:
    forged = sign(Said().element(), signer("stranger"))

    assert forged.find(".//ds:X509Certificate", NS) is not None
    assert refusal(packed(enclose(forged))).message == "Response signature invalid"


def test_a_foreign_key_info_beside_a_true_signature_changes_nothing() -> None:
    root = unpacked(response())
    certificate = root.find(".//ds:X509Certificate", NS)
    assert certificate is not None
    certificate.text = signer("stranger").base64

    assert verify(packed(root), provider(), now=NOW).subject == "kim"


def test_a_key_of_one_issuer_does_not_sign_for_another() -> None:
    other = "https://other.example/saml"
    both = metadata(signer()) + metadata(signer("other"), issuer=other)
    text = f'<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">{both}</md:EntitiesDescriptor>'

    with pytest.raises(InvalidIdentityToken, match="Response signature invalid"):
        verify(response(by=signer("other")), provider(text=text), now=NOW)

    said = Said(issuer=f"<saml:Issuer>{other}</saml:Issuer>")
    assert verify(response(said, signer("other")), provider(text=text), now=NOW).issuer == other


def test_another_providers_key_signs_nothing_here() -> None:
    assert refusal(response(by=signer("other"))).message == "Response signature invalid"


def test_an_issuer_that_the_metadata_lacks_is_refused() -> None:
    error = refusal(response(Said(issuer="<saml:Issuer>https://evil.example</saml:Issuer>")))

    assert error.message == "Issuer not present in specified provider"
    assert ISSUER in error.hints[0]


XSLT = (
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/">'
    "<x/></xsl:template></xsl:stylesheet>"
)


@pytest.mark.parametrize(
    "algorithm",
    [
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        "http://www.w3.org/2002/06/xmldsig-filter2",
        "http://www.w3.org/2000/09/xmldsig#base64",
    ],
)
def test_a_transform_that_computes_is_refused_unrun(algorithm: str) -> None:
    root = unpacked(response())
    transforms = root.find(".//ds:Transforms", NS)
    assert transforms is not None
    etree.SubElement(transforms, f"{{{DS}}}Transform", Algorithm=algorithm).append(etree.fromstring(XSLT))
    assert "transforms" in refusal(packed(root)).hints[0]

    transforms.remove(transforms[1])
    assert isinstance(refusal(packed(root)), InvalidIdentityToken)


@pytest.mark.parametrize(
    "uri", [None, "", "#_response-1", "#xpointer(/)", "https://evil.example/x", "file:///etc/passwd"]
)
def test_a_reference_to_anything_else_is_refused(uri: str | None) -> None:
    root = unpacked(response())
    reference = root.find(".//ds:Reference", NS)
    assert reference is not None
    del reference.attrib["URI"]
    if uri is not None:
        reference.set("URI", uri)

    assert "a Reference to" in refusal(packed(root)).hints[0]


def test_two_references_are_refused() -> None:
    root = unpacked(response())
    info = root.find(".//ds:SignedInfo", NS)
    assert info is not None
    info.append(copy.deepcopy(info[2]))

    assert "one Reference" in refusal(packed(root)).hints[0]


def test_ten_megabytes_are_refused_unread() -> None:
    for text in (b"A" * 10_000_000, b"<" + b"a" * 10_000_000, b"<a>" * 3_000_000):
        assert "at most 100000 are taken" in refusal(text).hints[0]


def test_deep_nesting_is_refused() -> None:
    for depth in (100, 20_000):
        nested = b"<a>" * depth + b"</a>" * depth
        assert isinstance(refusal(nested[:100_000]), InvalidIdentityToken)
    inside = enclose(sign(Said().element()))
    below = inside
    for _ in range(80):
        below = etree.SubElement(below, f"{{{SAMLP}}}Extensions")
    assert "deep" in refusal(packed(inside)).hints[0]


def test_very_many_elements_are_refused() -> None:
    root = enclose(sign(Said().element()))
    for _ in range(6_000):
        etree.SubElement(root, "x")

    assert "more than 5000 elements" in refusal(etree.tostring(root)).hints[0]


def test_an_expired_certificate_of_the_metadata_signs_with_a_warning() -> None:
    old = signer("old", until=NOW.replace(year=2021))

    identity = verify(response(by=old), provider(old), now=NOW)

    assert "expired on 2021-01-02; AWS takes it all the same" in identity.warnings[0]
    [warned] = [check for check in examine(response(by=old), provider(old), now=NOW).checks if check.state == WARNED]
    assert warned.part == "certificate"


def test_a_second_key_of_the_metadata_signs_too() -> None:
    both = provider(signer(), signer("second"))

    assert verify(response(by=signer("second")), both, now=NOW).subject == "kim"
    assert verify(response(), both, now=NOW).subject == "kim"


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        ("ec", SignatureMethod.ECDSA_SHA256),
        ("ec", SignatureMethod.ECDSA_SHA512),
        ("rsa2048", SignatureMethod.RSA_SHA384),
        ("rsa2048", SignatureMethod.SHA256_RSA_MGF1),
    ],
)
def test_every_modern_algorithm_is_taken(kind: str, method: SignatureMethod) -> None:
    by = signer("modern", kind=kind)

    assert verify(response(by=by, method=method), provider(by), now=NOW).subject == "kim"


def test_a_false_end_is_told_only_of_what_was_signed() -> None:
    said = Said(confirmation=Said().confirmation.replace("03:09:05", "03:04:05"))

    with pytest.raises(ExpiredTokenException, match="Response has expired"):
        verify(response(said), provider(), now=NOW)
    assert refusal(response(said, signer("stranger"))).message == "Response signature invalid"


@pytest.mark.parametrize("shape", WRAPPED, ids=lambda shape: shape.__name__)
def test_a_second_assertion_is_one_too_many_wherever_it_stands(shape: Callable[[], etree._Element]) -> None:
    """XSW1, XSW2 and XSW8 double the IDs, too, and are refused for that first."""
    hint = refusal(packed(shape())).hints[0]

    assert "exactly one Assertion" in hint or ("is there twice" in hint and shape in (xsw1, xsw2, xsw8))


def test_a_second_assertion_behind_a_true_one_is_one_too_many() -> None:
    signed = sign(Said().element())

    assert "exactly one Assertion" in refusal(packed(enclose(signed, evil(signed)))).hints[0]


def test_a_signature_where_none_belongs_is_refused() -> None:
    signed = sign(Said().element())
    extensions = etree.Element(f"{{{SAMLP}}}Extensions")
    extensions.append(copy.deepcopy(signature_of(signed)))

    assert "elsewhere than in the Response" in refusal(packed(enclose(extensions, signed))).hints[0]
