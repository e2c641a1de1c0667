"""SAML providers: whose assertions the account takes.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSAMLProvider.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.tag import Tag


REQUIRED, ALLOWED = "Required", "Allowed"
ENCRYPTION_MODES = (REQUIRED, ALLOWED)
MOST_PRIVATE_KEYS = 2


class SAMLPrivateKey(NamedTuple):
    """A key that opens encrypted assertions; the key itself is in the vault.

    Attributes:
        key_id: 22-64 of `[A-Z0-9]`, never given again.
        timestamp: when it was added, UTC, whole seconds.
    """

    key_id: str
    timestamp: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SAMLProvider:
    """An identity provider that speaks SAML 2.0.

    Attributes:
        provider_name: 1-128 characters of `[A-Za-z0-9_.-]`.
        metadata_document: the provider's XML, 1000-10,000,000 characters, as it was given.
        create_date: UTC, whole seconds.
        valid_until: UTC; AWS answers a hundred years after creation.
        assertion_encryption_mode: `Required` takes encrypted assertions only, `Allowed` takes both; empty is not said,
            and AWS answers nothing then.
        private_keys: at most two, the newest first.
        strict: whether assertions are held against more than AWS does: AudienceRestriction, NotBefore, one-time use,
            InResponseTo. AWS has no such setting.
        allow_sha1: whether signatures with SHA-1 are taken. AWS has no such setting.
    """

    kind: ClassVar[str] = "saml provider"

    account_id: str
    provider_name: str
    metadata_document: str
    create_date: datetime
    valid_until: datetime
    tags: tuple[Tag, ...] = ()
    assertion_encryption_mode: str = ""
    private_keys: tuple[SAMLPrivateKey, ...] = ()
    strict: bool = False
    allow_sha1: bool = False

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
