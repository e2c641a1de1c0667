"""MFA codes in calls of STS: the device has to be the caller's own.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from iamctl.engine.request import PrincipalKind
from iamctl.errors import AccessDenied

if TYPE_CHECKING:
    from iamctl.model.secret import Secret
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner
    from iamctl.service.sts.standing import Standing

BOTH = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
NOT_YOURS = (
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and"
    " associated with this user."
)


def check_caller_code(
    account: Account, standing: Standing | None, serial_number: str | None, token_code: Secret | None
) -> bool:
    """Whether the call proves that its caller has an MFA device; the code is used up.

    Args:
        standing: None is the account's root user.

    Raises:
        AccessDenied: only one half of it was given, the device is not the caller's, or the code is not right.
        Throttling: too many codes failed just now.
    """
    if serial_number is None and token_code is None:
        return False
    if serial_number is None or token_code is None:
        raise AccessDenied(BOTH)
    owner = owner_of_devices(account, standing)
    if owner is None:
        raise AccessDenied(NOT_YOURS, hint="a role has no MFA device: give the code when you leave your user")
    from iamctl.service.mfa_codes import check_code

    check_code(account, owner, serial_number, token_code)
    return True


def owner_of_devices(account: Account, standing: Standing | None) -> Owner | None:
    """Whose devices count for the caller: a user's or the root user's own; None for roles and federated users."""
    if standing is None or standing.is_root:
        return account.settings
    if standing.caller.principal.kind is not PrincipalKind.USER:
        return None
    return cast("Owner", standing.caller.identity)
