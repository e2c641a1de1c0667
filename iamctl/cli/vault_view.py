"""The vault as commands name and show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.store.protocol import VaultStatus

HOLDERS = ("keyring", "passphrase", "file")


def check_holder(holder: str | None, option: str) -> None:
    """That somebody of this name can have a data key.

    Raises:
        UsageError: nobody can.
    """
    if holder is not None and holder not in HOLDERS:
        raise UsageError(f"{option} is {holder!r}, not one of {', '.join(HOLDERS)}.")


def status_members(status: VaultStatus | None) -> dict[str, Any]:
    if status is None:
        return {"Secrets": 0}
    return {
        "DataKey": status.holder,
        "DataKeyId": status.key,
        "DataKeyPlace": status.place,
        "CreateDate": status.create_date,
        "Secrets": status.secrets,
        "Checked": status.is_checked,
        "Problems": list(status.problems),
    }
