"""A SAML response and a provider in, who signed in out; or STS's error.

`examine` goes as far as it can and tells of every part; `verify` raises what `examine` found first, and takes note of
an assertion that a strict provider takes once. Nothing that no key of the provider has signed is read, but for the
Issuer by which the key is looked up, and that is held against the signed one.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from iamctl.errors import IamError, IDPRejectedClaim, InvalidIdentityToken
from iamctl.federation.saml import markup, signature
from iamctl.federation.saml.assertion import issuer_of, read_assertion
from iamctl.federation.saml.findings import (
    FAILED,
    PASSED,
    SKIPPED,
    WARNED,
    Check,
    Expected,
    Facts,
    identity_of,
    judge,
    used_before,
)
from iamctl.federation.saml.metadata import read_metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from lxml.etree import _Element

    from iamctl.federation.saml.assertion import Assertion
    from iamctl.federation.saml.identity import SamlIdentity
    from iamctl.federation.saml.metadata import IdentityProvider
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.secret import Secret

T = TypeVar("T")
_REQUIRED = "Required"


class UsedAssertions(Protocol):
    """A memory of the assertions that strict providers took, by what names one in the whole world."""

    def holds(self, key: str) -> bool:
        """Whether it was taken before."""

    def take(self, key: str, until: datetime) -> bool:
        """Take it, with nobody in between; False where it was taken before. After `until` it may be forgotten."""


class Examination(NamedTuple):
    """What there is to say about a response.

    Attributes:
        identity: who signed in; None where a check failed.
        claimed: who was meant by an assertion that is signed, were it taken; for explanations alone.
    """

    checks: tuple[Check, ...]
    identity: SamlIdentity | None
    claimed: SamlIdentity | None = None

    @property
    def error(self) -> IamError | None:
        """The error of the first check that failed: STS's answer."""
        return next((check.error for check in self.checks if check.error is not None), None)


def verify(
    response: bytes,
    provider: SAMLProvider,
    *,
    now: datetime,
    strict: bool = False,
    used: UsedAssertions | None = None,
    private_keys: Sequence[Secret] = (),
    expected: Expected = Expected(),
) -> SamlIdentity:
    """Who the provider says signed in.

    Args:
        response: a samlp:Response, in base64 as browsers post it, or the XML itself.
        now: UTC.
        strict: hold it against what a careful service checks, too.
        used: the assertions taken so far; a strict verification takes this one.
        private_keys: the provider's, in PEM, the newest first.

    Raises:
        InvalidIdentityToken: the response does not hold; the hints say why.
        ExpiredTokenException: a time in it is over.
        IDPRejectedClaim: the identity provider said no.
        AccessDenied: nobody is named.
        MachineError: the packages of `iamctl[federation]` are not installed.
    """
    examined = examine(
        response, provider, now=now, strict=strict, used=used, private_keys=private_keys, expected=expected
    )
    if examined.identity is None:
        raise examined.error or InvalidIdentityToken(signature.INVALID)
    identity = examined.identity
    if strict and (
        used is None or not used.take(_key_of(identity.issuer, identity.assertion_id), identity.not_on_or_after)
    ):
        raise used_before(identity.assertion_id)  # by somebody else, since it was looked up
    return identity


def examine(
    response: bytes,
    provider: SAMLProvider,
    *,
    now: datetime,
    strict: bool = False,
    used: UsedAssertions | None = None,
    private_keys: Sequence[Secret] = (),
    expected: Expected = Expected(),
) -> Examination:
    """What each part of the response says and whether it passes; nothing is taken note of.

    Raises:
        TypeError: it is to be strict, and nothing remembers what was used.
        MachineError: the packages of `iamctl[federation]` are not installed.
    """
    if strict and used is None:
        raise TypeError("a strict verification needs a memory of used assertions")
    course = _Course()
    try:
        assertion, idps = _signed(course, response, provider, now, private_keys)
    except IamError:
        course.checks.append(Check("everything else", SKIPPED, "nothing is read that no key of the provider signed"))
        return Examination(tuple(course.checks), None)
    is_used = used is not None and used.holds(_key_of(assertion.issuer, assertion.id))
    facts = Facts(assertion, provider, idps, now, expected, strict, is_used)
    checks = (*course.checks, *judge(facts))
    warnings = tuple(check.says for check in checks if check.state == WARNED)
    if any(check.state == FAILED for check in checks):
        return Examination(checks, None, _claimed(facts, warnings))
    identity = identity_of(facts, warnings)
    return Examination(checks, identity, identity)


def _claimed(facts: Facts, warnings: tuple[str, ...]) -> SamlIdentity | None:
    try:
        return identity_of(facts, warnings)
    except IamError:
        return None  # a part that is needed is missing, or is none


