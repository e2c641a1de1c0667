"""A web identity token held against what STS asks, claim by claim.

`examine` runs a table of checks over facts and reads nothing else. The verifier refuses with the error of the first
check that failed; an explanation shows them all. Since both have them from here they cannot disagree.

Nothing of a token holds before its signature does, and no identity comes of one that failed in any part; a later
check of a token that is forged only says what it would have been refused for besides.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import ExpiredTokenException, IamError, InvalidIdentityToken
from iamctl.federation.oidc import claims
from iamctl.federation.oidc.condition_keys import condition_keys, session_keys
from iamctl.federation.oidc.identity import WebIdentity
from iamctl.federation.oidc.keys import KeySet, choose_key
from iamctl.federation.oidc.provider import BuiltInProvider, issuers_of, no_provider, said_issuer
from iamctl.federation.oidc.signature import NOT_VALIDATED, check_signature
from iamctl.federation.oidc.token import Token, parse_token

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from iamctl.federation.oidc.provider import Provider
    from iamctl.model.secret import Secret

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
AUTHORIZED_BY_IDP = "sts:RoleAuthorizedByIdp"


class Check(NamedTuple):
    """One part of the token and what became of it.

    Attributes:
        part: the part, in OpenID Connect's and STS's words.
        state: `passed`, `failed`, or `skipped` where nothing is known because of an earlier one.
        says: what the token says, or why it failed or was skipped.
        error: what STS answers; only of what failed.
    """

    part: str
    state: str
    says: str
    error: IamError | None = None


class Facts(NamedTuple):
    """All that the checks look at.

    Attributes:
        keys: the provider's, or why they could not be had.
        role_arn: the role that is to be taken on; None asks for none.
    """

    token: Token
    provider: Provider
    keys: KeySet | IamError
    now: datetime
    role_arn: str | None


class Examination(NamedTuple):
    """What became of a token.

    Attributes:
        checks: in the order in which STS's error is chosen.
        identity: who signed in; None if a check failed.
        claimed: whom it would speak for, were it taken; for explanations alone, since nothing of it needs to be true.
    """

    checks: tuple[Check, ...]
    identity: WebIdentity | None
    claimed: WebIdentity | None = None

    @property
    def refusal(self) -> IamError | None:
        """What STS answers; None where it takes the token."""
        return next((check.error for check in self.checks if check.error is not None), None)


def examine(
    token: Secret | str,
    provider: Provider,
    keys: KeySet | IamError,
    *,
    now: datetime,
    role_arn: str | None = None,
) -> Examination:
    """Every check of a token, and who it speaks for where none failed.

    Args:
        provider: as the token's issuer was found by `said_issuer`, or any other: the check of `iss` then fails.
        keys: the provider's; an error where they could not be had, which is the answer of the check of the key.
        now: UTC.
        role_arn: the role that is to be taken on, for a token that names its roles.
    """
    try:
        parsed = parse_token(token)
    except IamError as error:
        skipped = [Check(part, SKIPPED, "the token is no JWT") for part, _ in _CHECKS]
        return Examination((Check("JWT", FAILED, _why(error), error), *skipped), None)
    facts = Facts(parsed, provider, keys, now, role_arn)
    form = Check("JWT", PASSED, f"alg {parsed.algorithm}, kid {_shown(parsed.key_id)}")
    checks = (form, *(_run(part, row, facts) for part, row in _CHECKS))
    accepted = all(check.state == PASSED for check in checks)
    return Examination(checks, _identity(facts) if accepted else None, _claimed(facts))


def _claimed(facts: Facts) -> WebIdentity | None:
    try:
        return _identity(facts)
    except (IamError, KeyError):
        return None  # a claim that is needed is missing, or is none


def _run(part: str, row: Callable[[Facts], str], facts: Facts) -> Check:
    if part in claims.REQUIRED and part not in facts.token.claims and row is not _required:
        return Check(part, SKIPPED, "the token does not say")
    try:
        return Check(part, PASSED, row(facts))
    except IamError as error:
        return Check(part, FAILED, _why(error), error)


def _why(error: IamError) -> str:
    return "; ".join((error.message, *error.hints))


def _identity(facts: Facts) -> WebIdentity:
    said, provider = facts.token.claims, facts.provider
    roles = claims.authorized_roles(said)
    keys = condition_keys(said, provider)
    if facts.role_arn is not None:
        keys[AUTHORIZED_BY_IDP] = "false" if roles is None else "true"
    return WebIdentity(
        provider_arn=provider.arn,
        subject=claims.subject(said),
        audience=claims.audience(said),
        issuer=said_issuer(facts.token),
        claims=said,
        condition_keys=keys,
        session_keys=session_keys(said, provider),
        tags=claims.session_tags(said),
        transitive_tag_keys=claims.transitive_tag_keys(said),
        source_identity=claims.source_identity(said),
        authorized_roles=roles,
        expires=claims.moment(said, "exp"),
    )


def _required(facts: Facts) -> str:
    for name in claims.REQUIRED:
        if name not in facts.token.claims:
            raise InvalidIdentityToken(f"Missing a required claim: {name}")
    return ", ".join(claims.REQUIRED)


def _issuer(facts: Facts) -> str:
    issuer = said_issuer(facts.token)
    if issuer not in issuers_of(facts.provider):
        raise no_provider(issuer)
    return issuer


def _subject(facts: Facts) -> str:
    return _shown(claims.subject(facts.token.claims))


def _audience(facts: Facts) -> str:
    found = claims.audience(facts.token.claims)
    name = "azp" if "azp" in facts.token.claims else "aud"
    provider = facts.provider
    if isinstance(provider, BuiltInProvider):
        return f"{name} {_shown(found)}; the trust policy says which is taken"
    if found not in provider.client_ids:
        known = ", ".join(provider.client_ids[:5]) or "none"
        raise InvalidIdentityToken(
            "Incorrect token audience",
            hint=(
                f"{name} is {_shown(found)}; the provider's client ids: {known}",
                f"take it with `iamctl provider oidc update {provider.url} --add-client-id {_shown(found)}`",
            ),
        )
    return f"{name} {_shown(found)}"


def _issued(facts: Facts) -> str:
    issued = claims.moment(facts.token.claims, "iat")
    if issued > facts.now + claims.CLOCK_SKEW:
        raise InvalidIdentityToken(
            f"Token issued in the future: {int(issued.timestamp())}", hint="the provider's clock or this one is wrong"
        )
    return _time(issued)


def _expires(facts: Facts) -> str:
    expires = claims.moment(facts.token.claims, "exp")
    earliest = facts.now - claims.CLOCK_SKEW
    if earliest >= expires:
        raise ExpiredTokenException(
            f"Token expired: current date/time {int(earliest.timestamp())} must be before the expiration date/time "
            f"{int(expires.timestamp())}",
            hint=f"it held until {_time(expires)} and five minutes; get a new one from the provider",
        )
    return _time(expires)


def _not_before(facts: Facts) -> str:
    if "nbf" not in facts.token.claims:
        return "the token does not say"
    begins = claims.moment(facts.token.claims, "nbf")
    latest = facts.now + claims.CLOCK_SKEW
    if begins > latest:
        raise InvalidIdentityToken(
            f"Token not yet valid: current date/time {int(latest.timestamp())} must be after or equal to the "
            f"not-before date/time {int(begins.timestamp())}",
            hint=f"it holds from {_time(begins)}, less five minutes",
        )
    return _time(begins)


def _key(facts: Facts) -> str:
    if isinstance(facts.keys, IamError):
        raise facts.keys
    key = choose_key(facts.keys, facts.token.key_id, facts.token.algorithm)
    return f"{key.key_type} {_shown(key.key_id)}"


def _signature(facts: Facts) -> str:
    if isinstance(facts.keys, IamError):
        raise InvalidIdentityToken(NOT_VALIDATED, hint="there is no key to check it with")
    check_signature(facts.token, choose_key(facts.keys, facts.token.key_id, facts.token.algorithm))
    return facts.token.algorithm


def _source_identity(facts: Facts) -> str:
    return claims.source_identity(facts.token.claims) or "the token does not say"


def _tags(facts: Facts) -> str:
    tags, transitive = claims.session_tags(facts.token.claims), claims.transitive_tag_keys(facts.token.claims)
    said = ", ".join(f"{tag.key}={tag.value}" for tag in tags) or "the token does not say"
    return f"{said}; transitive: {', '.join(transitive)}" if transitive else said


def _roles(facts: Facts) -> str:
    roles = claims.authorized_roles(facts.token.claims)
    if roles is None:
        return "the token does not say"
    if facts.role_arn is not None and facts.role_arn not in roles:
        named = ", ".join(roles[:5])
        reason = f"the claim {claims.ROLES} does not name {facts.role_arn}; it names {named}"
        raise InvalidIdentityToken(NOT_VALIDATED, hint=reason)
    return ", ".join(roles[:5])


_CHECKS: tuple[tuple[str, Callable[[Facts], str]], ...] = (
    ("required claims", _required),
    ("iss", _issuer),
    ("sub", _subject),
    ("aud", _audience),
    ("iat", _issued),
    ("exp", _expires),
    ("nbf", _not_before),
    ("key", _key),
    ("signature", _signature),
    ("source identity", _source_identity),
    ("session tags", _tags),
    ("roles", _roles),
)


def _shown(text: str | None) -> str:
    """A text of a stranger, cut and without what a terminal would obey."""
    if text is None:
        return "none"
    cut = text if len(text) <= 200 else f"{text[:200]}…"
    return cut if cut.isprintable() else repr(cut)


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
