"""OpenID Connect providers: whose tokens the account takes.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.tag import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class OIDCProvider:
    """An identity provider that speaks OpenID Connect.

    Attributes:
        url: without `https://`, at most 247 characters; host case and a trailing slash count.
        client_ids: at most 100, each at most 255 characters.
        thumbprints: at most 5, lower-case, 40 characters each.
        create_date: UTC, whole seconds.
    """

    kind: ClassVar[str] = "oidc provider"

    account_id: str
    url: str
    create_date: datetime
    client_ids: tuple[str, ...] = ()
    thumbprints: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()

    @property
    def name(self) -> str:
        return self.url

    @property
    def unique_id(self) -> str:
        """Providers have no unique id; their ARN stands for it."""
        return self.arn

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:oidc-provider/{self.url}"
