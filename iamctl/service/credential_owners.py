"""Who has long-term credentials: a user, or the account's root user, whose record is the account's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from iamctl.service.lookup import the_user

if TYPE_CHECKING:
    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.user import User
    from iamctl.service.account import Account

Owner: TypeAlias = "User | AccountSettings"


def the_owner(account: Account, user_name: str | None) -> Owner:
    """The user of this name, ARN or unique id; the root user of its ARN; None is the caller.

    Raises:
        NoSuchEntity: there is none.
    """
    named = account.caller if user_name is None else user_name
    return account.settings if named == account.settings.arn else the_user(account, named)


def put_owner(account: Account, owner: Owner) -> None:
    if is_root(owner):
        account.settings_shelf.put(cast("AccountSettings", owner))
    else:
        account.users.put(cast("User", owner))


def is_root(owner: Owner) -> bool:
    return owner.kind == "account"


def user_name_of(owner: Owner) -> str | None:
    """The user's name; the root user has none, in AWS's answers neither."""
    return None if is_root(owner) else owner.name


def spoken(owner: Owner) -> str:
    """As a person names it on the command line."""
    return "root" if is_root(owner) else owner.name


def owner_of_key(account: Account, access_key_id: str) -> Owner | None:
    """Whose access key this is; None where nobody has it.

    Raises:
        BrokenFile: a user's file cannot be read, so that the answer could lack it.
    """
    if any(key.access_key_id == access_key_id for key in account.settings.access_keys):
        return account.settings
    return next(iter(account.users.referring("access key", access_key_id)), None)
