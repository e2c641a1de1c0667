"""What becomes of the account: every declared entity laid into a draft, as the declaration says it.

Rules kept here:
  * a key that is there is made so: lists and tags become equal, in their order; an empty text takes away;
  * a key that is not there is left as it is, and goes back to its default when pruning;
  * names are found without regard to case and keep the spelling they have;
  * what AWS fixes at creation (paths of roles, policies and instance profiles, descriptions of policies) stays;
  * trust policies follow users that move or go, as in every other change;
  * pruning leaves the account's settings and service-linked roles alone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from iamctl.errors import IamctlError
from iamctl.model.group import Group
from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.quotas import quota
from iamctl.model.role import Role
from iamctl.model.user import User
from iamctl.service.declaration.draft import SHELVES, Draft
from iamctl.service.declaration.kept import said_inline, said_or, said_tags
from iamctl.service.declaration.policies import converge_policy
from iamctl.service.declaration.references import References
from iamctl.service.declaration.settings import converge_settings
from iamctl.service.declaration.trust_policies import converge_trust
from iamctl.service.declaration.values import MISTAKEN
from iamctl.service.identities import check_attached_count, check_inline_size
from iamctl.service.oidc_providers import SCHEME, create_open_id_connect_provider
from iamctl.service.quotas import check_quota
from iamctl.service.saml_providers import create_saml_provider
from iamctl.service.service_linked import SERVICE_LINKED_PATH, check_modifiable

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.service.account import Account
    from iamctl.service.declaration.declared import (
        Declaration,
        DeclaredGroup,
        DeclaredInstanceProfile,
        DeclaredOIDCProvider,
        DeclaredRole,
        DeclaredSAMLProvider,
        DeclaredUser,
    )
    from iamctl.syntax.table_reader import Path

R = TypeVar("R")

QUOTAS = {
    "policies": "PoliciesPerAccount",
    "groups": "GroupsPerAccount",
    "users": "UsersPerAccount",
    "roles": "RolesPerAccount",
    "instance_profiles": "InstanceProfilesPerAccount",
}
"""Shelves whose quota is held against the whole draft; those of providers are held as each is created."""


def converged(real: Account, declaration: Declaration, *, prune: bool) -> Draft:
    """The account as the declaration wants it; what stands in the way is noted in the declaration's errata.

    Raises:
        BrokenFile: an entity of the account cannot be read.
    """
    draft = Draft(real.shelves)
    convergence = _Convergence(draft.account(real), draft, declaration, prune=prune)
    convergence.run()
    return draft


class _Convergence:
    """One draft becoming what a declaration says."""

    def __init__(self, account: Account, draft: Draft, declaration: Declaration, *, prune: bool) -> None:
        self._account = account
        self._draft = draft
        self._declaration = declaration
        self._errata = declaration.errata
        self._prune = prune
        self._references = References(account, draft, declaration.errata, prune=prune)

    def run(self) -> None:
        declaration = self._declaration
        converge_settings(self._account, declaration, prune=self._prune)
        if self._prune:
            self._remove_undeclared()
        for policy in declaration.policies:
            converge_policy(self._account, policy, self._errata, prune=self._prune)
        for saml_provider in declaration.saml_providers:
            self._saml_provider(saml_provider)
        for oidc_provider in declaration.oidc_providers:
            self._oidc_provider(oidc_provider)
        for group in declaration.groups:
            self._group(group)
        for user in declaration.users:
            self._user(user)
        for role in declaration.roles:
            self._role(role)
        converge_trust(self._account, self._draft, declaration.roles, self._errata)
        for profile in declaration.instance_profiles:
            self._instance_profile(profile)
        self._check_quotas()

    def _remove_undeclared(self) -> None:
        for name in SHELVES:
            declared = {one.name.lower() for one in getattr(self._declaration, name)}
            shelf = getattr(self._draft, name)
            for key, noun in shelf.before.items():
                if key not in declared and not getattr(noun, "path", "/").startswith(SERVICE_LINKED_PATH):
                    del shelf.nouns[key]

    def _group(self, said: DeclaredGroup) -> None:
        existing = self._account.groups.find(said.name)
        kept = None if self._prune else existing
        group = existing or Group(
            account_id=self._account.account_id,
            group_name=said.name,
            path="/",
            group_id=self._account.new_id("AGPA"),
            create_date=self._account.now,
        )
        group = replace(
            group,
            path=said_or(said.path, kept, "path", "/"),
            attached_policies=self._attached(said, kept),
            inline_policies=said_inline(said.inline_policies, existing, prune=self._prune),
        )
        self._check_identity(said.at, existing, group)
        self._draft.groups.put(group)

    def _user(self, said: DeclaredUser) -> None:
        existing = self._account.users.find(said.name)
        kept = None if self._prune else existing
        user = existing or User(
            account_id=self._account.account_id,
            user_name=said.name,
            path="/",
            user_id=self._account.new_id("AIDA"),
            create_date=self._account.now,
        )
        groups = None if said.groups is None else self._references.groups(said.groups, (*said.at, "groups"))
        user = replace(
            user,
            path=said_or(said.path, kept, "path", "/"),
            groups=said_or(groups, kept, "groups", ()),
            attached_policies=self._attached(said, kept),
            inline_policies=said_inline(said.inline_policies, existing, prune=self._prune),
            permissions_boundary=self._boundary(said, kept),
            tags=said_tags(said.tags, existing, prune=self._prune),
        )
        self._check_identity(said.at, existing, user)
        if existing is None or len(user.groups) > len(existing.groups):
            self._check((*said.at, "groups"), "GroupsPerUser", len(user.groups))
        self._draft.users.put(user)

    def _role(self, said: DeclaredRole) -> None:
        """Everything of the role but its trust policy, which may name roles that come later."""
        existing = self._account.roles.find(said.name)
        kept = None if self._prune else existing
        role = existing or Role(
            account_id=self._account.account_id,
            role_name=said.name,
            path=said.path or "/",
            role_id=self._account.new_id("AROA"),
            create_date=self._account.now,
            trust_policy=MISTAKEN,
        )
        if existing is None and role.path.startswith(SERVICE_LINKED_PATH):
            message = f"The path {SERVICE_LINKED_PATH} is reserved for service-linked roles."
            self._errata.add((*said.at, "path"), message)
        self._check_fixed_path(said, role)
        role = replace(
            role,
            description=said_or(said.description, kept, "description", None) or None,
            max_session_duration=said_or(said.max_session_duration, kept, "max_session_duration", 3600),
            attached_policies=self._attached(said, kept),
            inline_policies=said_inline(said.inline_policies, existing, prune=self._prune),
            permissions_boundary=self._boundary(said, kept),
            tags=said_tags(said.tags, existing, prune=self._prune),
        )
        self._check_identity(said.at, existing, role)
        self._draft.roles.put(role)

    def _instance_profile(self, said: DeclaredInstanceProfile) -> None:
        existing = self._account.instance_profiles.find(said.name)
        profile = existing or InstanceProfile(
            account_id=self._account.account_id,
            instance_profile_name=said.name,
            path=said.path or "/",
            instance_profile_id=self._account.new_id("AIPA"),
            create_date=self._account.now,
        )
        self._check_fixed_path(said, profile)
        at = (*said.at, "roles")
        roles = None if said.roles is None else self._references.roles(said.roles, at)
        profile = replace(
            profile,
            roles=said_or(roles, None if self._prune else existing, "roles", ()),
            tags=said_tags(said.tags, existing, prune=self._prune),
        )
        if existing is None or profile.roles != existing.roles:
            self._check(at, "InstanceSessionsPerInstanceProfile", len(profile.roles))
            for role in filter(None, map(self._account.roles.find, profile.roles)):
                self._try(at, partial(check_modifiable, role))
        self._draft.instance_profiles.put(profile)

    def _saml_provider(self, said: DeclaredSAMLProvider) -> None:
        existing = self._account.saml_providers.find(said.name)
        if existing is not None:
            metadata = said_or(said.metadata_document, existing, "metadata_document", "")
            tags = said_tags(said.tags, existing, prune=self._prune)
            self._draft.saml_providers.put(replace(existing, metadata_document=metadata, tags=tags))
        elif said.metadata_document is None:
            self._errata.add(said.at, "A new SAML provider needs the key metadata_file or metadata_document.")
        elif not self._errata:  # its name, metadata and tags are checked; what is left is the quota
            document, tags = said.metadata_document, said.tags or ()
            self._try(
                said.at,
                lambda: create_saml_provider(self._account, name=said.name, saml_metadata_document=document, tags=tags),
            )

    def _oidc_provider(self, said: DeclaredOIDCProvider) -> None:
        if not said.name:
            return  # a mistake already
        existing = self._account.oidc_providers.find(said.name)
        if existing is not None and existing.url != said.name:
            hint = f"write {existing.url}; here the two would share one file"
            self._errata.add((*said.at, "url"), f"{existing.url} differs from it only in case.", [hint])
            return
        kept = None if self._prune else existing
        if existing is not None:
            self._draft.oidc_providers.remove(said.name)  # what is created in its place is held to every rule
        created = self._try(
            said.at,
            lambda: create_open_id_connect_provider(
                self._account,
                url=f"{SCHEME}{said.name}",
                client_id_list=said_or(said.client_ids, kept, "client_ids", ()),
                thumbprint_list=said_or(said.thumbprints, kept, "thumbprints", ()),
                tags=said_tags(said.tags, existing, prune=self._prune),
            ),
        )
        if existing is not None and created is not None:
            self._draft.oidc_providers.put(replace(created, create_date=existing.create_date, jwks=existing.jwks))

    def _attached(self, said: DeclaredGroup | DeclaredUser | DeclaredRole, kept: Any) -> tuple[str, ...]:
        texts = said.attached_policies
        found = None if texts is None else self._references.policies(texts, (*said.at, "attached_policies"))
        return said_or(found, kept, "attached_policies", ())

    def _boundary(self, said: DeclaredUser | DeclaredRole, kept: User | Role | None) -> str | None:
        if said.permissions_boundary is None:
            return kept.permissions_boundary if kept is not None else None
        return self._references.boundary(said.permissions_boundary, (*said.at, "permissions_boundary"))

    def _check_identity(self, at: Path, existing: User | Group | Role | None, identity: User | Group | Role) -> None:
        account, attached = self._account, len(identity.attached_policies)
        if existing is None or attached > len(existing.attached_policies):
            self._try((*at, "attached_policies"), lambda: check_attached_count(account, identity, attached))
        policies = identity.inline_policies
        if existing is None or policies != existing.inline_policies:
            self._try((*at, "inline_policies"), lambda: check_inline_size(account, identity, policies))
        if isinstance(existing, Role) and isinstance(identity, Role):
            open_to_all = replace(identity, description=existing.description, tags=existing.tags)
            if open_to_all != existing:
                self._try(at, lambda: check_modifiable(existing))

    def _check_fixed_path(self, said: DeclaredRole | DeclaredInstanceProfile, noun: Role | InstanceProfile) -> None:
        if said.path not in (None, noun.path):
            message = f"The path of {noun.kind} {noun.name} is {noun.path}, and AWS fixes it at creation."
            self._errata.add((*said.at, "path"), message)

    def _check_quotas(self) -> None:
        """How many there will be, where there will be more: the mistake stands at the first that is too many."""
        for name, quota_name in QUOTAS.items():
            shelf = getattr(self._draft, name)
            new = [one for one in getattr(self._declaration, name) if one.name.lower() not in shelf.before]
            others = len(shelf.nouns) - len(new)
            limit = quota(self._account.settings.quotas, quota_name)
            if new and limit < len(shelf.nouns):
                self._check(new[max(0, limit - others)].at, quota_name, len(shelf.nouns))

    def _check(self, at: Path, quota_name: str, count: int) -> None:
        self._try(at, lambda: check_quota(self._account, quota_name, count))

    def _try(self, at: Path, step: Callable[[], R]) -> R | None:
        """Do a step of which an error is a mistake of the declaration."""
        try:
            return step()
        except IamctlError as error:
            self._errata.add_error(at, error)
            return None
