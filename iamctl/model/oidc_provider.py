"""OpenID Connect providers: whose tokens the account takes.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.document import Document
    from iamctl.model.tag import Tag

PRIVATE_MEMBERS = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")
"""Members of a JSON Web Key that only its owner may have (RFC 7518, 6.2.2, 6.3.2, 6.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OIDCProvider:
    """An identity provider that speaks OpenID Connect.

    Attributes:
        url: without `https://`, at most 247 characters; host case and a trailing slash count.
        client_ids: at most 100, each at most 255 characters.
        thumbprints: at most 5, lower-case, 40 characters each.
        create_date: UTC, whole seconds.
        jwks: the public keys that its tokens are verified with, a JSON Web Key Set; without them they are fetched from
            it. AWS keeps none.
    """

    kind: ClassVar[str] = "oidc provider"

    account_id: str
    url: str
    create_date: datetime
    client_ids: tuple[str, ...] = ()
    thumbprints: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    jwks: Document | None = None

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
