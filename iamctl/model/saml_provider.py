"""SAML providers: whose assertions the account takes.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSAMLProvider.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.tag import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class SAMLProvider:
    """An identity provider that speaks SAML 2.0.

    Attributes:
        provider_name: 1-128 characters of `[A-Za-z0-9_.-]`.
        metadata_document: the provider's XML, 1000-10,000,000 characters, as it was given.
        create_date: UTC, whole seconds.
        valid_until: UTC; AWS answers a hundred years after creation.
    """

    kind: ClassVar[str] = "saml provider"

    account_id: str
    provider_name: str
    metadata_document: str
    create_date: datetime
    valid_until: datetime
    tags: tuple[Tag, ...] = ()

    @property
    def name(self) -> str:
        return self.provider_name

    @property
    def unique_id(self) -> str:
        """Providers have no unique id; their ARN stands for it."""
        return self.arn

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:saml-provider/{self.provider_name}"
