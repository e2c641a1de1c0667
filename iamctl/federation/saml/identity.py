"""Who signed in, as a verified assertion says it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from iamctl.federation.saml.attributes import OfferedRole
    from iamctl.model.tag import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class SamlIdentity:
    """What AssumeRoleWithSAML takes from an assertion.

    Attributes:
        subject: the NameID's text.
        subject_type: its Format, `persistent` and `transient` without their prefix.
        audience: the Recipient; an AudienceRestriction has no part in it.
        roles: what the Role attribute offers, also of other accounts and through other providers.
        session_duration: seconds; None where the assertion does not say.
        session_not_on_or_after: UTC; a session ends then, also before 900 seconds are over.
        condition_keys: those of `saml:` that a trust policy may ask for, with their values.
        not_on_or_after: UTC; from then on the assertion is taken no more.
        warnings: what a person should know, a sentence's part each.
    """

    provider_arn: str
    subject: str
    subject_type: str
    name_qualifier: str
    issuer: str
    audience: str
    roles: tuple[OfferedRole, ...]
    role_session_name: str
    session_duration: int | None
    session_not_on_or_after: datetime | None
    tags: tuple[Tag, ...]
    transitive_tag_keys: tuple[str, ...]
    source_identity: str | None
    condition_keys: Mapping[str, tuple[str, ...]]
    assertion_id: str
    not_on_or_after: datetime
    warnings: tuple[str, ...] = ()


def name_qualifier(issuer: str, account_id: str, provider_name: str) -> str:
    """What tells the subjects of one provider from another's: base64 of SHA-1, as AWS computes it; no secret, no proof.

    Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html (NameQualifier)
    """
    text = f"{issuer}{account_id}/{provider_name}".encode()
    return b64encode(hashlib.sha1(text, usedforsecurity=False).digest()).decode()
