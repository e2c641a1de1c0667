"""A change looked at before it is kept: what it gives and takes, whether it may, whether every guard still holds.

What is new is found out for everybody whom the change touches, whatever the caller itself may read; the caller is told
of it if it may read the policies of the account (`iam:GetAccountAuthorizationDetails`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import AccessDenied, IamctlError, MachineError, MalformedPolicyDocument, Mistakes, Undecided
from iamctl.service.guards.holding import hold_to_guards
from iamctl.service.permission_changes.refusals import NewAccess
from iamctl.service.permission_changes.touched import touched_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iamctl.service.account import Account
    from iamctl.service.permission_changes.care import Care
    from iamctl.service.permission_changes.difference import PermissionChange
    from iamctl.store.protocol import OperationCall


class Review(NamedTuple):
    """What came of looking at a change.

    Attributes:
        permissions: None where it touches nobody, nobody asked, or the caller may not know.
        untold: why it is not told although it touches somebody; a phrase.
        operations: what is to be recorded besides: that a guard was overridden.
    """

    permissions: PermissionChange | None = None
    untold: str = ""
    operations: tuple[OperationCall, ...] = ()


def review(before: Account, after: Account, names: Mapping[str, Sequence[str]], care: Care) -> Review:
    """Look at a change.

    Args:
        before: the account as it is kept.
        names: of what the change lays down, in lower case, by shelf.

    Raises:
        NewAccess: somebody gains something, and was not to.
        GuardBroken: a guard that held would hold no more.
        Undecided: it is not decided whether that is so.
        BrokenFile, Mistakes: what would have to be looked at cannot be read, guards.toml among it.
    """
    operations = hold_to_guards(before, after, names, override=care.override_guard)
    if not care.looks:
        return Review(operations=operations)
    try:
        permissions = _permissions(before, after, names)
    except (MachineError, Mistakes, MalformedPolicyDocument) as error:
        if care.deny_new_access:
            raise
        return Review(untold=_first_words(error), operations=operations)
    if permissions is None:
        return Review(operations=operations)
    is_told = _may_know(after)
    if care.deny_new_access:
        check_nothing_new(permissions, is_told=is_told)
    if not is_told:
        return Review(untold="the caller may not call iam:GetAccountAuthorizationDetails", operations=operations)
    if care.shows:
        from iamctl.service.permission_changes.escalation import opened_by

        try:
            permissions = permissions._replace(opened=opened_by(before, after, permissions.gaining))
        except MalformedPolicyDocument as error:  # of somebody whom the change does not touch
            return Review(permissions, f"ways to more: {_first_words(error)}", operations)
    return Review(permissions, operations=operations)


def _first_words(error: IamctlError) -> str:
    first = error.errors[0] if isinstance(error, Mistakes) else error
    return str(first).rstrip(".")


def _permissions(before: Account, after: Account, names: Mapping[str, Sequence[str]]) -> PermissionChange | None:
    touched = touched_by(before, after, names)
    if not touched.is_anything:
        return None
    from iamctl.service.permission_changes.difference import permission_change  # loads the engine

    return permission_change(before, after, touched)


def _may_know(account: Account) -> bool:
    if account.gate is None:
        return True
    try:
        account.gate.authorize("GetAccountAuthorizationDetails", {})
    except AccessDenied:
        return False
    return True


def check_nothing_new(permissions: PermissionChange, *, is_told: bool = True) -> None:
    """That nobody gains anything.

    Args:
        is_told: whether the caller may know who gains what.

    Raises:
        NewAccess: somebody does, with a request that proves it.
        Undecided: somebody may; what that hangs on.
    """
    from iamctl.service.permission_changes.wording import whom_words, witness_words

    hint = "see all of it with `--dry-run` and without `--deny-new-access`"
    for part in permissions.comparison.parts:
        if part.difference.gained:
            if not is_told:
                raise NewAccess("After this somebody could do something new; nothing was changed.")
            words = witness_words(part.difference.gained[0].witness)
            message = f"After this {whom_words(part.whom)} could do something new: {words}; nothing was changed."
            raise NewAccess(message, hint=hint)
    for part in permissions.comparison.parts:
        for each in part.difference.undecided:
            if each.is_gain:
                why = f": it hangs on {', '.join(each.constructs)}" if is_told else ""
                whom = whom_words(part.whom) if is_told else "somebody"
                raise Undecided(
                    f"Whether {whom} could do something new after this is undecided{why}; nothing was changed.",
                    hint=hint if is_told else None,
                )
