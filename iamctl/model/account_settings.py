"""What the account says of itself: alias, root user, password policy, quotas.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.access_key import AccessKey
    from iamctl.model.login_profile import LoginProfile
    from iamctl.model.mfa_device import MFADevice
    from iamctl.model.session_key import SessionKey
    from iamctl.model.signing_certificate import SigningCertificate


class PasswordPolicy(NamedTuple):
    """Rules for the console passwords of the account's users.

    Attributes:
        max_password_age: days, 1-1095; 0 is never.
        password_reuse_prevention: how many old passwords are remembered, 1-24; 0 is none.
    """

    minimum_password_length: int = 6
    require_symbols: bool = False
    require_numbers: bool = False
    require_uppercase_characters: bool = False
    require_lowercase_characters: bool = False
    allow_users_to_change_password: bool = False
    max_password_age: int = 0
    password_reuse_prevention: int = 0
    hard_expiry: bool = False

    @property
    def expire_passwords(self) -> bool:
        return self.max_password_age > 0


PASSWORD_POLICY_RANGES = {
    "minimum_password_length": (6, 128),
    "max_password_age": (0, 1095),
    "password_reuse_prevention": (0, 24),
}
"""From and to, both included. The API knows no 0: there what is never and none is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettings:
    """The account's own record; the root user is part of it and never an IAM user.

    Attributes:
        account_id: 12 digits.
        alias: 3-63 characters; None was never given.
        root_email: where AWS would write to the root user; None was never given.
        create_date: UTC, whole seconds.
        password_policy: None means AWS's default policy.
        quotas: adjusted ones only, by AWS's quota name (`RolesPerAccount`), the others are AWS's defaults.
        access_keys: the root user's, at most two, the oldest first; their secrets lie in the vault.
        login_profile: that the root user has a password.
        mfa_devices: the root user's, at most eight.
        unassigned_mfa_devices: virtual devices that are nobody's.
        signing_certificates: the root user's, at most two.
        session_keys: what session tokens are sealed with, the one that seals now last; they lie in the vault.
    """

    kind: ClassVar[str] = "account"

    account_id: str
    create_date: datetime
    alias: str | None = None
    root_email: str | None = None
    password_policy: PasswordPolicy | None = None
    quotas: tuple[tuple[str, int], ...] = ()
    access_keys: tuple[AccessKey, ...] = ()
    login_profile: LoginProfile | None = None
    mfa_devices: tuple[MFADevice, ...] = ()
    unassigned_mfa_devices: tuple[MFADevice, ...] = ()
    signing_certificates: tuple[SigningCertificate, ...] = ()
    session_keys: tuple[SessionKey, ...] = ()

    @property
    def name(self) -> str:
        return self.account_id

    @property
    def unique_id(self) -> str:
        """The root user's id is the account's."""
        return self.account_id

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:root"
