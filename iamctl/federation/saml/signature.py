"""Signatures of SAML: which are taken, by which key, over what; and the text that was signed.

SignXML computes; what it may meet is narrowed before, to what SAML asks of signatures and no more:
  * one Reference, to the ID of the element that the Signature is a child of;
  * the transforms are one enveloped-signature and one exclusive canonicalization, without a stylesheet or a path;
  * RSA (PKCS #1 v1.5 or PSS) and ECDSA with SHA-256, SHA-384 or SHA-512; RSA with SHA-1 only where it is allowed. A MAC
    never is: its key would be the certificate, which everybody has;
  * the key is one of the metadata's; the message's own KeyInfo is taken out before anything looks at the signature.

A certificate is a wrapping of a key here: as with AWS, one that has expired still counts, with a warning.

Sources: https://docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf (5.4)
         https://www.w3.org/TR/xmldsig-bestpractices/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidIdentityToken
from iamctl.federation.saml.markup import SIGNATURE, lacking, malformed, parse, parser

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cryptography.x509 import Certificate
    from lxml.etree import _Element

INVALID = "Response signature invalid"
MANDATORY = "Response (with optional signature) must contain an assertion with a mandatory signature"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_CANONICAL = frozenset({_EXCLUSIVE, f"{_EXCLUSIVE}WithComments"})
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_MGF1 = "http://www.w3.org/2007/05/xmldsig-more#"
_SHA1_METHOD = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
_SHA1_DIGEST = "http://www.w3.org/2000/09/xmldsig#sha1"
METHODS = frozenset(
    {
        *(f"{_MORE}{kind}-sha{bits}" for kind in ("rsa", "ecdsa") for bits in (256, 384, 512)),
        *(f"{_MGF1}sha{bits}-rsa-MGF1" for bits in (256, 384, 512)),
    }
)
DIGESTS = frozenset(
    {"http://www.w3.org/2001/04/xmlenc#sha256", f"{_MORE}sha384", "http://www.w3.org/2001/04/xmlenc#sha512"}
)
_LEAST_RSA_BITS = 1024
_INCLUSIVE_PREFIXES = f"{{{_EXCLUSIVE}}}InclusiveNamespaces"


class SigningKey(NamedTuple):
    """A key of the metadata, in the certificate that carries it."""

    certificate: Certificate

    @property
    def name(self) -> str:
        """How a person knows it: the SHA-256 of the certificate, its first 16 characters."""
        from cryptography.hazmat.primitives.hashes import SHA256

        return self.certificate.fingerprint(SHA256()).hex()[:16]

    def expired(self, now: datetime) -> str | None:
        """What is to be said where the certificate does not hold now, or None."""
        before, after = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        known = f"the certificate {self.name} of the signing key"
        if now > after:
            return (
                f"the certificate {self.name} of the signing key expired on {after:%Y-%m-%d}; AWS takes it all the same"
            )
        if now < before:
            return f"{known} holds from {before:%Y-%m-%d} on only; AWS takes it all the same"
        return None


class Signed(NamedTuple):
    """What a key has signed.

    Attributes:
        element: parsed anew from the bytes that the signature is over: nothing else can be read from it.
        key: the one that signed.
    """

    element: _Element
    data: bytes
    key: SigningKey


def signing_keys(certificates: Sequence[bytes]) -> tuple[list[SigningKey], list[str]]:
    """The keys of these certificates (DER) that may sign, and why the others may not; a sentence's part each."""
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509 import load_der_x509_certificate

    keys, refused = [], []
    for number, der in enumerate(certificates, 1):
        try:
            certificate = load_der_x509_certificate(der)
            public = certificate.public_key()
        except Exception as error:  # of a stranger's bytes cryptography says ValueError, and sometimes others
            refused.append(f"certificate {number} of the metadata cannot be read: {error}")
            continue
        is_long_rsa = isinstance(public, RSAPublicKey) and public.key_size >= _LEAST_RSA_BITS
        if is_long_rsa or isinstance(public, EllipticCurvePublicKey):
            keys.append(SigningKey(certificate))
        else:
            what = f"no RSA key of {_LEAST_RSA_BITS} bits and no EC key"
            refused.append(f"certificate {number} of the metadata has {what}")
    return keys, refused


def signature_in(element: _Element) -> _Element | None:
    """The Signature that is the element's own child."""
    return element.find(f"{SIGNATURE}Signature")


def verified(element: _Element, keys: Sequence[SigningKey], *, allow_sha1: bool) -> Signed:
    """What was signed of the element, by one of the keys.

    Raises:
        InvalidIdentityToken: it has no signature, one that is not taken, or one of no such key.
    """
    signature = signature_in(element)
    if signature is None:
        raise InvalidIdentityToken(MANDATORY, hint=f"the {element.tag.rpartition('}')[2]} has no signature of its own")
    check_profile(signature, element.get("ID", ""), allow_sha1=allow_sha1)
    if not keys:
        raise InvalidIdentityToken(INVALID, hint="the metadata has no key for its issuer that may sign")
    text = _alone(element)
    for key in keys:
        if (data := _data_signed_by(key, text, allow_sha1=allow_sha1)) is not None:
            return Signed(_checked(data, element), data, key)
    names = ", ".join(key.name for key in keys)
    reason = f"it was altered after it was signed, or signed by another key than the metadata's ({names})"
    raise InvalidIdentityToken(INVALID, hint=reason)


