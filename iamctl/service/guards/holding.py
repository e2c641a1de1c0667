"""Every change held to the account's guards before it is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iamctl.errors import IamctlError, Mistakes, Place, Undecided
from iamctl.service.guards.checking import BROKEN, broken_by, guards_of
from iamctl.service.permission_changes.refusals import GuardBroken
from iamctl.service.permission_changes.touched import touched_by
from iamctl.store.protocol import OperationCall

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iamctl.model.guards import Guard
    from iamctl.service.account import Account
    from iamctl.service.guards.checking import Checked

_MOST_TOLD = 3
_PLACE = re.compile(r"(.+):([0-9]+):([0-9]+)")


def guards_in_force(before: Account, after: Account, names: Mapping[str, Sequence[str]]) -> tuple[Guard, ...]:
    """The guards that a change has to hold to: those that were there before it.

    A change that lays another file of them in the place of one that cannot be read is held to the new one.

    Raises:
        BrokenFile, Mistakes: the file cannot be read, and this change does not mend it.
    """
    try:
        return guards_of(before)
    except IamctlError:
        if "guards" not in names:
            raise
        return guards_of(after)


def hold_to_guards(
    before: Account, after: Account, names: Mapping[str, Sequence[str]], *, override: str | None
) -> tuple[OperationCall, ...]:
    """That no guard is broken that held, unless a reason is given; what is to be recorded then.

    Raises:
        GuardBroken: one would be, with the request that would get through.
        Undecided: whether one would be is not decided.
        BrokenFile, Mistakes: guards.toml cannot be read.
    """
    guards = guards_in_force(before, after, names)
    if not guards:
        return ()
    broken = list(broken_by(before, after, touched_by(before, after, names), guards))
    if not broken:
        return ()
    if override is not None:
        guards_named = [each.guard.name for each in broken]
        return (OperationCall("OverrideGuard", {"Guards": guards_named, "Reason": override}),)
    refusals = [_refusal(each) for each in broken]
    raise refusals[0] if len(refusals) == 1 else Mistakes(refusals)


def _refusal(checked: Checked) -> IamctlError:
    from iamctl.service.guards.wording import breach_words

    decided = [each for each in checked.breaches if not each.undecided]
    told = (decided or list(checked.breaches))[:_MOST_TOLD]
    left = len(decided or checked.breaches) - len(told)
    said = "; ".join(breach_words(each) for each in told) + (f"; and {left} more" if left else "")
    match = _PLACE.fullmatch(checked.place)
    place = Place(match[1], int(match[2]), int(match[3])) if match else None
    hint = [
        f"see what it says with `iamctl guard explain {_quoted(checked.guard.name)}`",
        "pass `--override-guard REASON` to do it all the same; the reason is recorded",
    ]
    if checked.result == BROKEN:
        message = f"The guard {checked.guard.name!r} would no longer hold: {said}; nothing was changed."
        return GuardBroken(message, hint=hint, place=place)
    message = f"Whether the guard {checked.guard.name!r} would still hold is undecided: {said}; nothing was changed."
    return Undecided(message, hint=hint, place=place)


def _quoted(text: str) -> str:
    import shlex  # only a refusal pays its 2 ms

    return shlex.quote(text)
