"""Users.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.access_key import AccessKey
    from iamctl.model.inline_policy import InlinePolicy
    from iamctl.model.login_profile import LoginProfile
    from iamctl.model.mfa_device import MFADevice
    from iamctl.model.service_specific_credential import ServiceSpecificCredential
    from iamctl.model.signing_certificate import SigningCertificate
    from iamctl.model.ssh_public_key import SSHPublicKey
    from iamctl.model.tag import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person or a program with long-term credentials in one account.

    Attributes:
        user_name: 1-64 characters; unique in the account without regard to case.
        path: `/` or `/a/b/`, at most 512 characters.
        user_id: `AIDA` and 17 characters; never used again, not even for the same name.
        create_date: UTC, whole seconds.
        groups: names, at most 10, in the order they were joined; a group's members are derived.
        attached_policies: ARNs of managed policies, in the order they were attached.
        permissions_boundary: ARN of a managed policy.
        access_keys: at most two, the oldest first; their secrets lie in the vault.
        login_profile: that there is a console password.
        mfa_devices: at most eight, in the order they were enabled; their seeds lie in the vault.
        ssh_public_keys: at most five.
        service_specific_credentials: at most two for each service; their secrets lie in the vault.
        signing_certificates: at most two.
    """

    kind: ClassVar[str] = "user"

    account_id: str
    user_name: str
    path: str
    user_id: str
    create_date: datetime
    groups: tuple[str, ...] = ()
    attached_policies: tuple[str, ...] = ()
    inline_policies: tuple[InlinePolicy, ...] = ()
    permissions_boundary: str | None = None
    tags: tuple[Tag, ...] = ()
    access_keys: tuple[AccessKey, ...] = ()
    login_profile: LoginProfile | None = None
    mfa_devices: tuple[MFADevice, ...] = ()
    ssh_public_keys: tuple[SSHPublicKey, ...] = ()
    service_specific_credentials: tuple[ServiceSpecificCredential, ...] = ()
    signing_certificates: tuple[SigningCertificate, ...] = ()

    @property
    def name(self) -> str:
        return self.user_name

    @property
    def unique_id(self) -> str:
        return self.user_id

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account_id}:user{self.path}{self.user_name}"

    def is_in(self, group_name: str) -> bool:
        # A file edited by hand may name the group in another case.
        return group_name.lower() in map(str.lower, self.groups)

    def joined(self, group_name: str) -> User:
        """This user as a member of the group; itself if it already is one."""
        return self if self.is_in(group_name) else replace(self, groups=(*self.groups, group_name))

    def left(self, group_name: str) -> User:
        """This user without the group; itself if it is no member."""
        if not self.is_in(group_name):
            return self
        return replace(self, groups=tuple(name for name in self.groups if name.lower() != group_name.lower()))

    def moved(self, old_name: str, new_name: str) -> User:
        """This user with the new group in the old one's place; a group that it is in already it is in once."""
        once: dict[str, str] = {}
        for name in self.groups:
            now = new_name if name.lower() == old_name.lower() else name
            once.setdefault(now.lower(), now)
        return replace(self, groups=tuple(once.values()))
