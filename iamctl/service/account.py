"""One moment of an account, and what an operation may use of the world: shelves, clock, ids, AWS's policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.policy import Policy
    from iamctl.service.authorization import Gate
    from iamctl.service.sts.identity_providers import IdentityProviders
    from iamctl.service.sts.standing import Standing
    from iamctl.store.protocol import Marks, Shelf, Shelves, Vault


class PolicySummary(Protocol):
    """A managed policy without its documents: what a list shows. A `Policy` is one too."""

    @property
    def policy_name(self) -> str: ...

    @property
    def arn(self) -> str: ...

    @property
    def policy_id(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def default_version_id(self) -> str: ...

    @property
    def create_date(self) -> datetime: ...

    @property
    def update_date(self) -> datetime: ...

    @property
    def is_attachable(self) -> bool: ...


class AwsPolicies(Protocol):
    """The managed policies that AWS publishes."""

    def find(self, name: str) -> Policy | None:
        """The policy of this name, in whatever case."""

    def find_arn(self, arn: str) -> Policy | None: ...

    def find_id(self, policy_id: str) -> Policy | None: ...

    def names(self) -> list[str]: ...

    def summaries(self) -> Iterable[PolicySummary]:
        """Every policy without its document, in any order."""


_SHELF_OF = {
    "account": "settings",
    "user": "users",
    "group": "groups",
    "role": "roles",
    "policy": "policies",
    "instance profile": "instance_profiles",
    "saml provider": "saml_providers",
    "oidc provider": "oidc_providers",
    "resource policy": "resource_policies",
    "guards": "guards",
}


class Account:
    """What operations work on.

    Attributes:
        now: UTC, whole seconds; the same for all of one change.
        new_id: a unique id with this prefix (`AIDA`), never given before.
        caller: the ARN of who asks.
        standing: who asks, as far as it is more than the account's owner.
        gate: what every call of the caller's has to pass; None lets root pass.
    """

    def __init__(
        self,
        shelves: Shelves,
        *,
        now: datetime,
        new_id: Callable[[str], str],
        aws_policies: AwsPolicies,
        caller: str,
        entropy: Callable[[int], bytes] | None = None,
        identity_providers: Callable[[], IdentityProviders] | None = None,
    ) -> None:
        self.account_id = shelves.account_id
        self.users = shelves.users
        self.groups = shelves.groups
        self.roles = shelves.roles
        self.policies = shelves.policies
        self.instance_profiles = shelves.instance_profiles
        self.saml_providers = shelves.saml_providers
        self.oidc_providers = shelves.oidc_providers
        self.imported_aws_policies = shelves.aws_policies
        self.resource_policies = shelves.resource_policies
        self.imports = shelves.imports
        self.guards = shelves.guards
        self.published_aws_policies = aws_policies
        self.settings_shelf = shelves.settings
        self.shelves = shelves
        self.now = now
        self.new_id = new_id
        self.caller = caller
        self.standing: Standing | None = None
        self.gate: Gate | None = None
        self._entropy = entropy
        self._identity_providers = identity_providers

    @property
    def vault(self) -> Vault:
        """The secrets."""
        return self.shelves.vault

    @property
    def marks(self) -> Marks:
        """Uses of keys, failed sign-ins."""
        return self.shelves.marks

    def entropy(self, count: int) -> bytes:
        """So many random bytes, fit for secrets."""
        assert self._entropy is not None, "who makes credentials is given entropy"
        return self._entropy(count)

    @property
    def identity_providers(self) -> IdentityProviders:
        """How identity providers are asked."""
        assert self._identity_providers is not None, "who takes their word is given a way to ask them"
        return self._identity_providers()

    @property
    def settings(self) -> AccountSettings:
        settings = self.settings_shelf.find(self.account_id)
        assert settings is not None, "an account without account.toml is not opened"
        return settings

    def shelf_of(self, kind: str) -> Shelf[Any]:
        """The shelf of the nouns of this `kind`; of policies the account's own."""
        shelf: Shelf[Any] = getattr(self.shelves, _SHELF_OF[kind])
        return shelf

    def find_policy(self, arn: str) -> Policy | None:
        """The managed policy of this ARN, the account's own or AWS's."""
        account_id = arn.split(":", 5)[4] if arn.count(":") >= 5 else ""
        if account_id == "aws":
            imported = self.imported_aws_policies.find(arn.rpartition("/")[2])
            if imported is not None and imported.arn == arn:
                return imported
            return self.published_aws_policies.find_arn(arn)
        policy = self.policies.find(arn.rpartition("/")[2])
        return policy if policy is not None and policy.arn == arn else None
