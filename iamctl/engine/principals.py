"""Whom a statement names, and how directly it names the caller: that decides which other policies still count.

    DIRECT     the caller itself (user, role session, federated session, service), or everybody (`*`)
    PARENT     the role of a role session, the user of a federated user: boundary and session policy still count
    ACCOUNT    the caller's account, which then decides by its identity policies

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from iamctl.engine.request import PrincipalKind

if TYPE_CHECKING:
    from iamctl.engine.request import Principal
    from iamctl.policy.statements import PrincipalEntry


class Grade(IntEnum):
    """How directly a statement names the caller; the larger, the more directly."""

    NONE = 0
    ACCOUNT = 1
    PARENT = 2
    DIRECT = 3


def grade_of(entries: tuple[PrincipalEntry, ...], principal: Principal) -> Grade:
    """The most direct way in which one of the entries names the caller."""
    return max((_grade(entry, principal) for entry in entries), default=Grade.NONE)


def is_excluded(entries: tuple[PrincipalEntry, ...], principal: Principal, *, is_bounded: bool) -> bool:
    """Whether a `NotPrincipal` of a Deny leaves the caller alone.

    The caller has to be listed in full: its account, for a session its role, and itself. Whoever has a permissions
    boundary is never left alone.
    """
    if is_bounded:
        return False
    if principal.kind in (PrincipalKind.ANONYMOUS, PrincipalKind.SERVICE, PrincipalKind.FEDERATED):
        return grade_of(entries, principal) is Grade.DIRECT
    grades = {_grade(entry, principal) for entry in entries}
    needed = {Grade.DIRECT}
    if principal.kind is not PrincipalKind.ROOT:
        needed.add(Grade.ACCOUNT)
    if principal.parent_arn:
        needed.add(Grade.PARENT)
    return needed <= grades or _names_everybody(entries)


def _names_everybody(entries: tuple[PrincipalEntry, ...]) -> bool:
    return any(entry.label == "AWS" and entry.name == "*" for entry in entries)


def _grade(entry: PrincipalEntry, principal: Principal) -> Grade:
    label, name = entry
    kind = principal.kind
    if label == "AWS":
        return _aws_grade(name, principal)
    if label == "Service":
        named = kind is PrincipalKind.SERVICE and (name in (principal.arn, "*"))
        return Grade.DIRECT if named else Grade.NONE
    if label == "Federated":
        named = kind is PrincipalKind.FEDERATED and (name in (principal.arn, "*"))
        return Grade.DIRECT if named else Grade.NONE
    return Grade.NONE  # a canonical user: what S3 rewrites to an account's ARN when the policy is saved


def _aws_grade(name: str, principal: Principal) -> Grade:
    kind = principal.kind
    if name == "*":
        return Grade.DIRECT
    if kind in (PrincipalKind.SERVICE, PrincipalKind.FEDERATED, PrincipalKind.ANONYMOUS):
        return Grade.NONE
    if name == principal.arn or (principal.unique_ids and name == principal.unique_ids[0]):
        return Grade.DIRECT
    if principal.parent_arn and (name == principal.parent_arn or name in principal.unique_ids[1:]):
        return Grade.PARENT
    if not principal.is_path_known and _without_path(name) == principal.parent_arn:
        return Grade.PARENT
    if name == principal.account_id or (name.endswith(f"::{principal.account_id}:root") and name.startswith("arn:")):
        return Grade.DIRECT if kind is PrincipalKind.ROOT else Grade.ACCOUNT
    return Grade.NONE


def _without_path(role_arn: str) -> str:
    """The role's ARN as it would be at the path `/`."""
    head, slash, name = role_arn.partition(":role/")
    return f"{head}{slash}{name.rpartition('/')[2]}"
