"""Users who manage their own credentials, and only with MFA, by the policies of AWS's own pages.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-no-mfa.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_iam_mfa-selfmanage.html
"""

from __future__ import annotations

from base64 import b32decode
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from iamctl.errors import AccessDenied
from iamctl.model.secret import Secret
from iamctl.service.access_keys import create_access_key, delete_access_key, list_access_keys, update_access_key
from iamctl.service.account_settings import get_account_summary
from iamctl.service.login_profiles import change_password, create_login_profile
from iamctl.service.mfa_devices import (
    CreatedMFADevice,
    create_virtual_mfa_device,
    deactivate_mfa_device,
    delete_virtual_mfa_device,
    enable_mfa_device,
    list_mfa_devices,
    list_virtual_mfa_devices,
    resync_mfa_device,
)
from iamctl.service.service import Service
from iamctl.service.sts.presenting import Presented
from iamctl.service.sts.session_token import get_session_token
from iamctl.service.users import get_user, list_users

from .acting import World, statement
from .conftest import counting_bytes
from .given import NOW, arn

STEP = int(NOW.timestamp()) // 30
OWN = "arn:aws:iam::*:user/${aws:username}"
FIRST, SECOND = Secret("correct horse Battery 1"), Secret("correct horse Battery 2")

VIEW = statement(["iam:GetAccountPasswordPolicy", "iam:ListVirtualMFADevices"], Sid="AllowViewAccountInfo")
PASSWORDS = statement(["iam:ChangePassword", "iam:GetUser"], OWN, Sid="AllowManageOwnPasswords")
KEYS = statement(
    [
        "iam:CreateAccessKey",
        "iam:DeleteAccessKey",
        "iam:ListAccessKeys",
        "iam:UpdateAccessKey",
        "iam:GetAccessKeyLastUsed",
    ],
    OWN,
    Sid="AllowManageOwnAccessKeys",
)
DEVICES = statement(["iam:CreateVirtualMFADevice"], "arn:aws:iam::*:mfa/*", Sid="AllowManageOwnVirtualMFADevice")
OWN_MFA = statement(
    ["iam:DeactivateMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice"],
    OWN,
    Sid="AllowManageOwnUserMFA",
)
NO_MFA: dict[str, Any] = {
    "Sid": "DenyAllExceptListedIfNoMFA",
    "Effect": "Deny",
    "NotAction": [
        "iam:CreateVirtualMFADevice",
        "iam:EnableMFADevice",
        "iam:GetUser",
        "iam:GetMFADevice",
        "iam:ListMFADevices",
        "iam:ListVirtualMFADevices",
        "iam:ResyncMFADevice",
        "sts:GetSessionToken",
    ],
    "Resource": "*",
    "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
}
SELF_MANAGE = (VIEW, PASSWORDS, KEYS, DEVICES, OWN_MFA, NO_MFA)
SELF_MANAGE_WITHOUT_MFA = (VIEW, PASSWORDS, KEYS)
MFA_SELF_MANAGE = (
    statement(["iam:ListUsers", "iam:ListVirtualMFADevices"], Sid="AllowListActions"),
    statement(["iam:CreateVirtualMFADevice"], "arn:aws:iam::*:mfa/*", Sid="AllowUserToCreateVirtualMFADevice"),
    statement(
        ["iam:EnableMFADevice", "iam:GetMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice"],
        OWN,
        Sid="AllowUserToManageTheirOwnMFA",
    ),
    statement(
        ["iam:DeactivateMFADevice"],
        [OWN],
        Sid="AllowUserToDeactivateTheirOwnMFAOnlyWhenUsingMFA",
        Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    ),
    {
        "Sid": "BlockMostAccessUnlessSignedInWithMFA",
        "Effect": "Deny",
        "NotAction": [
            "iam:CreateVirtualMFADevice",
            "iam:EnableMFADevice",
            "iam:ListMFADevices",
            "iam:ListUsers",
            "iam:ListVirtualMFADevices",
            "iam:ResyncMFADevice",
            "sts:GetSessionToken",
        ],
        "Resource": "*",
        "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
    },
)


class Person:
    """alice with a policy, long-term credentials, and, once she has a device, sessions with MFA; bob is there too."""

    def __init__(self, *statements: dict[str, Any]) -> None:
        self.world = World()
        self.entropy = counting_bytes()
        self.moment = NOW
        self.world.user("alice", *statements)
        self.world.user("bob")
        root = self.acting(None)
        key = root.call(create_access_key, user_name="alice")
        root.call(create_login_profile, user_name="alice", password=FIRST)
        self.plain = self.presenting(Presented(key.key.access_key_id, key.secret, None, "a test"))

    def acting(self, name: str | None, **more: Any) -> Service:
        service = self.world.acting(name, entropy=self.entropy, **more)
        service._now = lambda: self.moment
        return service

    def presenting(self, presented: Presented) -> Service:
        return self.acting(None, presented=presented)

    def enrolled(self, name: str = "alice", *, by: Service | None = None) -> CreatedMFADevice:
        """A device that the service's caller gives to alice."""
        service = by or self.plain
        created = service.call(create_virtual_mfa_device, virtual_mfa_device_name=name)
        service.call(enable_mfa_device, user_name="alice", **self.pair(created, 0))
        return created

    def with_mfa(self, device: CreatedMFADevice) -> Service:
        """alice in a session for which she gave the device's next code."""
        self.moment += timedelta(minutes=5)
        step = (self.moment - NOW).seconds // 30
        issued = self.plain.call(
            get_session_token, serial_number=device.device.serial_number, token_code=self.code(device, step)
        )
        made = issued.credentials
        return self.presenting(Presented(made.access_key_id, made.secret_access_key, made.session_token, "a test"))

    def pair(self, created: CreatedMFADevice, at: int) -> dict[str, Any]:
        return {
            "serial_number": created.device.serial_number,
            "authentication_code1": self.code(created, at - 1),
            "authentication_code2": self.code(created, at),
        }

    def code(self, created: CreatedMFADevice, step: int) -> Secret:
        return Secret(HOTP(b32decode(created.seed.reveal()), 6, SHA1()).generate(STEP + step).decode())


