"""Whether a one-time code is of a device that somebody has. What STS and the sign-in ask.

Rules kept here:
  * a code is taken of the device's present step and two before and after it, in whatever order, each once; those
    that enabled or resynchronized the device are used up, and so are all before them;
  * of a device nine codes are looked at in each three minutes of UTC, as in AWS;
  * failures slow down for each identity, whatever the device, and survive a restart (`attempts.py`);
  * a device of somebody else and one that is not there are the same.

AWS lets the first of two enabling codes pass once more; here a code works once.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import AccessDenied
from iamctl.service.attempts import count_attempt, forget_attempts
from iamctl.service.one_time_codes import step_at, step_of
from iamctl.store.protocol import Mark, SecretRef

if TYPE_CHECKING:
    from iamctl.model.mfa_device import MFADevice
    from iamctl.model.secret import Secret
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner

WRONG_CODE = "MultiFactorAuthentication failed with invalid MFA one time pass code."
NOT_CHECKED = (
    "MultiFactorAuthentication failed, unable to validate MFA code."
    "  Please verify your MFA serial number is valid and associated with this user."
)
SEED = "mfa-seed"
"""The kind of secret."""
_FAILURES, _CODES = "failed-mfa", "mfa-code"
_MOST_CHECKS, _STRETCH = 9, 180  # seconds
_REMEMBERED = 16  # steps; more than a window has, so that a clock set back brings no code back


def check_code(account: Account, owner: Owner, serial_number: str, code: Secret) -> MFADevice:
    """That the code is one of the owner's device, and not used yet; then it is used.

    Raises:
        AccessDenied: it is not, or the owner has no such device, or too many codes of it were looked at just now.
        Throttling: too many attempts of the owner's failed just now.
        BrokenSecret, WrongPassphrase, StorageFailure: the vault does not give the seed.
    """
    count_attempt(account, _FAILURES, owner.unique_id)
    device = next((each for each in devices_of(owner) if each.serial_number == serial_number), None)
    if device is None:
        raise AccessDenied(NOT_CHECKED, hint="list your devices with `iamctl creds mfa list`")
    if not _takes(account, owner, device, code):
        raise _wrong((device,))
    forget_attempts(account, _FAILURES, owner.unique_id)
    return device


def check_code_of_any(account: Account, owner: Owner, code: Secret) -> MFADevice:
    """That the code is one of any of the owner's devices, and not used yet; then it is used.

    Each device that is looked at for it has one code more that was looked at; all of it is one attempt of the owner's.

    Raises:
        AccessDenied: it is of none, or too many codes were looked at just now.
        Throttling: too many attempts of the owner's failed just now.
        BrokenSecret, WrongPassphrase, StorageFailure: the vault does not give a seed.
    """
    count_attempt(account, _FAILURES, owner.unique_id)
    devices = devices_of(owner)
    exhausted: AccessDenied | None = None
    for device in devices:
        try:
            is_taken = _takes(account, owner, device, code)
        except AccessDenied as error:
            exhausted = error
            continue
        if is_taken:
            forget_attempts(account, _FAILURES, owner.unique_id)
            return device
    raise exhausted or _wrong(devices)


def devices_of(owner: Owner) -> tuple[MFADevice, ...]:
    """The devices of which any one suffices, in the order they were enabled."""
    return owner.mfa_devices


def seed_of(account: Account, owner: Owner, device: MFADevice) -> bytes:
    """What the device's codes come from.

    Args:
        owner: whose device it is; of nobody's the account.

    Raises:
        BrokenSecret, WrongPassphrase, StorageFailure: the vault does not give it.
    """
    return account.vault.get(SecretRef(owner.unique_id, SEED, device.seed_id))


def _takes(account: Account, owner: Owner, device: MFADevice, code: Secret) -> bool:
    """Whether the code is one of this device and was still unused; then it is used."""
    step = step_of(seed_of(account, owner, device), code, near=step_at(account.now) + device.clock_drift)
    return _is_used_now(account, device, step)


def _wrong(devices: tuple[MFADevice, ...]) -> AccessDenied:
    name = devices[0].name if len(devices) == 1 else "DEVICE"
    return AccessDenied(
        WRONG_CODE,
        hint=[
            "wait for the device's next code: each works once",
            f"or bring its clock in line: `iamctl creds mfa resync {name}`",
        ],
    )


def _is_used_now(account: Account, device: MFADevice, step: int | None) -> bool:
    """Whether the code of this step was still unused; if so, it is used with this very answer.

    Args:
        step: None is of no step: only that a code was looked at is kept.

    Raises:
        AccessDenied: too many codes of the device were looked at.
    """
    stretch = int(account.now.timestamp()) // _STRETCH
    is_fresh = False

    def looked_at(before: Mark | None) -> Mark:
        nonlocal is_fresh
        used: list[int] = before["used"] if before is not None else []
        checks = before["checks"] if before is not None and before["stretch"] == stretch else 0
        if checks >= _MOST_CHECKS:
            raise AccessDenied(NOT_CHECKED, hint="nine codes in three minutes are the most: wait until they are over")
        oldest = max(device.synced_step or 0, used[0] if len(used) == _REMEMBERED else 0)
        is_fresh = step is not None and step > oldest and step not in used
        kept = sorted([*used, step])[-_REMEMBERED:] if is_fresh and step is not None else used
        return {"used": kept, "stretch": stretch, "checks": checks + 1}

    account.marks.change(_CODES, device.seed_id, looked_at)
    return is_fresh
