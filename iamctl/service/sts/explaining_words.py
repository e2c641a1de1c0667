"""What `explaining.explain_word` needs of a token or an assertion: its checks, and whom it speaks for.

The keys of an OpenID Connect provider are those in its file, else those that were fetched before, however long ago; the
provider is asked only where that is wanted. A signature that no key was at hand for is undecided, never passed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.errors import IamError
from iamctl.service.sts import assume_role, with_saml, with_web_identity
from iamctl.service.sts.explaining import FAILED, IN_SHAPE, PASSED, Checks, explain_word
from iamctl.service.sts.identity_providers import provider_of_arn, provider_of_token
from iamctl.service.sts.session_policies import checked_policies, packed_size
from iamctl.service.sts.vouched import vouched_by_assertion, vouched_by_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from iamctl.federation.oidc.fetch import Fetched
    from iamctl.federation.oidc.findings import Examination
    from iamctl.federation.oidc.key_cache import CachedKeySet, KeyCache
    from iamctl.federation.oidc.key_source import KeySource
    from iamctl.federation.oidc.provider import Provider
    from iamctl.federation.saml.identity import SamlIdentity
    from iamctl.model.role import Role
    from iamctl.model.secret import Secret
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account
    from iamctl.service.members import Members
    from iamctl.service.sts.vouched import Vouched

UNASKED = "the provider is not asked: no key of it is in its file or was fetched before"


def explain_web_identity(
    account: Account,
    *,
    role_arn: str,
    role_session_name: str,
    web_identity_token: Secret,
    policy_arns: Sequence[str] = (),
    policy: str | None = None,
    duration_seconds: int | None = None,
    fetches_keys: bool = False,
) -> Members:
    """Why AssumeRoleWithWebIdentity does or does not give credentials for this token.

    Args:
        fetches_keys: ask the provider for its keys.
    """
    checks = Checks()
    wish = assume_role.Wish(role_session_name=role_session_name, duration_seconds=duration_seconds)
    checks.hold("parameters", lambda: assume_role.check_wish(wish), IN_SHAPE)
    role = assume_role.find_role(account, role_arn)
    wanted = role.arn if role is not None else assume_role.asked_arn(account, role_arn)
    vouched = _by_token(account, web_identity_token, wanted, role_session_name, checks, fetches_keys=fetches_keys)
    return explain_word(
        account,
        role,
        wanted,
        vouched,
        checks,
        lasting=lambda role: _seconds(role, duration_seconds),
        narrowed=lambda: _narrowed(account, policy, policy_arns, vouched),
    )


def explain_saml(
    account: Account,
    *,
    role_arn: str,
    principal_arn: str,
    saml_assertion: Secret,
    policy_arns: Sequence[str] = (),
    policy: str | None = None,
    duration_seconds: int | None = None,
) -> Members:
    """Why AssumeRoleWithSAML does or does not give credentials for this assertion; it is not taken note of."""
    checks = Checks()
    checks.hold("parameters", lambda: with_saml.check_saml_shapes(saml_assertion, duration_seconds), IN_SHAPE)
    role = assume_role.find_role(account, role_arn)
    wanted = role.arn if role is not None else assume_role.asked_arn(account, role_arn)
    identity = None
    if checks.error is None:  # what is too long is not looked into
        identity = _by_assertion(account, principal_arn, saml_assertion, wanted, checks)
    vouched = vouched_by_assertion(identity) if identity is not None else None
    return explain_word(
        account,
        role,
        wanted,
        vouched,
        checks,
        lasting=lambda role: _until(account, role, identity, duration_seconds),
        narrowed=lambda: _narrowed(account, policy, policy_arns, vouched),
    )


def _by_token(
    account: Account, token: Secret, role_arn: str, session_name: str, checks: Checks, *, fetches_keys: bool
) -> Vouched | None:
    """Whom the token speaks for, or would."""
    try:
        provider = provider_of_token(account, token)
    except IamError as error:
        checks.take("provider", FAILED, "; ".join((error.message, *error.hints)), error)
        return None
    checks.take("provider", PASSED, provider.arn)
    source = account.identity_providers.keys
    if not fetches_keys:
        source = _kept_only(source, account.now)
    examination = _examined(source, token, provider, account, role_arn)
    for check in examination.checks:
        is_open = not fetches_keys and check.part in ("key", "signature") and _is_unasked(examination)
        checks.take(check.part, check.state, UNASKED if is_open else check.says, check.error, is_open=is_open)
    return vouched_by_token(examination.claimed, session_name) if examination.claimed is not None else None


def _examined(source: KeySource, token: Secret, provider: Provider, account: Account, role_arn: str) -> Examination:
    from iamctl.federation.oidc.key_source import examine_with

    return examine_with(source, token, provider, now=account.now, role_arn=role_arn)


def _is_unasked(examination: Examination) -> bool:
    """Whether the key is missing only since nobody was asked for it."""
    key = next((check for check in examination.checks if check.part == "key"), None)
    return key is not None and key.error is not None and UNASKED in key.error.hints


def _kept_only(source: KeySource, now: datetime) -> KeySource:
    from iamctl.federation.oidc.fetch import Unreachable

    def unasked(url: str) -> Fetched:  # noqa: ARG001
        raise Unreachable(UNASKED)

    cache: Any = _AnyAge(source.cache, int(now.timestamp())) if source.cache is not None else None
    return source._replace(fetch_for=lambda _: unasked, cache=cache)


class _AnyAge:
    """Keys that were fetched some time, as if it had been just now; nothing is kept."""

    def __init__(self, cache: KeyCache, now: int) -> None:
        self._cache = cache
        self._now = now

    def find(self, issuer: str) -> CachedKeySet | None:
        known = self._cache.find(issuer)
        return known._replace(fetched=self._now) if known is not None else None

    def put(self, issuer: str, key_set: CachedKeySet) -> None:
        """Nothing was fetched."""


def _by_assertion(
    account: Account, principal_arn: str, assertion: Secret, role_arn: str, checks: Checks
) -> SamlIdentity | None:
    """Whom the assertion speaks for, or would."""
    from iamctl.federation.saml.findings import Expected

    try:
        provider = provider_of_arn(account, principal_arn)
    except IamError as error:
        checks.take("provider", FAILED, "; ".join((error.message, *error.hints)), error)
        return None
    checks.take("provider", PASSED, provider.arn)
    examination = with_saml.examined_assertion(account, provider, assertion, Expected(role_arn=role_arn))
    for check in examination.checks:
        checks.take(check.part, check.state, check.says, check.error)
    return examination.claimed


def _seconds(role: Role, asked: int | None) -> str:
    return f"{with_web_identity.duration_within(role, asked, with_web_identity.TOO_LONG)} seconds"


def _until(account: Account, role: Role, identity: SamlIdentity | None, asked: int | None) -> str:
    assert identity is not None  # somebody was vouched for
    return f"until {with_saml.expiration_of(account, role, identity, asked):%Y-%m-%dT%H:%M:%SZ}"


def _narrowed(account: Account, policy: str | None, policy_arns: Sequence[str], vouched: Vouched | None) -> str:
    tags: Sequence[Tag] = vouched.tags if vouched is not None else ()
    found = checked_policies(account, policy, policy_arns)
    percent = packed_size(found, tags)
    return "none" if percent is None else f"they take {percent}% of their room"
