"""The settings of an account that comes into being."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput
from iamctl.model.account_settings import AccountSettings
from iamctl.model.names import ACCOUNT_ID, check, check_account_alias

if TYPE_CHECKING:
    from datetime import datetime


def new_settings(
    *, account_id: str, alias: str | None = None, root_email: str | None = None, create_date: datetime
) -> AccountSettings:
    """What a new account says of itself.

    Args:
        account_id: 12 digits.
        alias: 3-63 characters of `[a-z0-9-]`, no dash at an end or beside another.
        root_email: where its root user reads mail.

    Raises:
        ValidationError: the id or the alias is not acceptable.
        InvalidInput: the alias is 12 digits, or the address is none.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/console_account-alias.html
    """
    check(ACCOUNT_ID, account_id)
    if alias is not None:
        check_account_alias(alias)
    if root_email is not None and not _is_address(root_email):
        raise InvalidInput(f"{root_email} is not an e-mail address.")
    return AccountSettings(account_id=account_id, alias=alias, root_email=root_email, create_date=create_date)


def _is_address(text: str) -> bool:
    name, at, host = text.rpartition("@")
    return bool(name and at and host) and len(text) <= 320 and text.isprintable() and not any(map(str.isspace, text))