def claimed_issuer(response: bytes) -> str:
    """The issuer that a response names, of the assertion or else of itself, to look its provider up by.

    Raises:
        InvalidIdentityToken: it does not read, or names none.
    """
    root = markup.parse(markup.decoded(response))
    document = markup.shaped(root)
    return issuer_of(document.assertion if document.assertion is not None else root)


class _Course:
    """The steps up to the signed text: each is told of, and the first that fails ends it."""

    def __init__(self) -> None:
        self.checks: list[Check] = []

    def step(self, part: str, does: Callable[[], T], says: Callable[[T], str]) -> T:
        try:
            result = does()
        except IamError as error:
            self.checks.append(Check(part, FAILED, "; ".join((error.message, *error.hints)), error))
            raise
        self.checks.append(Check(part, PASSED, says(result)))
        return result


def _signed(
    course: _Course, response: bytes, provider: SAMLProvider, now: datetime, private_keys: Sequence[Secret]
) -> tuple[Assertion, tuple[IdentityProvider, ...]]:
    """The assertion as it was signed, and the metadata's providers of its issuer."""
    root = course.step("XML", lambda: markup.parse(markup.decoded(response)), lambda _: "well-formed and harmless")
    course.step("Status", lambda: _check_status(root), lambda said: said)
    document = course.step("Response", lambda: markup.shaped(root), lambda _: "it has one Assertion")
    element = course.step(
        "encryption", lambda: _in_clear(document, provider, private_keys), lambda _: _encryption(document, provider)
    )
    issuer = _issuer_step(course, element)
    idps = course.step(
        "Issuer", lambda: _idps_of(provider, issuer), lambda _: f"{issuer} stands in the metadata of {provider.name}"
    )
    keys, unread = signature.signing_keys([der for idp in idps for der in idp.certificates])
    course.checks.extend(Check("certificate", WARNED, reason) for reason in unread)
    allow_sha1 = provider.allow_sha1
    signed = course.step(
        "assertion signature",
        lambda: signature.verified(element, keys, allow_sha1=allow_sha1),
        lambda signed: f"by the key of the certificate {signed.key.name}",
    )
    if (expired := signed.key.expired(now)) is not None:
        course.checks.append(Check("certificate", WARNED, expired))
    if signature.signature_in(document.response) is not None:
        course.step(
            "response signature",
            lambda: signature.verified(document.response, keys, allow_sha1=allow_sha1),
            lambda signed: f"by the key of the certificate {signed.key.name}",
        )
    return course.step("Assertion", lambda: _read(signed.element, issuer), lambda read: read.id), idps


def _issuer_step(course: _Course, element: _Element) -> str:
    """The issuer that the assertion names; only a failure is told of, the rest by the look-up that follows."""
    try:
        return issuer_of(element)
    except IamError as error:
        course.checks.append(Check("Issuer", FAILED, "; ".join((error.message, *error.hints)), error))
        raise


def _check_status(root: _Element) -> str:
    codes = markup.status_of(root)
    if codes and codes[0] != markup.SUCCESS:
        raise IDPRejectedClaim(
            "The identity provider reported that authentication failed.", hint=f"its status is {', '.join(codes)}"
        )
    return "Success" if codes else "it has none"


def _in_clear(document: markup.Document, provider: SAMLProvider, private_keys: Sequence[Secret]) -> _Element:
    if document.assertion is not None:
        if provider.assertion_encryption_mode == _REQUIRED:
            hint = f"the provider {provider.name} takes encrypted assertions only"
            raise InvalidIdentityToken("Assertion must be encrypted", hint=hint)
        return document.assertion
    from iamctl.federation.saml.encryption import decrypted

    assert document.encrypted is not None
    element = decrypted(document.encrypted, private_keys)
    markup.check_assertion(element)
    markup.check_signatures(element)
    return element


def _encryption(document: markup.Document, provider: SAMLProvider) -> str:
    return "it is not encrypted" if document.assertion is not None else f"by a key of {provider.name}"


def _idps_of(provider: SAMLProvider, issuer: str) -> tuple[IdentityProvider, ...]:
    every = read_metadata(provider.metadata_document)
    found = tuple(idp for idp in every if idp.entity_id == issuer)
    if not found:
        hint = f"the assertion is of {issuer}, the metadata of {', '.join(idp.entity_id for idp in every)}"
        raise InvalidIdentityToken("Issuer not present in specified provider", hint=hint)
    return found


def _read(element: _Element, issuer: str) -> Assertion:
    assertion = read_assertion(element)
    if assertion.issuer != issuer:
        raise InvalidIdentityToken(signature.INVALID, hint="the Issuer that was signed is another one")
    return assertion


def _key_of(issuer: str, assertion_id: str) -> str:
    return f"{issuer} {assertion_id}"
