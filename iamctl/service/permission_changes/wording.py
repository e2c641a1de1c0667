"""What a change does to permissions, in words and members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.service.comparing.wording import comparison_members

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iamctl.analysis.permissions.witness import Witness
    from iamctl.service.permission_changes.difference import PermissionChange

_MOST_NAMED = 3


def permission_members(change: PermissionChange) -> dict[str, Any]:
    """The change as JSON has it: a comparison's members, and those of the escalations that it opens."""
    members = comparison_members(change.comparison, change.catalog)
    if change.opened is not None:
        from iamctl.service.escalation.members import escalation_members

        members["Escalations"] = [escalation_members(each) for each in change.opened.escalations]
        members["NotLookedAt"] = change.opened.left
    return members


def witness_words(witness: Witness) -> str:
    """`s3:GetObject on arn:aws:s3:::b/k with aws:SourceIp=203.0.113.7`."""
    return request_words(witness.action, witness.resource, witness.context)


def request_words(action: str, resource: str, context: Mapping[str, Any]) -> str:
    """A request as people read it."""
    said = action if resource == "*" else f"{action} on {resource}"
    keys = [f"{key}={value if isinstance(value, str) else ','.join(value)}" for key, value in context.items()]
    return f"{said} with {', '.join(keys)}" if keys else said


def whom_words(whom: Sequence[str]) -> str:
    """`arn:…:user/alice, arn:…:user/bob and 3 more`."""
    if len(whom) <= _MOST_NAMED:
        return " and ".join(whom)
    return f"{', '.join(whom[:_MOST_NAMED])} and {len(whom) - _MOST_NAMED} more"
