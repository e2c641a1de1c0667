"""Guards checked: proved of an account as it is, and held against a change before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import BrokenFile, IamctlError, Mistakes
from iamctl.model.guards import GuardKind
from iamctl.service.guards.breaches import Breach, scopes_of, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.guards import Guard
    from iamctl.service.account import Account
    from iamctl.service.guards.breaches import Scope
    from iamctl.service.guards.nobody import Proving
    from iamctl.service.permission_changes.touched import Touched

HOLDS, BROKEN, UNDECIDED = "HOLDS", "BROKEN", "UNDECIDED"
FILE = "guards.toml"


class Checked(NamedTuple):
    """One guard and what came of it.

    Attributes:
        place: where it stands, relative to the account's folder.
    """

    guard: Guard
    place: str
    breaches: tuple[Breach, ...] = ()

    @property
    def result(self) -> str:
        if any(not each.undecided for each in self.breaches):
            return BROKEN
        return UNDECIDED if self.breaches else HOLDS


def guards_of(account: Account) -> tuple[Guard, ...]:
    """The account's guards; none where it has no file of them.

    Raises:
        BrokenFile, Mistakes: the file cannot be read.
    """
    try:
        found = account.guards.find(account.account_id)
    except (BrokenFile, Mistakes) as error:
        raise _unreadable(error) from error
    return found.guards if found is not None else ()


def _unreadable(error: IamctlError) -> IamctlError:
    hint = f"nothing can be changed until it is mended: `iamctl edit {FILE}`"
    for each in error.errors if isinstance(error, Mistakes) else (error,):
        each.hints = tuple(dict.fromkeys((*each.hints, hint)))
    return error


def place_of(account: Account, number: int) -> str:
    """Where the guard of this number (from 0) stands."""
    return account.guards.place(account.account_id, "guard", number)


def check_guards(account: Account, since: Account, guards: Iterable[tuple[int, Guard]]) -> Iterator[Checked]:
    """Each of the guards, proved or with every breach.

    Args:
        since: the account when the guards came to be, for what must not be new since then.
        guards: with their numbers in the file.
    """
    proving = _proving()
    scope = whole(account)
    for number, guard in guards:
        if guard.kind is GuardKind.NO_NEW_PATH:
            from iamctl.service.guards.paths import new_path_breaches

            breaches = tuple(new_path_breaches(since, account))
        else:
            breaches = tuple(_breaches(guard, account, scope, proving))
        yield Checked(guard, place_of(account, number), breaches)


def broken_by(before: Account, after: Account, touched: Touched, guards: Iterable[Guard]) -> Iterator[Checked]:
    """The guards that a change breaks, or leaves undecided, for whom they held before; only what is new of it."""
    if not touched.is_anything and not touched.changes_profiles:
        return
    proving = _proving()
    earlier, later = scopes_of(touched)
    for number, guard in enumerate(guards):
        if guard.kind is GuardKind.NO_NEW_PATH:
            from iamctl.service.guards.paths import new_path_breaches

            new = tuple(new_path_breaches(before, after))
        else:
            found = {each.whom: each for each in _breaches(guard, after, later, proving)}
            narrowed = earlier.narrowed(found)
            old = {each.whom: each for each in _breaches(guard, before, narrowed, proving)} if found else {}
            new = tuple(each for each in found.values() if _is_new(each, old.get(each.whom)))
        if new:
            yield Checked(guard, place_of(before, number), new)


def _is_new(breach: Breach, old: Breach | None) -> bool:
    return old is None or (bool(old.undecided) and not breach.undecided)


def _breaches(guard: Guard, account: Account, scope: Scope, proving: Proving) -> Iterator[Breach]:
    if guard.kind is GuardKind.NOBODY:
        from iamctl.service.guards.nobody import nobody_breaches

        yield from nobody_breaches(guard, account, scope, proving)
    elif guard.kind is GuardKind.NEVER_PUBLIC:
        from iamctl.service.guards.public import public_breaches

        yield from public_breaches(guard, account, scope, proving)
    elif guard.kind is GuardKind.CASE:
        from iamctl.service.guards.cases import case_breaches

        yield from case_breaches(guard, account)


def _proving() -> Proving:
    from iamctl.service.guards.nobody import Proving

    return Proving()
