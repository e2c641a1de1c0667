"""A draft of an account: read once, changed in memory, compared with what it was.

What is looked up in a draft is found among what the account will hold, so that a declaration may refer to what it
makes, in any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NoReturn

from iamctl.model.policy import Policy
from iamctl.service.account import Account
from iamctl.store.protocol import Marks, N, Shelves, Vault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.account_settings import AccountSettings

SHELVES = ("policies", "saml_providers", "oidc_providers", "groups", "users", "roles", "instance_profiles")
"""In an order in which nothing refers to what comes later, but for trust policies."""


class DraftShelf(Generic[N]):
    """One kind's entities, by name in lower case.

    Attributes:
        before: as they were.
        nouns: as they will be.
    """

    def __init__(self, nouns: Iterable[N]) -> None:
        self.before: dict[str, N] = {noun.name.lower(): noun for noun in nouns}
        self.nouns: dict[str, N] = dict(self.before)

    def find(self, name: str) -> N | None:
        return self.nouns.get(name.lower())

    def find_id(self, unique_id: str) -> N | None:
        return next((noun for noun in self.nouns.values() if noun.unique_id == unique_id), None)

    def all(self) -> Iterator[N]:
        yield from (self.nouns[key] for key in sorted(self.nouns))

    def count(self) -> int:
        return len(self.nouns)

    def names(self) -> list[str]:
        return [noun.name for noun in self.all()]

    def put(self, noun: N) -> None:
        self.nouns[noun.name.lower()] = noun

    def remove(self, name: str) -> None:
        del self.nouns[name.lower()]

    def rename(self, old_name: str, noun: N) -> None:
        self.remove(old_name)
        self.put(noun)

    def referring(self, relation: str, key: str) -> NoReturn:
        del relation, key
        raise LookupError("a draft knows who is there, not who refers to whom")

    def count_referring(self, relation: str, key: str) -> NoReturn:
        del relation, key
        raise LookupError("a draft knows who is there, not who refers to whom")

    def place(self, name: str, *keys: str | int) -> NoReturn:
        del name, keys
        raise LookupError("a draft lies in no file")


class Draft:
    """The shelves of a draft.

    Raises:
        BrokenFile: an entity of the account cannot be read.
    """

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self.account_id = shelves.account_id
        self.settings = DraftShelf(shelves.settings.all())
        self.policies = DraftShelf(shelves.policies.all())
        self.saml_providers = DraftShelf(shelves.saml_providers.all())
        self.oidc_providers = DraftShelf(shelves.oidc_providers.all())
        self.groups = DraftShelf(shelves.groups.all())
        self.users = DraftShelf(shelves.users.all())
        self.roles = DraftShelf(shelves.roles.all())
        self.instance_profiles = DraftShelf(shelves.instance_profiles.all())
        self.aws_policies = shelves.aws_policies
        self.resource_policies = shelves.resource_policies
        self.imports = shelves.imports
        self.guards = shelves.guards

    @property
    def vault(self) -> Vault:
        return self._shelves.vault

    @property
    def marks(self) -> Marks:
        return self._shelves.marks

    def account(self, real: Account) -> Account:
        """The draft as operations see an account, in the world of the real one."""
        return Account(
            self,
            now=real.now,
            new_id=real.new_id,
            aws_policies=real.published_aws_policies,
            caller=real.caller,
        )


class NoShelves:
    """The shelves of an account that is not there yet."""

    def __init__(self, settings: AccountSettings) -> None:
        self.account_id = settings.account_id
        self.settings = DraftShelf([settings])
        self.policies = self.aws_policies = DraftShelf[Policy]([])
        self.saml_providers = self.oidc_providers = DraftShelf[Any]([])
        self.groups = self.users = self.roles = DraftShelf[Any]([])
        self.instance_profiles = self.resource_policies = self.imports = self.guards = DraftShelf[Any]([])

    @property
    def vault(self) -> NoReturn:
        raise LookupError("an account that is not there keeps no secrets")

    @property
    def marks(self) -> NoReturn:
        raise LookupError("in an account that is not there nothing happens")
