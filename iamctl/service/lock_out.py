"""The lock-out guard: a caller other than root does not take its own right to administer by accident.

Who may attach or write policies for itself may do everything in the end, and can take any change back. A change after
which the caller may no longer is refused, unless it said that it means it; so is one that takes the right from the
last principal that has it, by a caller that never had it. The root user is never locked out: it is bound by nothing.

Whether an identity administers is asked of the engine, as its next call would be.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from iamctl.engine.authorize import authorize
from iamctl.errors import LockOut
from iamctl.service.policy_usage import attached_to
from iamctl.service.questions.asking import Asker, Circumstances
from iamctl.service.questions.callers import Caller, caller_of_role, caller_of_user

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.store.protocol import OperationCall

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
_MOST_NAMED = 5
_GIVING = (
    "AddUserToGroup",
    "AssumeRole",
    "CreateGroup",
    "CreateInstanceProfile",
    "CreateRole",
    "CreateUser",
    "Get",
    "List",
    "SignIn",
    "Tag",
)
"""What takes nothing from anybody, by how the operations' names begin."""


def check_lock_out(before: Account, after: Account, operations: Sequence[OperationCall]) -> None:
    """Hold a change against the rule.

    Args:
        before: the account as it is kept.
        after: as the change would leave it; its gate knows the caller.

    Raises:
        LockOut: the caller, or everybody, would lose the right to administer.
    """
    if not operations or all(call.name.startswith(_GIVING) for call in operations):
        return
    assert before.gate is not None
    caller = before.gate.caller
    if _administers(before, caller):
        now = _same(after, caller)
        if now is None or not _administers(after, now):
            raise _refusal(f"{caller.principal.arn} could no longer administer the account", administrators(after))
        return
    if next(administrators(after), None) is None and next(administrators(before), None) is not None:
        raise _refusal("nobody but the root user could administer the account", ())


def administrators(account: Account) -> Iterator[str]:
    """The ARNs of users and roles that may attach or write policies for themselves; likely ones first."""
    likely = attached_to(account, ADMINISTRATOR)
    members = (user for group in likely.groups for user in account.users.referring("group", group.group_name.lower()))
    seen: set[str] = set()
    everybody: Iterable[User | Role] = _chained(likely.users, members, likely.roles, account)
    for identity in everybody:
        if identity.arn not in seen:
            seen.add(identity.arn)
            if _administers(account, _caller(identity)):
                yield identity.arn


def _chained(*sources: Any) -> Iterator[User | Role]:
    *first, account = sources
    for source in first:
        yield from source
    yield from account.users.all()
    yield from account.roles.all()


def _caller(identity: User | Role) -> Caller:
    return caller_of_user(identity) if identity.kind == "user" else caller_of_role(identity)  # type: ignore[arg-type]


def _same(account: Account, caller: Caller) -> Caller | None:
    """The caller as the account has it now: by its unique id, whatever it is called."""
    assert caller.identity is not None
    shelf = account.users if caller.identity.kind == "user" else account.roles
    found: User | Role | None = shelf.find_id(caller.identity.unique_id)
    return _caller(found) if found is not None else None


def _administers(account: Account, caller: Caller) -> bool:
    """Whether it may attach AdministratorAccess to itself, or write itself an inline policy."""
    identity = caller.identity
    assert identity is not None
    asker = Asker(account, caller)
    boundary = {"iam:PermissionsBoundary": identity.permissions_boundary} if identity.permissions_boundary else {}
    title = "User" if identity.kind == "user" else "Role"
    for action, context in (
        (f"iam:Put{title}Policy", boundary),
        (f"iam:Attach{title}Policy", {**boundary, "iam:PolicyARN": ADMINISTRATOR}),
    ):
        request = asker.request_of(action, identity.arn, Circumstances(context=context))
        if authorize(request, asker.policies_for(action, identity.arn)).is_allowed:
            return True
    return False


def _refusal(what: str, left: Iterable[str]) -> LockOut:
    named = list(islice(left, _MOST_NAMED + 1))
    few = ", ".join(named[:_MOST_NAMED]) + (" and others" if len(named) > _MOST_NAMED else "")
    who = f"left would be the root user{f' and {few}' if named else ' alone'}"
    return LockOut(
        f"After this {what}; {who}.",
        hint="pass `--allow-lock-out` if that is what you want",
    )
