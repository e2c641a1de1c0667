"""The guards that are asked about, and the account when they came to be."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from iamctl.errors import NoSuchEntity
from iamctl.model.guards import GuardKind
from iamctl.service.guards.checking import FILE, Checked, check_guards, guards_of
from iamctl.service.past import looking_back

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamctl.model.guards import Guard
    from iamctl.service.account import Account
    from iamctl.service.service import Service

STANDS_FOR = "GetAccountAuthorizationDetails"
"""The operation that a caller has to be allowed who asks about guards."""


def guards_named(account: Account, names: Sequence[str]) -> list[tuple[int, Guard]]:
    """The guards of these names, in any case of letters, with their numbers in the file; all where none is named.

    Raises:
        NoSuchEntity: there is none of a name.
    """
    numbered = list(enumerate(guards_of(account)))
    if not names:
        return numbered
    found = []
    for name in names:
        matching = [each for each in numbered if each[1].name.lower() == name.lower()]
        if not matching:
            raise NoSuchEntity("guard", name, hint="list them with `iamctl guard list`")
        found += matching
    return found


def checked_guards(service: Service, names: Sequence[str]) -> list[Checked]:
    """The guards of these names, each proved or with what keeps it from holding.

    Raises:
        NoSuchEntity: there is none of a name.
        BrokenFile, Mistakes: guards.toml, or something that has to be looked at, cannot be read.
    """
    with service.reading(STANDS_FOR) as account:
        guards = guards_named(account, names)
        if not any(guard.kind is GuardKind.NO_NEW_PATH for _, guard in guards):
            return list(check_guards(account, account, guards))
    # The history first: it takes in what was edited by hand, which a moment that was taken before would not see.
    with _since(service) as since, service.reading(STANDS_FOR) as account:
        return list(check_guards(account, since or account, guards_named(account, names)))


@contextmanager
def _since(service: Service) -> Iterator[Account | None]:
    """The account right after the revision that last changed the guards; None where no revision did."""
    with looking_back(service) as history:
        numbers = history.touching(FILE, after=0)
        if not numbers:
            yield None
            return
        with service.past(history, max(numbers)) as past:
            yield past
