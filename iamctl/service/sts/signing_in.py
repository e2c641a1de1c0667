"""A session for who signed in with a password, as the console gives one.

It is bound by the user's policies alone: unlike GetSessionToken's it may call IAM without MFA, since a password was
given. Where the user has MFA devices, a code of one of them is asked for too, as at AWS's sign-in page.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/console_sign-in.html
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from iamctl.errors import AccessDenied
from iamctl.model.names import out_of_range, validation_error
from iamctl.model.session import SIGN_IN
from iamctl.service.credential_owners import is_root, spoken
from iamctl.service.operation import operation
from iamctl.service.sign_in import check_password
from iamctl.service.sts.issuing import Issued, issue

if TYPE_CHECKING:
    from iamctl.model.secret import Secret
    from iamctl.service.account import Account

LEAST, MOST = 900, 43_200
WRONG = "Your authentication information is incorrect. Please try again."


@operation("SignIn", writes=True)
def sign_in(
    account: Account,
    *,
    user_name: str,
    password: Secret,
    serial_number: str | None = None,
    token_code: Secret | None = None,
    duration_seconds: int = MOST,
) -> Issued:
    """A session of a user's, or of the root user's, for its password and, where it has one, a code of its MFA device.

    Args:
        user_name: a name, ARN or unique id; the root user's ARN.
        serial_number: of the device; None is whichever of the user's the code is of.
        duration_seconds: 900 to 43,200.

    Raises:
        AccessDenied: password or code is not right, a code is missing, or the password only serves to be changed.
        Throttling: too many attempts failed just now.
        ValidationError: the duration is out of range.
    """
    if clause := out_of_range("durationSeconds", duration_seconds, LEAST, MOST):
        raise validation_error([clause])
    found = check_password(account, user_name, password, wrong=WRONG)
    owner = found.owner
    if found.must_change:
        raise AccessDenied(
            f"The password of {spoken(owner)} has to be changed before anything else.",
            hint=f"`iamctl creds password change {spoken(owner)}`",
        )
    has_mfa = _with_code(account, owner, serial_number, token_code)
    arn = owner.arn
    return issue(
        account,
        issuer=SIGN_IN,
        principal_id=account.account_id if is_root(owner) else owner.unique_id,
        name="",
        arn=arn,
        unique_id=owner.unique_id,
        duration=timedelta(seconds=duration_seconds),
        mfa_date=account.now if has_mfa else None,
        chain=(arn,),
    )


class MFARequired(AccessDenied):
    """The password is right, and a code of one of these devices is needed as well.

    Attributes:
        serial_numbers: of the user's devices.
    """

    def __init__(self, serial_numbers: tuple[str, ...]) -> None:
        super().__init__(
            "Multi-factor authentication is required to sign in.", hint=f"give a code of {' or '.join(serial_numbers)}"
        )
        self.serial_numbers = serial_numbers


def _with_code(account: Account, owner: object, serial_number: str | None, token_code: Secret | None) -> bool:
    from iamctl.service.mfa_codes import check_code, check_code_of_any, devices_of

    devices = devices_of(owner)  # type: ignore[arg-type]
    if not devices:
        return False
    serials = tuple(device.serial_number for device in devices)
    if token_code is None:
        raise MFARequired(serials)
    if serial_number is None:
        check_code_of_any(account, owner, token_code)  # type: ignore[arg-type]
    else:
        check_code(account, owner, serial_number, token_code)  # type: ignore[arg-type]
    return True
