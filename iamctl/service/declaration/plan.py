"""What a declaration does to an account: the difference between the account and the draft, and carrying it out."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.service.declaration.converge import converged
from iamctl.service.declaration.credentials import CredentialStep, missing_credentials
from iamctl.service.declaration.draft import SHELVES, Draft, DraftShelf
from iamctl.service.operation import operation

if TYPE_CHECKING:
    from iamctl.model.account_settings import AccountSettings
    from iamctl.service.account import Account
    from iamctl.service.declaration.declared import Declaration
    from iamctl.store.protocol import Noun


class Step(NamedTuple):
    """One entity that comes, changes or goes.

    Attributes:
        shelf: of the account.
        noun: as it will be, or as it was where it goes.
        keys: what of it changes, under the names that files have for it; empty unless it changes.
    """

    shelf: str
    noun: Noun
    keys: tuple[str, ...] = ()


class Counts(NamedTuple):
    """How many entities come, change and go."""

    created: int
    changed: int
    removed: int


class Plan(NamedTuple):
    """A declaration held against an account.

    Attributes:
        settings: the account's, as they will be.
        after: the whole account, as it will be, but for credentials.
        credentials: what is made for users that lack it, once everything else is done.
    """

    settings: AccountSettings
    after: Draft
    created: tuple[Step, ...]
    changed: tuple[Step, ...]
    removed: tuple[Step, ...]
    credentials: tuple[CredentialStep, ...] = ()

    @property
    def counts(self) -> Counts:
        return Counts(len(self.created), len(self.changed), len(self.removed))

    @property
    def outline(self) -> tuple[tuple[str, ...], ...]:
        """What the plan does, apart from the ids and dates that new entities get."""
        steps = {"+": self.created, "~": self.changed, "-": self.removed}
        nouns = ((mark, step.noun.arn, *step.keys) for mark, listed in steps.items() for step in listed)
        return (*nouns, *(("+", *step) for step in self.credentials))

    def with_new_account(self) -> Plan:
        """This plan where the account itself comes too, with its settings as they will be."""
        others = tuple(step for step in self.changed if step.shelf != "settings")
        return self._replace(created=(Step("settings", self.settings), *self.created), changed=others)

    @property
    def is_empty(self) -> bool:
        return not any(self.counts) and not self.credentials


def plan_of(account: Account, declaration: Declaration, *, prune: bool) -> Plan:
    """What the declaration does to the account; nothing is done yet.

    Args:
        prune: whether what the declaration does not name goes.

    Raises:
        InvalidInput, MalformedPolicyDocument: the declaration has a mistake, in itself or held against the account.
        Mistakes: it has several.
        BrokenFile: an entity of the account cannot be read.
    """
    draft = converged(account, declaration, prune=prune)
    declaration.errata.raise_all()
    created: list[Step] = []
    changed: list[Step] = []
    removed: list[Step] = []
    for name in ("settings", *SHELVES):
        shelf: DraftShelf[Any] = getattr(draft, name)
        for key, noun in shelf.nouns.items():
            before = shelf.before.get(key)
            if before is None:
                created.append(Step(name, noun))
            elif before != noun:
                changed.append(Step(name, noun, _changed_keys(before, noun)))
        removed += [Step(name, noun) for key, noun in shelf.before.items() if key not in shelf.nouns]
    settings = draft.settings.nouns[account.account_id]
    credentials = missing_credentials(declaration.users, draft.users)
    return Plan(settings, draft, tuple(created), tuple(changed), tuple(reversed(removed)), credentials)


@operation("Bootstrap", writes=True)
def bootstrap(account: Account, plan: Plan, *, file: str, counts: Counts) -> None:
    """Carry a plan out, but for its credentials: they have operations of their own. AWS's API has no such call.

    Args:
        plan: made from the account as it is in this very change.
        file: what the declaration was read from.
        counts: the plan's, for the history.
    """
    del file, counts
    for step in (*plan.created, *plan.changed):
        _shelf(account, step).put(step.noun)
    for step in plan.removed:
        _shelf(account, step).remove(step.noun.name)


_KEYS = {
    "versions": "document",
    "default_version_id": "document",
    "latest_version": "document",
    "update_date": "document",
}


def _changed_keys(before: Noun, after: Noun) -> tuple[str, ...]:
    names = [field.name for field in fields(before) if getattr(before, field.name) != getattr(after, field.name)]
    return tuple(dict.fromkeys(_KEYS.get(name, name) for name in names))


def _shelf(account: Account, step: Step) -> Any:
    return account.settings_shelf if step.shelf == "settings" else getattr(account, step.shelf)
