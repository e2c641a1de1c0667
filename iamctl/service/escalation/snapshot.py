"""An account read once: its identities, policies and who holds what, and every document compiled once."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from iamctl.analysis.escalation.table import actions_of_rows
from iamctl.model.document import Document
from iamctl.service.escalation.documents import Actions, Compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.model.group import Group
    from iamctl.model.policy import Policy
    from iamctl.model.role import Role
    from iamctl.model.tag import Tag
    from iamctl.model.user import User
    from iamctl.service.account import Account

EVERYTHING = Document('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}')


class Snapshot:
    """What the search asks of an account.

    Attributes:
        identities: users and roles by ARN, in the account's order.
        groups: by name in lower case.
    """

    def __init__(self, account: Account) -> None:
        self.account_id = account.account_id
        self.now = account.now
        self._account = account
        self.users: dict[str, User] = {user.arn: user for user in account.users.all()}
        self.roles: dict[str, Role] = {role.arn: role for role in account.roles.all()}
        self.groups: dict[str, Group] = {group.group_name.lower(): group for group in account.groups.all()}
        self.policies: dict[str, Policy] = {policy.arn: policy for policy in account.policies.all()}
        self._aws: dict[str, Policy | None] = {}
        self._compiled: dict[tuple[str, str], Compiled] = {}
        self._speaks: dict[str, frozenset[str]] = {}
        self._texts: dict[str, frozenset[str]] = {}
        self._rows = actions_of_rows()
        self._new_rows: dict[tuple[frozenset[str], frozenset[str]], bool] = {}
        self.actions = Actions()

    @property
    def identities(self) -> Iterator[User | Role]:
        return chain(self.users.values(), self.roles.values())

    def identity(self, arn: str) -> User | Role:
        found: User | Role | None = self.users.get(arn) or self.roles.get(arn)
        assert found is not None, "a standing is an identity's"
        return found

    def policy(self, arn: str) -> Policy | None:
        """The managed policy, the account's own or AWS's."""
        if arn in self.policies:
            return self.policies[arn]
        if arn not in self._aws:
            self._aws[arn] = self._account.find_policy(arn)
        return self._aws[arn]

    def compiled(self, name: str, document: Document) -> Compiled:
        key = (name, document.text)
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = Compiled(name, document, self.actions)
        return found

    def managed(self, arn: str, version_id: str | None = None) -> Compiled | None:
        """The policy's text in force, or another version's."""
        policy = self.policy(arn)
        if policy is None:
            return None
        version = policy.default_version if version_id is None else policy.version(version_id)
        return self.compiled(arn, version.document) if version is not None else None

    def own(self, holder: User | Group | Role) -> Iterator[Compiled]:
        """The documents of one user, group or role itself."""
        for policy in holder.inline_policies:
            yield self.compiled(f"inline {policy.policy_name} of {holder.kind} {holder.name}", policy.document)
        for arn in holder.attached_policies:
            if (managed := self.managed(arn)) is not None:
                yield managed

    def speaks(self, group_name: str) -> frozenset[str]:
        """The actions of the table that a group's policies speak of; its name is in lower case."""
        found = self._speaks.get(group_name)
        if found is None:
            documents = self.own(self.groups[group_name])
            found = self._speaks[group_name] = frozenset(action for each in documents for action in each.speaks)
        return found

    def texts(self, group_name: str) -> frozenset[str]:
        """What a group's policies say; its name is in lower case."""
        found = self._texts.get(group_name)
        if found is None:
            documents = self.own(self.groups[group_name])
            found = self._texts[group_name] = frozenset(document.text for document in documents)
        return found

    @cached_property
    def group_texts(self) -> tuple[frozenset[str], ...]:
        """What groups say, each once; nothing apart."""
        return tuple(texts for texts in dict.fromkeys(map(self.texts, self.groups)) if texts)

    def have_new_row(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Whether both together name all the actions of a row of the table of which neither names all."""
        found = self._new_rows.get((one, other))
        if found is None:
            both = one | other
            found = any(each <= both and not each <= one and not each <= other for each in self._rows)
            self._new_rows[one, other] = found
        return found

    def tags(self, arn: str) -> tuple[Tag, ...]:
        """The tags of an entity."""
        if ":user/" in arn or ":role/" in arn:
            found = self.users.get(arn) or self.roles.get(arn)
            return found.tags if found is not None else ()
        if ":policy/" in arn:
            policy = self.policies.get(arn)
            return policy.tags if policy is not None else ()
        return self._provider_tags.get(arn, ())

    @cached_property
    def _provider_tags(self) -> dict[str, tuple[Tag, ...]]:
        account = self._account
        shelves = (account.saml_providers, account.oidc_providers, account.instance_profiles)
        return {noun.arn: noun.tags for shelf in shelves for noun in shelf.all()}

    @cached_property
    def providers(self) -> frozenset[str]:
        """The ARNs of the identity providers that are there."""
        account = self._account
        return frozenset(noun.arn for shelf in (account.saml_providers, account.oidc_providers) for noun in shelf.all())

    @cached_property
    def profiled(self) -> frozenset[str]:
        """The names, in lower case, of the roles that an instance profile has."""
        return frozenset(name.lower() for profile in self._account.instance_profiles.all() for name in profile.roles)

    @cached_property
    def empty_profiles(self) -> tuple[str, ...]:
        """The ARNs of instance profiles without a role."""
        return tuple(profile.arn for profile in self._account.instance_profiles.all() if not profile.roles)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many members each group has, by its name in lower case."""
        found: dict[str, int] = {}
        for user in self.users.values():
            for name in user.groups:
                found[name.lower()] = found.get(name.lower(), 0) + 1
        return found