def check_profile(signature: _Element, signed_id: str, *, allow_sha1: bool) -> None:
    """Hold the Signature against the rules, before anything is computed.

    Raises:
        InvalidIdentityToken: it breaks one; the hint says which.
    """
    names = [_local(child) for child in signature]
    if names not in (["SignedInfo", "SignatureValue"], ["SignedInfo", "SignatureValue", "KeyInfo"]):
        raise _refused(f"a Signature of {', '.join(names) or 'nothing'}")
    info = signature[0]
    if [_local(child) for child in info] != ["CanonicalizationMethod", "SignatureMethod", "Reference"]:
        raise _refused("a SignedInfo of other parts than one canonicalization, one method and one Reference")
    canonical, method, reference = info
    _check_canonical(canonical)
    sha1 = {_SHA1_METHOD} if allow_sha1 else set()
    _check_algorithm(method, METHODS | sha1, "the signature method")
    if reference.get("URI") != f"#{signed_id}":
        raise _refused(f"a Reference to {reference.get('URI')!r} and not to the element that holds it")
    if [_local(child) for child in reference] != ["Transforms", "DigestMethod", "DigestValue"]:
        raise _refused("a Reference of other parts than transforms, a digest method and a digest")
    transforms, digest, _ = reference
    _check_algorithm(digest, DIGESTS | ({_SHA1_DIGEST} if allow_sha1 else set()), "the digest method")
    if len(transforms) != 2 or any(_local(each) != "Transform" for each in transforms):
        raise _refused("other transforms than one enveloped-signature and one exclusive canonicalization")
    _check_algorithm(transforms[0], {_ENVELOPED}, "the first transform")
    _check_canonical(transforms[1])


def _check_canonical(element: _Element) -> None:
    if element.get("Algorithm") not in _CANONICAL:
        raise _refused(f"the canonicalization {element.get('Algorithm')!r}; only the exclusive one is taken")
    if [child.tag for child in element] not in ([], [_INCLUSIVE_PREFIXES]):
        raise _refused("a canonicalization with parameters other than InclusiveNamespaces")


def _check_algorithm(element: _Element, taken: frozenset[str] | set[str], what: str) -> None:
    algorithm = element.get("Algorithm", "")
    if algorithm not in taken:
        sha1 = "; a provider takes SHA-1 after `iamctl provider saml update PROVIDER --allow-sha1`"
        raise _refused(f"{what} {algorithm!r}{sha1 if algorithm.endswith('sha1') else ''}")
    if len(element):
        raise _refused(f"{what} with parameters")


def _refused(what: str) -> InvalidIdentityToken:
    return InvalidIdentityToken(INVALID, hint=f"this is not taken: {what}")


def _alone(element: _Element) -> bytes:
    """The element as a document of its own, with the namespaces it stood among, and without its KeyInfo."""
    from lxml import etree

    alone = parse(etree.tostring(element, with_tail=False))
    for key_info in alone.findall(f"{SIGNATURE}Signature/{SIGNATURE}KeyInfo"):
        if (signature := key_info.getparent()) is not None:
            signature.remove(key_info)
    return etree.tostring(alone)


def _data_signed_by(key: SigningKey, text: bytes, *, allow_sha1: bool) -> bytes | None:
    """The canonical bytes that the key has signed, or None where the signature is not its own."""
    try:
        from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
        from signxml.verifier import SignatureConfiguration, XMLVerifier
    except ImportError as error:
        raise lacking("signxml") from error
    methods, digests = set(METHODS), set(DIGESTS)
    if allow_sha1:
        methods.add(_SHA1_METHOD)
        digests.add(_SHA1_DIGEST)
    expected = SignatureConfiguration(
        require_x509=True,
        location="./",
        expect_references=1,
        signature_methods=frozenset(SignatureMethod(each) for each in methods),
        digest_algorithms=frozenset(DigestAlgorithm(each) for each in digests),
        ignore_ambiguous_key_info=True,
        verification_time=key.certificate.not_valid_before_utc,  # its expiry is a warning, and told elsewhere
        default_reference_c14n_method=CanonicalizationMethod(_EXCLUSIVE),
    )
    try:
        result = XMLVerifier().verify(
            text, x509_cert=key.certificate, id_attribute="ID", expect_config=expected, parser=parser()
        )
    except Exception:  # whatever goes wrong with a stranger's signature, it was not verified
        return None
    return None if isinstance(result, list) else result.signed_data


def _checked(data: bytes, element: _Element) -> _Element:
    signed = parse(data)
    if signed.tag != element.tag or signed.get("ID") != element.get("ID") or signature_in(signed) is not None:
        raise malformed("the signature is over something else than the element that holds it")
    return signed


def _local(element: _Element) -> str:
    """The name of an element of XML Signature; of another's the whole tag, so that it passes for none."""
    return str(element.tag).removeprefix(SIGNATURE)