@pytest.mark.parametrize("statements", [SELF_MANAGE, MFA_SELF_MANAGE], ids=["my-sec-creds", "mfa-selfmanage"])
def test_without_a_device_a_user_may_only_get_one(statements: tuple[dict[str, Any], ...]) -> None:
    person = Person(*statements)

    with pytest.raises(AccessDenied, match="explicit deny"):
        person.plain.call(create_access_key, user_name="alice")
    device = person.enrolled()

    assert [each.name for each in person.plain.call(list_mfa_devices, user_name="alice")] == ["alice"]
    assert len(person.plain.call(list_virtual_mfa_devices)) == 1
    person.plain.call(resync_mfa_device, user_name="alice", **person.pair(device, 3))


def test_with_a_device_and_signed_in_with_it_a_user_manages_its_own_credentials() -> None:
    person = Person(*SELF_MANAGE)
    alice = person.with_mfa(person.enrolled())

    second = alice.call(create_access_key, user_name="alice").key.access_key_id
    alice.call(update_access_key, user_name="alice", access_key_id=second, status="Inactive")
    alice.call(delete_access_key, user_name="alice", access_key_id=second)
    alice.call(change_password, old_password=FIRST, new_password=SECOND)

    assert len(alice.call(list_access_keys, user_name="alice")) == 1
    assert alice.call(get_user, user_name="alice").user_name == "alice"


def test_nobody_elses_credentials_are_anybodys_own_with_mfa_neither() -> None:
    person = Person(*SELF_MANAGE)
    alice = person.with_mfa(person.enrolled())

    for function, more in (
        (create_access_key, {}),
        (list_access_keys, {}),
        (list_mfa_devices, {}),
        (deactivate_mfa_device, {"serial_number": arn("mfa/bob")}),
    ):
        with pytest.raises(AccessDenied):
            alice.call(function, user_name="bob", **more)
    with pytest.raises(AccessDenied):
        alice.call(list_users)


@pytest.mark.parametrize("statements", [SELF_MANAGE, MFA_SELF_MANAGE], ids=["my-sec-creds", "mfa-selfmanage"])
def test_a_device_is_taken_away_only_by_who_signed_in_with_one(statements: tuple[dict[str, Any], ...]) -> None:
    person = Person(*statements)
    device = person.enrolled()
    serial_number = device.device.serial_number

    with pytest.raises(AccessDenied, match="explicit deny"):
        person.plain.call(deactivate_mfa_device, user_name="alice", serial_number=serial_number)
    alice = person.with_mfa(device)
    alice.call(deactivate_mfa_device, user_name="alice", serial_number=serial_number)

    assert alice.call(list_mfa_devices, user_name="alice") == ()
    with pytest.raises(AccessDenied):  # no statement of the pages' allows it
        alice.call(delete_virtual_mfa_device, serial_number=serial_number)


def test_a_second_device_needs_the_first_whatever_the_policies_say() -> None:
    person = Person(statement("iam:*"))
    device = person.enrolled()

    with pytest.raises(AccessDenied, match="has an MFA device and signed in without it"):
        person.enrolled("tablet")
    with pytest.raises(AccessDenied, match="has an MFA device and signed in without it"):
        person.plain.call(deactivate_mfa_device, user_name="alice", serial_number=device.device.serial_number)
    alice = person.with_mfa(device)
    tablet = alice.call(create_virtual_mfa_device, virtual_mfa_device_name="tablet-2")
    alice.call(enable_mfa_device, user_name="alice", **person.pair(tablet, 12))

    assert len(alice.call(list_mfa_devices, user_name="alice")) == 2


def test_an_administrator_gives_and_takes_devices_of_others_without_one() -> None:
    person = Person(statement("iam:*"))
    device = person.enrolled()
    person.world.administrator("carol")
    carol = person.acting("carol")

    carol.call(deactivate_mfa_device, user_name="alice", serial_number=device.device.serial_number)
    carol.call(delete_virtual_mfa_device, serial_number=device.device.serial_number)

    assert carol.call(get_account_summary)["MFADevices"] == 0


def test_without_any_mfa_a_user_manages_its_own_password_and_keys_where_the_page_says_so() -> None:
    person = Person(*SELF_MANAGE_WITHOUT_MFA)

    person.plain.call(create_access_key, user_name="alice")
    person.plain.call(change_password, old_password=FIRST, new_password=SECOND)

    with pytest.raises(AccessDenied):
        person.plain.call(create_virtual_mfa_device, virtual_mfa_device_name="alice")


def test_tags_of_a_new_device_need_the_right_to_tag_it() -> None:
    from iamctl.model.tag import Tag

    person = Person(DEVICES)

    with pytest.raises(AccessDenied, match="iam:TagMFADevice on resource: arn:aws:iam::111122223333:mfa/alice"):
        person.plain.call(create_virtual_mfa_device, virtual_mfa_device_name="alice", tags=[Tag("team", "a")])
    person.plain.call(create_virtual_mfa_device, virtual_mfa_device_name="alice")


def test_devices_of_the_root_user_are_its_own() -> None:
    person = Person(statement("*"))

    with pytest.raises(AccessDenied, match="only the root user may"):
        person.plain.call(list_mfa_devices, user_name="arn:aws:iam::111122223333:root")
