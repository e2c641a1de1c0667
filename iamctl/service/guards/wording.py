"""Guards in words and members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.guards import Guard, GuardKind
from iamctl.service.permission_changes.wording import request_words

if TYPE_CHECKING:
    from iamctl.service.guards.breaches import Breach
    from iamctl.service.guards.checking import Checked


def guard_words(guard: Guard) -> str:
    """`nobody but group/Admins may iam:* on *`."""
    if guard.kind is GuardKind.NOBODY:
        but = f" but {', '.join(guard.excepted)}" if guard.excepted else ""
        return f"nobody{but} may {', '.join(guard.actions)}{_on(guard)}"
    if guard.kind is GuardKind.NEVER_PUBLIC:
        return f"no policy lets in whom it does not name{_on(guard)}"
    if guard.kind is GuardKind.NO_NEW_PATH:
        return "nobody gets a new path to being an administrator"
    case = guard.case
    assert case is not None, "a guard of this kind has a case"
    request = request_words(", ".join(case.actions), ", ".join(case.resources), dict(case.context))
    return f"{case.principal} doing {request} is {case.expect}"


def _on(guard: Guard) -> str:
    return f" on {', '.join(guard.resources)}" if guard.resources else ""


def breach_words(breach: Breach) -> str:
    """`arn:…:user/bob could do iam:CreateUser on *`."""
    if breach.undecided:
        return f"{breach.whom}: it hangs on {', '.join(breach.undecided)}"
    request = request_words(breach.action, breach.resource, breach.context) if breach.action else ""
    if breach.path:
        return f"{breach.whom} could become an administrator: {breach.detail}"
    if breach.detail:
        return f"{breach.whom} {f'doing {request} ' if request else ''}{breach.detail}"
    return f"{breach.whom} could do {request}"


def guard_members(guard: Guard, place: str) -> dict[str, Any]:
    """A guard as it stands."""
    members: dict[str, Any] = {"Name": guard.name, "Place": place, "Kind": guard.kind.value, "Says": guard_words(guard)}
    if guard.kind is GuardKind.NOBODY:
        members |= {"Except": [*guard.excepted], "Actions": [*guard.actions]}
    if guard.kind in (GuardKind.NOBODY, GuardKind.NEVER_PUBLIC):
        members["Resources"] = [*guard.resources] or ["*"]
    return members


def checked_members(checked: Checked) -> dict[str, Any]:
    """A guard and what came of it."""
    return {
        "Name": checked.guard.name,
        "Place": checked.place,
        "Result": checked.result,
        "Says": guard_words(checked.guard),
        "Breaches": [breach_members(each) for each in checked.breaches],
    }


def breach_members(breach: Breach) -> dict[str, Any]:
    members: dict[str, Any] = {"Whom": breach.whom, "Says": breach_words(breach)}
    if breach.action:
        context = {key: list(value) if isinstance(value, tuple) else value for key, value in breach.context.items()}
        members["Witness"] = {"Action": breach.action, "Resource": breach.resource, "Context": context}
    if breach.path:
        members["Path"] = [dict(step) for step in breach.path]
    if breach.undecided:
        members["Constructs"] = [*breach.undecided]
    return members
