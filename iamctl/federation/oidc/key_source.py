"""Where a provider's keys come from, and tokens held against them.

In this order: the keys kept in the provider's file; those fetched within the last hour, if the token's key is among
them; those that the provider publishes. A provider that changes its keys is asked again as soon as a token has a key
that is not known, or a signature that does not fit, but within ten seconds only once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import IamError
from iamctl.federation.oidc.discovery import fetch_key_set
from iamctl.federation.oidc.findings import PASSED, Examination, examine
from iamctl.federation.oidc.key_cache import CachedKeySet
from iamctl.federation.oidc.keys import no_key, parse_key_set
from iamctl.federation.oidc.provider import issuers_of
from iamctl.federation.oidc.token import parse_token
from iamctl.model.oidc_provider import OIDCProvider

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from iamctl.federation.oidc.fetch import Fetch
    from iamctl.federation.oidc.identity import WebIdentity
    from iamctl.federation.oidc.key_cache import KeyCache
    from iamctl.federation.oidc.keys import KeySet
    from iamctl.federation.oidc.provider import Provider
    from iamctl.model.secret import Secret

FRESH_SECONDS = 3600
SETTLED_SECONDS = 10
"""A provider is not asked again within them."""


class KeySource(NamedTuple):
    """How to get keys.

    Attributes:
        fetch_for: what gets addresses for this issuer; a provider on this machine may be asked, another's address
            may not lead to it.
        cache: None keeps nothing.
    """

    fetch_for: Callable[[str], Fetch]
    cache: KeyCache | None = None

    def is_cached(self, provider: Provider) -> bool:
        """Whether keys of this provider may be older than what it publishes."""
        return self.cache is not None and not (isinstance(provider, OIDCProvider) and provider.jwks is not None)

    def keys(self, provider: Provider, key_id: str | None, *, now: datetime, again: bool = False) -> KeySet:
        """The provider's keys.

        Args:
            key_id: the key that is looked for.
            again: the keys that are known do not fit.

        Raises:
            InvalidIdentityToken: they are not to be had.
            InvalidInput: those kept in its file do not read.
        """
        if isinstance(provider, OIDCProvider) and provider.jwks is not None:
            return parse_key_set(provider.jwks.text, f"jwks of {provider.url}")
        issuer, seconds = issuers_of(provider)[0], int(now.timestamp())
        known = self.cache.find(issuer) if self.cache is not None else None
        if known is not None and 0 <= seconds - known.fetched < FRESH_SECONDS:
            keys = parse_key_set(known.text, f"cached keys of {provider.url}")
            fits = (key_id is None or keys.find(key_id) is not None) and not again
            if fits or seconds - known.fetched < SETTLED_SECONDS:
                return keys
        text = fetch_key_set(issuer, self.fetch_for(issuer))
        if self.cache is not None:
            self.cache.put(issuer, CachedKeySet(text, seconds))
        return parse_key_set(text, f"keys of {provider.url}")


def examine_with(
    source: KeySource, token: Secret | str, provider: Provider, *, now: datetime, role_arn: str | None = None
) -> Examination:
    """`examine` with the provider's keys; it is asked for them only if the token is a JWT of its own."""
    unasked = examine(token, provider, no_key("the provider was not asked for its keys"), now=now, role_arn=role_arn)
    if any(check.state != PASSED for check in unasked.checks if check.part in ("JWT", "iss")):
        return unasked
    key_id = parse_token(token).key_id
    examination = unasked
    for again in (False, True) if source.is_cached(provider) else (False,):
        try:
            keys: KeySet | IamError = source.keys(provider, key_id, now=now, again=again)
        except IamError as error:
            keys = error
        examination = examine(token, provider, keys, now=now, role_arn=role_arn)
        if all(check.state == PASSED for check in examination.checks if check.part in ("key", "signature")):
            break
        if isinstance(keys, IamError):
            break
    return examination


def verify_with(
    source: KeySource, token: Secret | str, provider: Provider, *, now: datetime, role_arn: str | None = None
) -> WebIdentity:
    """`verify` with the provider's keys.

    Raises:
        IamError: as `verify`.
    """
    examination = examine_with(source, token, provider, now=now, role_arn=role_arn)
    if examination.refusal is not None:
        raise examination.refusal
    assert examination.identity is not None  # no check failed
    return examination.identity
