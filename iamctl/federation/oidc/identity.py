"""Who signed in, as a verified web identity token says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from iamctl.model.tag import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class WebIdentity:
    """What AssumeRoleWithWebIdentity takes from a token.

    Attributes:
        provider_arn: the provider that a trust policy has to name under Federated; a built-in one's host.
        subject: `sub`; a number stands as its digits.
        audience: `azp` where the token has it, else `aud`.
        issuer: `iss`; of an access token the ProviderId that came with it.
        claims: all of the token, numbers as int or Decimal; of an access token what the provider said of it.
        condition_keys: those that a trust policy may ask for: a text is a key of one value, a tuple one of several.
        session_keys: those of them that requests in the session carry too.
        authorized_roles: the only roles that the token may take on; None where it does not say.
        expires: UTC; from then on, and five minutes, the token is taken no more. None where the provider does not say.
    """

    provider_arn: str
    subject: str
    audience: str
    issuer: str
    claims: Mapping[str, Any]
    condition_keys: Mapping[str, str | tuple[str, ...]]
    session_keys: Mapping[str, str | tuple[str, ...]]
    tags: tuple[Tag, ...] = ()
    transitive_tag_keys: tuple[str, ...] = ()
    source_identity: str | None = None
    authorized_roles: tuple[str, ...] | None = None
    expires: datetime | None = None
