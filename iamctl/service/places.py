"""Where a person finds an entity: its file in the account's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.model.policy import AWS, Policy

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.store.protocol import Noun


def place_of(account: Account, noun: Noun) -> str | None:
    """The entity's file, relative to the account's folder; None for a policy that AWS publishes."""
    if isinstance(noun, Policy) and noun.account_id == AWS:
        imported = account.imported_aws_policies
        return imported.place(noun.name) if imported.find(noun.name) is not None else None
    return account.shelf_of(noun.kind).place(noun.name)
