"""What a declaration says of each entity. None is what it does not say; an empty text or list takes away.

Names of groups, policies, users, roles and providers are as they were written: who is meant is found out when the
declaration is held against an account. `at` is where the entity's table stands in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.model.inline_policy import InlinePolicy
    from iamctl.model.tag import Tag
    from iamctl.service.declaration.errata import Errata
    from iamctl.service.trust_policies import Trust
    from iamctl.syntax.table_reader import Path

Names: TypeAlias = tuple[str, ...]


class DeclaredAccount(NamedTuple):
    """The tables `[account]` and `[password_policy]`.

    Attributes:
        quotas: AWS's names and what they are set to.
        password_policy: fields of `PasswordPolicy` that are said; None when there is no such table.
    """

    account_id: str | None = None
    alias: str | None = None
    root_email: str | None = None
    quotas: tuple[tuple[str, int], ...] = ()
    password_policy: tuple[tuple[str, int | bool], ...] | None = None


class DeclaredPolicy(NamedTuple):
    at: Path
    name: str
    path: str | None
    description: str | None
    document: Document | None
    tags: tuple[Tag, ...] | None


class DeclaredGroup(NamedTuple):
    at: Path
    name: str
    path: str | None
    attached_policies: Names | None
    inline_policies: tuple[InlinePolicy, ...] | None


class DeclaredUser(NamedTuple):
    """One `[[user]]`.

    Attributes:
        console_password: whether it has one; who lacks it is given one by lot.
        access_keys: how many it has at least.
        mfa: whether it has an MFA device; who lacks one is given a virtual one, enabled.
    """

    at: Path
    name: str
    path: str | None
    groups: Names | None
    attached_policies: Names | None
    inline_policies: tuple[InlinePolicy, ...] | None
    permissions_boundary: str | None
    tags: tuple[Tag, ...] | None
    console_password: bool = False
    access_keys: int = 0
    mfa: bool = False


class DeclaredRole(NamedTuple):
    """One `[[role]]`; its trust policy is a document, or words that one is built from, or not said."""

    at: Path
    name: str
    path: str | None
    description: str | None
    trust_policy: Document | Trust | None
    max_session_duration: int | None
    attached_policies: Names | None
    inline_policies: tuple[InlinePolicy, ...] | None
    permissions_boundary: str | None
    tags: tuple[Tag, ...] | None


class DeclaredInstanceProfile(NamedTuple):
    at: Path
    name: str
    path: str | None
    roles: Names | None
    tags: tuple[Tag, ...] | None


class DeclaredSAMLProvider(NamedTuple):
    at: Path
    name: str
    metadata_document: str | None
    tags: tuple[Tag, ...] | None


class DeclaredOIDCProvider(NamedTuple):
    """One `[[oidc_provider]]`; `name` is its URL as the account keeps it: without scheme and `:443`."""

    at: Path
    name: str
    client_ids: Names | None
    thumbprints: Names | None
    tags: tuple[Tag, ...] | None


class Declaration(NamedTuple):
    """A whole file, each kind in the order of the text.

    Attributes:
        source: what a person calls the text.
        errata: what is wrong with it so far; nothing is made of it unless there is nothing.
    """

    source: str
    errata: Errata
    account: DeclaredAccount = DeclaredAccount()
    policies: tuple[DeclaredPolicy, ...] = ()
    groups: tuple[DeclaredGroup, ...] = ()
    users: tuple[DeclaredUser, ...] = ()
    roles: tuple[DeclaredRole, ...] = ()
    instance_profiles: tuple[DeclaredInstanceProfile, ...] = ()
    saml_providers: tuple[DeclaredSAMLProvider, ...] = ()
    oidc_providers: tuple[DeclaredOIDCProvider, ...] = ()
