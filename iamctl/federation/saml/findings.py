"""A signed assertion held against what STS asks, part by part, and under `strict` what a careful service asks, too.

`judge` runs a table of checks over facts and reads nothing else. The verifier refuses with the error of the first check
that failed; an explanation shows them all. Since both have them from here they cannot disagree.

What STS does not look at without `strict`: AudienceRestriction, whether NotBefore is over, whether the assertion was
used before, InResponseTo. A Recipient of any text passes: the trust policy has it as `saml:aud`.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
         https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf (4.1.4, for `strict`)
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import AccessDenied, ExpiredTokenException, IamError, InvalidIdentityToken
from iamctl.federation.saml import attributes
from iamctl.federation.saml.identity import SamlIdentity, name_qualifier
from iamctl.federation.saml.markup import malformed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iamctl.federation.saml.assertion import Assertion, Conditions, Confirmation, NameID
    from iamctl.federation.saml.attributes import OfferedRole
    from iamctl.federation.saml.metadata import IdentityProvider
    from iamctl.model.saml_provider import SAMLProvider

PASSED, WARNED, FAILED, SKIPPED = "passed", "warned", "failed", "skipped"
AWS = "urn:amazon:webservices"
CLOCK_SKEW = timedelta(minutes=5)
"""By how much a strict provider's NotBefore may lie ahead; an end is taken as it is."""
_BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
_FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:"
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DENIED = "Not authorized to perform sts:AssumeRoleWithSAML"


class Check(NamedTuple):
    """One part of the response and what became of it.

    Attributes:
        part: the part, in SAML's and STS's words.
        state: `passed`, `warned`, `failed`, or `skipped` where nothing is known because of an earlier one.
        says: what the response says, or why it failed, was passed with a warning, or skipped.
        error: what STS answers; only of what failed.
    """

    part: str
    state: str
    says: str
    error: IamError | None = None


class Expected(NamedTuple):
    """What the caller asked for.

    Attributes:
        role_arn: the role that has to be offered; None asks for none.
        audiences: of each AudienceRestriction one of these (strict).
        recipient: where the response was received; None takes any (strict).
        in_response_to: the ID of the request that was sent; None where none was (strict).
    """

    role_arn: str | None = None
    audiences: tuple[str, ...] = (AWS,)
    recipient: str | None = None
    in_response_to: str | None = None


class Facts(NamedTuple):
    """All that the checks look at.

    Attributes:
        idps: the metadata's providers of the assertion's Issuer.
        is_used: whether the assertion was used before, as far as is remembered.
    """

    assertion: Assertion
    provider: SAMLProvider
    idps: tuple[IdentityProvider, ...]
    now: datetime
    expected: Expected
    strict: bool
    is_used: bool


class Warned(str):
    """What a check says that lets pass with a warning."""


def judge(facts: Facts) -> list[Check]:
    """Every check of the assertion, in the order in which STS's error is chosen."""
    rows = [*_ALWAYS, *(_STRICT if facts.strict else ())]
    return [check for part, row in rows if (check := _run(part, row, facts)) is not None]


def identity_of(facts: Facts, warnings: tuple[str, ...]) -> SamlIdentity:
    """Who signed in. Every check has passed.

    Raises:
        IamError: one has not.
    """
    assertion, provider = facts.assertion, facts.provider
    name_id, kind = _the_name_id(assertion), _subject_type(assertion)
    confirmation = _the_confirmation(assertion)
    qualifier = name_qualifier(assertion.issuer, provider.account_id, provider.provider_name)
    recipient = _recipient(assertion)
    keys = {
        "saml:aud": (recipient,),
        "saml:doc": (f"{provider.account_id}/{provider.provider_name}",),
        "saml:iss": (assertion.issuer,),
        "saml:namequalifier": (qualifier,),
        "saml:sub": (name_id.text,),
        "saml:sub_type": (kind,),
    }
    ends = [_end_of(confirmation), *filter(None, [_moment(_the_conditions(assertion).not_on_or_after)])]
    return SamlIdentity(
        provider_arn=provider.arn,
        subject=name_id.text,
        subject_type=kind,
        name_qualifier=qualifier,
        issuer=assertion.issuer,
        audience=recipient,
        roles=attributes.offered_roles(assertion),
        role_session_name=attributes.role_session_name(assertion),
        session_duration=attributes.session_duration(assertion),
        session_not_on_or_after=_session_end(assertion),
        tags=attributes.session_tags(assertion),
        transitive_tag_keys=attributes.transitive_tag_keys(assertion),
        source_identity=attributes.source_identity(assertion),
        condition_keys=attributes.attribute_keys(assertion) | keys,
        assertion_id=assertion.id,
        not_on_or_after=min(ends),
        warnings=warnings,
    )


def _run(part: str, row: Callable[[Facts], str | None], facts: Facts) -> Check | None:
    try:
        says = row(facts)
    except IamError as error:
        return Check(part, FAILED, "; ".join((error.message, *error.hints)), error)
    if says is None:
        return None
    return Check(part, WARNED if isinstance(says, Warned) else PASSED, str(says))


