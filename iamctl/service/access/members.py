"""Who can and what can as members, in the words of the policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamctl.service.access.wording import Said
    from iamctl.service.members import Members
    from iamctl.service.what_can import Access
    from iamctl.service.who_can import Holder, Row


def row_members(row: Row) -> Members:
    """Those that may by one way; empty lists are left out."""
    return {
        "Access": row.access,
        "Principals": [holder_members(holder) for holder in row.holders],
        **said_members(row.said),
        **_filled({"Via": list(row.via), "Requires": row.requires, "Unknown": list(row.unknown)}),
    }


def access_members(access: Access) -> Members:
    """What may be done of one service and access level in one way; empty lists are left out."""
    return {
        "Service": access.service,
        "AccessLevel": access.level,
        "Access": access.access,
        "AllActions": access.is_whole,
        "Actions": list(access.actions),
        **said_members(access.said),
        **_filled({"Via": list(access.via), "Unknown": list(access.unknown)}),
    }


def holder_members(holder: Holder) -> Members:
    """Somebody that may, and as which role."""
    return {"Type": holder.kind, "Principal": holder.name, **_filled({"AsRole": holder.role})}


def said_members(said: Said) -> Members:
    """A way; `Conditions` all hold of a request that is allowed, and none of `Unless`."""
    return _filled(
        {
            "Resources": list(said.resources),
            "ExceptResources": list(said.excepted),
            "Conditions": list(said.conditions),
            "Unless": list(said.unless),
        }
    )


def _filled(members: Members) -> Members:
    return {name: value for name, value in members.items() if value}
