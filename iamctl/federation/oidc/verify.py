"""Who a web identity token speaks for, or STS's refusal of it.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.federation.oidc.findings import examine

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.errors import IamError
    from iamctl.federation.oidc.identity import WebIdentity
    from iamctl.federation.oidc.keys import KeySet
    from iamctl.federation.oidc.provider import Provider
    from iamctl.model.secret import Secret


def verify(
    token: Secret | str,
    provider: Provider,
    keys: KeySet | IamError,
    *,
    now: datetime,
    role_arn: str | None = None,
) -> WebIdentity:
    """The identity of a token that holds in every part.

    Args:
        provider: an OpenID Connect provider of the account, or a built-in one.
        keys: the provider's, or the error that getting them ended in.
        now: UTC.
        role_arn: the role that is to be taken on.

    Raises:
        ValidationError: the token is too long or too short.
        InvalidIdentityToken: it is no JWT, not the provider's, for somebody else, forged, or not valid yet.
        ExpiredTokenException: it is over, also with five minutes of grace.
        MachineError: `iamctl[federation]` is not installed.
    """
    examination = examine(token, provider, keys, now=now, role_arn=role_arn)
    if examination.refusal is not None:
        raise examination.refusal
    assert examination.identity is not None  # no check failed
    return examination.identity
