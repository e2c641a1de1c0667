"""People with a token of an OpenID Connect provider: an ID token that is made out to the broker.

What is checked, and how, is what AssumeRoleWithWebIdentity checks (`iamctl.federation.oidc`).

Sources: https://openid.net/specs/openid-connect-core-1_0.html (3.1.3.7; 5.7: who an e-mail address is)
         https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.endpoint.broker.authenticator import TOKEN, NotProven, Proof
from iamctl.errors import IamError
from iamctl.federation.oidc.http_fetch import HttpFetch, fetch_for
from iamctl.federation.oidc.key_cache import CachedKeySet, KeyCache
from iamctl.federation.oidc.key_source import KeySource, verify_with
from iamctl.federation.oidc.provider import said_issuer
from iamctl.federation.oidc.token import parse_token
from iamctl.model.oidc_provider import OIDCProvider
from iamctl.service.brokering.person import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from iamctl.model.document import Document

HTTPS = "https://"


class OidcSettings(NamedTuple):
    """One provider as the broker's file has it.

    Attributes:
        issuer: with `https://`, letter by letter what its tokens have under `iss`.
        audience: the client id that tokens have to be made out to.
        name_claim: its value becomes the person's name.
        jwks: its keys, where they are not to be fetched.
        scopes: what `broker login` asks the provider for.
    """

    name: str
    issuer: str
    audience: str
    name_claim: str = "sub"
    jwks: Document | None = None
    scopes: tuple[str, ...] = ("openid", "email", "profile", "offline_access")


class OidcTokens:
    """An authenticator on a provider's tokens."""

    kind = "oidc"
    takes = TOKEN

    def __init__(self, settings: OidcSettings, now: Callable[[], datetime]) -> None:
        self.name = settings.name
        self.settings = settings
        self._now = now
        self._provider = OIDCProvider(
            account_id="000000000000",  # the broker's own provider: no account has it
            url=settings.issuer.removeprefix(HTTPS),
            create_date=datetime.min.replace(tzinfo=UTC),
            client_ids=(settings.audience,),
            jwks=settings.jwks,
        )
        self._source = KeySource(_fetch, _KeptKeys())

    def person(self, proof: Proof) -> Person:
        if proof.token is None:
            raise NotProven("no token")
        try:
            if said_issuer(parse_token(proof.token)) != self.settings.issuer:
                raise NotProven("a token of another issuer")
            identity = verify_with(self._source, proof.token, self._provider, now=self._now())
        except NotProven:
            raise
        except IamError as error:
            raise NotProven(f"{error.code}: {error.message[:200].rstrip('.')}") from None
        return person_of(identity.claims, self.settings)

    def look_up(self, user_name: str) -> Person | None:  # noqa: ARG002 - a provider tells of nobody without a token
        return None

    def check(self) -> None:
        """Nothing: its keys may be at hand though it does not answer, and it is asked when they are not."""

    def close(self) -> None:
        """There is nothing to let go of."""


def person_of(claims: Mapping[str, Any], settings: OidcSettings) -> Person:
    """Who a verified token speaks of.

    Raises:
        NotProven: it has no name, or an address that nobody verified.
    """
    attributes = {name: values for name, values in _flat(claims, "") if values}
    names = attributes.get(settings.name_claim, ())
    if len(names) != 1:
        raise NotProven(f"a token with {len(names) or 'no'} values of {settings.name_claim}")
    if settings.name_claim == "email" and attributes.get("email_verified") != ("true",):
        raise NotProven("a token whose e-mail address is not verified")
    return Person(name=names[0], through=settings.name, attributes=attributes)


def _flat(claims: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Claims as attributes: an object's members with a dot between (`realm_access.roles`)."""
    for name, value in claims.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield f"{prefix}{name}", tuple(text for each in value if (text := _text(each)) is not None)
        elif (text := _text(value)) is not None:
            yield f"{prefix}{name}", (text,)


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | Decimal) else None


def _fetch(issuer: str) -> HttpFetch:
    return fetch_for(issuer, allow_loopback=True)


class _KeptKeys(KeyCache):
    """Keys kept for as long as the broker runs."""

    def __init__(self) -> None:
        super().__init__(Path())
        self._kept: dict[str, CachedKeySet] = {}
        self._lock = Lock()

    def find(self, issuer: str) -> CachedKeySet | None:
        with self._lock:
            return self._kept.get(issuer)

    def put(self, issuer: str, key_set: CachedKeySet) -> None:
        with self._lock:
            self._kept[issuer] = key_set