def _unread(facts: Facts) -> str | None:
    if facts.assertion.unread:
        raise malformed(f"{', '.join(facts.assertion.unread)} is not taken inside an Assertion")
    return None


def _name_id(facts: Facts) -> str:
    return f"{_the_name_id(facts.assertion).text} ({_subject_type(facts.assertion)})"


def _subject_confirmation(facts: Facts) -> str:
    _the_confirmation(facts.assertion)
    return "one, of the method bearer"


def _said_recipient(facts: Facts) -> str:
    return f"{_recipient(facts.assertion)} becomes saml:aud"


def _confirmation_end(facts: Facts) -> str:
    return _still(facts, _end_of(_the_confirmation(facts.assertion)))


def _said_conditions(facts: Facts) -> str:
    conditions = _the_conditions(facts.assertion)
    _moment(conditions.not_before)
    end = _moment(conditions.not_on_or_after)
    return "they end at no time" if end is None else _still(facts, end)


def _said_statement(facts: Facts) -> str:
    if not facts.assertion.statements:
        raise malformed("the Assertion has no AuthnStatement")
    end = _session_end(facts.assertion)
    return "the identity provider's session ends at no time" if end is None else _still(facts, end)


def _said_roles(facts: Facts) -> str:
    roles = attributes.offered_roles(facts.assertion)
    here = [each.role_arn for each in roles if each.provider_arn == facts.provider.arn]
    wanted = facts.expected.role_arn
    if not here or (wanted is not None and wanted not in here):
        raise InvalidIdentityToken(
            "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
            hint=list(_why_not_offered(facts, roles, here)),
        )
    said = f"{wanted} is offered" if wanted else f"{len(here)} roles are offered"
    if strange := attributes.not_offering(facts.assertion):
        return Warned(f"{said}; {strange[0]!r} is no pair of a role's and a SAML provider's ARN")
    return said


def _why_not_offered(facts: Facts, roles: tuple[OfferedRole, ...], here: list[str]) -> Iterator[str]:
    if not roles:
        yield f"the attribute {attributes.ROLE} has no value ROLE-ARN,PROVIDER-ARN"
    elif not here:
        yield f"it offers no role through {facts.provider.arn}, but through {roles[0].provider_arn}"
    else:
        more = f" and {len(here) - 5} more" if len(here) > 5 else ""
        yield f"through {facts.provider.arn} it offers {', '.join(here[:5])}{more}"
    if strange := attributes.not_offering(facts.assertion):
        yield f"{strange[0]!r} is no pair of a role's and a SAML provider's ARN"


def _said_session_name(facts: Facts) -> str:
    return attributes.role_session_name(facts.assertion)


def _said_duration(facts: Facts) -> str | None:
    seconds = attributes.session_duration(facts.assertion)
    return None if seconds is None else f"{seconds} seconds"


def _said_tags(facts: Facts) -> str | None:
    tags = attributes.session_tags(facts.assertion)
    return ", ".join(f"{tag.key}={tag.value}" for tag in tags) or None


def _said_transitive(facts: Facts) -> str | None:
    return ", ".join(attributes.transitive_tag_keys(facts.assertion)) or None


def _said_source(facts: Facts) -> str | None:
    return attributes.source_identity(facts.assertion)


def _audience(facts: Facts) -> str:
    restrictions = _the_conditions(facts.assertion).audiences
    wanted = facts.expected.audiences
    if not restrictions or any(not set(restriction) & set(wanted) for restriction in restrictions):
        said = ", ".join(audience for restriction in restrictions for audience in restriction) or "nobody"
        hint = f"the AudienceRestriction names {said}, the provider is strict and wants {' or '.join(wanted)}"
        raise InvalidIdentityToken("Response does not contain the required audience.", hint=hint)
    return ", ".join(audience for restriction in restrictions for audience in restriction)


def _begin(facts: Facts) -> str:
    begin = _moment(_the_conditions(facts.assertion).not_before)
    if begin is not None and begin > facts.now + CLOCK_SKEW:
        raise InvalidIdentityToken("Response is not valid yet.", hint=f"it holds from {_shown(begin)} on")
    if _the_confirmation(facts.assertion).not_before is not None:
        raise malformed("a bearer's SubjectConfirmationData has no NotBefore, and the provider is strict")
    return "it has begun" if begin is None else f"since {_shown(begin)}"


def _other_conditions(facts: Facts) -> str | None:
    if others := _the_conditions(facts.assertion).others:
        raise InvalidIdentityToken(
            f"Response has a condition that is not understood: {others[0]}.", hint="the provider is strict"
        )
    return None


def _answers(facts: Facts) -> str:
    said, sent = _the_confirmation(facts.assertion).in_response_to, facts.expected.in_response_to
    if said != sent:
        asked = f"to the request {sent}" if sent else "to no request, for none was sent"
        hint = f"it answers to {said or 'no request'}; the provider is strict and takes only an answer {asked}"
        raise InvalidIdentityToken("Response does not answer the request that was sent.", hint=hint)
    return said or "it answers to no request"


