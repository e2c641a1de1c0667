"""The account's settings as a declaration wants them: what it does not say stays, when pruning too.

Only a password policy that the declaration has goes back to AWS's defaults in what it does not say, when pruning.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iamctl.errors import IamctlError
from iamctl.model.account_settings import AccountSettings, PasswordPolicy
from iamctl.model.quotas import QUOTAS
from iamctl.service.new_account import new_settings

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.declaration.declared import Declaration, DeclaredAccount


def converge_settings(account: Account, declaration: Declaration, *, prune: bool) -> None:
    """Lay the settings into the draft that the account is; the quotas hold for all that follows."""
    said, settings = declaration.account, account.settings
    if said.account_id not in (None, account.account_id):
        message = f"This is account {account.account_id}, and the declaration is about account {said.account_id}."
        declaration.errata.add(("account", "id"), message)
    if said.root_email:
        try:
            new_settings(account_id=account.account_id, root_email=said.root_email, create_date=settings.create_date)
        except IamctlError as error:
            declaration.errata.add_error(("account", "root_email"), error)
    account.settings_shelf.put(
        replace(
            settings,
            alias=settings.alias if said.alias is None else said.alias or None,
            root_email=settings.root_email if said.root_email is None else said.root_email or None,
            quotas=_quotas(settings, said),
            password_policy=_password_policy(settings, said, prune=prune),
        )
    )


def _quotas(settings: AccountSettings, said: DeclaredAccount) -> tuple[tuple[str, int], ...]:
    """Those that differ from AWS's defaults, in AWS's order."""
    adjusted = dict(settings.quotas) | dict(said.quotas)
    return tuple(
        (name, adjusted[name]) for name in QUOTAS if name in adjusted and adjusted[name] != QUOTAS[name].default
    )


def _password_policy(settings: AccountSettings, said: DeclaredAccount, *, prune: bool) -> PasswordPolicy | None:
    if said.password_policy is None:
        return settings.password_policy
    kept = None if prune else settings.password_policy
    values: dict[str, Any] = dict(said.password_policy)
    return (kept or PasswordPolicy())._replace(**values)
