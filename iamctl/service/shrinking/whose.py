"""Whose uses bear on a policy or a principal of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.engine.policy_set import NamedDocument
from iamctl.errors import IamctlError, InvalidInput
from iamctl.service.documents import document_from
from iamctl.service.finding import find_anything
from iamctl.service.policy_usage import attached_to
from iamctl.service.questions.callers import caller_of
from iamctl.service.refactoring.held import identity_named
from iamctl.service.shrinking.used import role_of_session

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.model.group import Group
    from iamctl.service.account import Account
    from iamctl.service.shrinking.used import Use


class Target(NamedTuple):
    """What is to be narrowed.

    Attributes:
        holders: ARNs of the users and roles whose uses count; None is everybody's.
    """

    label: str
    documents: tuple[NamedDocument, ...]
    holders: frozenset[str] | None = None


def target_of(text: str, source: str) -> Target:
    """The identity policy that a text in JSON or TOML is; everybody's uses count.

    Raises:
        MalformedPolicyDocument: it breaks the grammar, with line and column.
    """
    return Target(source, (NamedDocument(source, document_from(text, source, "user")),))


def target_named(account: Account, text: str) -> Target:
    """A managed policy, with whom it hangs on; or all identity policies of a user, group or role.

    Raises:
        NoSuchEntity: nothing is called so.
        InvalidInput: it is something else.
    """
    if text.partition("/")[0] in ("user", "group", "role"):
        return _of_identity(account, identity_named(account, text))
    found: Any = find_anything(account, text)
    if found.kind in ("user", "group", "role"):
        return _of_identity(account, found)
    if found.kind != "policy":
        raise InvalidInput(f"{text} is {found.arn}.", hint="say a policy, a user, a group or a role")
    users = attached_to(account, found.arn)
    holders = {user.arn for user in users.users} | {role.arn for role in users.roles}
    holders |= {member for group in users.groups for member in _members(account, group)}
    document = NamedDocument(found.policy_name, found.default_version.document)
    return Target(found.policy_name, (document,), frozenset(holders) or None)


def _of_identity(account: Account, identity: Any) -> Target:
    from iamctl.service.questions.bearing import identity_documents

    if identity.kind == "group":
        from iamctl.service.refactoring.held import Choices, held_by

        documents = tuple(NamedDocument(each.label, each.document) for each in held_by(account, identity, Choices()))
        return Target(identity.name, documents, frozenset(_members(account, identity)))
    documents = tuple(identity_documents(account, caller_of(account, identity.arn)))
    return Target(identity.name, documents, frozenset({identity.arn}))


def _members(account: Account, group: Group) -> set[str]:
    return {user.arn for user in account.users.referring("group", group.group_name.lower())}


def uses_of(account: Account, uses: Iterable[Use], holders: frozenset[str]) -> tuple[Sequence[Use], int]:
    """The uses by the holders, and how many are others'."""
    kept: list[Use] = []
    others = 0
    known: dict[str, bool] = {}
    for use in uses:
        if use.principal not in known:
            known[use.principal] = _arn(account, use.principal) in holders
        if known[use.principal]:
            kept.append(use)
        else:
            others += 1
    return kept, others


def _arn(account: Account, principal: str) -> str:
    """The ARN of the user or role that a log names; empty for what the account does not have."""
    if (name := role_of_session(principal)) is not None:
        role = account.roles.find(name)
        return role.arn if role is not None and f"::{role.account_id}:" in principal else ""
    try:
        identity = caller_of(account, principal, suggests=False).identity if principal else None
    except IamctlError:
        return ""
    return identity.arn if identity is not None else ""