def _received(facts: Facts) -> str | None:
    wanted = facts.expected.recipient
    if wanted is None:
        return None
    if (said := _recipient(facts.assertion)) != wanted:
        hint = f"its Recipient is {said}; it was received at {wanted}"
        raise InvalidIdentityToken("Response was meant for another recipient.", hint=hint)
    return wanted


def _metadata_end(facts: Facts) -> str | None:
    ends = [end for idp in facts.idps for text in idp.valid_until if (end := read_moment(text)) is not None]
    over = [end for end in ends if end <= facts.now]
    if not over:
        return None
    said = f"by its validUntil the metadata holds until {_shown(min(over))}"
    if facts.strict:
        hint = "give it the new metadata with `iamctl provider saml update PROVIDER --saml-metadata-document FILE`"
        raise InvalidIdentityToken("The metadata of the provider does not hold any more.", hint=[said, hint])
    return Warned(f"{said}; AWS takes it all the same")


def _once(facts: Facts) -> str:
    if facts.is_used:
        raise used_before(facts.assertion.id)
    return "it was not used before"


def used_before(assertion_id: str) -> InvalidIdentityToken:
    """What a strict provider answers to an assertion that comes again."""
    hint = [f"the assertion {assertion_id} was used, and the provider is strict", "sign in again for another one"]
    return InvalidIdentityToken("Response was used before.", hint=hint)


_ALWAYS: tuple[tuple[str, Callable[[Facts], str | None]], ...] = (
    ("encrypted parts", _unread),
    ("metadata validUntil", _metadata_end),
    ("NameID", _name_id),
    ("SubjectConfirmation", _subject_confirmation),
    ("Recipient", _said_recipient),
    ("SubjectConfirmationData NotOnOrAfter", _confirmation_end),
    ("Conditions", _said_conditions),
    ("AuthnStatement", _said_statement),
    ("Role", _said_roles),
    ("RoleSessionName", _said_session_name),
    ("SessionDuration", _said_duration),
    ("PrincipalTag", _said_tags),
    ("TransitiveTagKeys", _said_transitive),
    ("SourceIdentity", _said_source),
)
_STRICT: tuple[tuple[str, Callable[[Facts], str | None]], ...] = (
    ("AudienceRestriction (strict)", _audience),
    ("NotBefore (strict)", _begin),
    ("other conditions (strict)", _other_conditions),
    ("InResponseTo (strict)", _answers),
    ("place of receipt (strict)", _received),
    ("one-time use (strict)", _once),
)


def _the_name_id(assertion: Assertion) -> NameID:
    if assertion.name_id is None or not assertion.name_id.text:
        raise AccessDenied(_DENIED, hint="the Subject has no NameID")
    return assertion.name_id


def _subject_type(assertion: Assertion) -> str:
    if not (form := _the_name_id(assertion).format):
        raise malformed("the NameID has no Format")
    return form.removeprefix(_FORMAT)


def _the_confirmation(assertion: Assertion) -> Confirmation:
    if len(assertion.confirmations) != 1:
        raise malformed(f"the Subject has {len(assertion.confirmations)} elements SubjectConfirmation and not one")
    confirmation = assertion.confirmations[0]
    if confirmation.method != _BEARER:
        raise malformed(f"the SubjectConfirmation is of the method {confirmation.method!r} and not bearer")
    return confirmation


def _recipient(assertion: Assertion) -> str:
    if not (recipient := _the_confirmation(assertion).recipient):
        raise malformed("the SubjectConfirmationData has no Recipient")
    return recipient


def _the_conditions(assertion: Assertion) -> Conditions:
    if assertion.conditions is None:
        raise malformed("the Assertion has no Conditions")
    return assertion.conditions


def _end_of(confirmation: Confirmation) -> datetime:
    if (end := _moment(confirmation.not_on_or_after)) is None:
        raise malformed("the SubjectConfirmationData has no NotOnOrAfter")
    return end


def _session_end(assertion: Assertion) -> datetime | None:
    ends = [end for text in assertion.statements if (end := _moment(text)) is not None]
    return min(ends, default=None)


def _still(facts: Facts, end: datetime) -> str:
    if end <= facts.now:
        hint = [f"it ended at {_shown(end)}, now it is {_shown(facts.now)}", "sign in again for another one"]
        raise ExpiredTokenException("Response has expired", hint=hint)
    return f"until {_shown(end)}"


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    if (moment := read_moment(text)) is None:
        raise malformed(f"{text!r} is no time such as 2026-01-02T03:04:05Z")
    return moment


def read_moment(text: str) -> datetime | None:
    """The time of an xs:dateTime that says its zone, to the microsecond; None where it is none."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    whole, fraction, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{whole}.{(fraction or '')[:6]:0<6}{zone.replace('Z', '+00:00')}")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
