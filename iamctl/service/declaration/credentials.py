"""Credentials that a declaration asks for: what its users lack is made by lot, what they have is left alone.

Rules kept here:
  * `console_password = "generate"` makes a password where there is none, `access_keys = 2` as many keys as are
    missing; an inactive key counts, as it counts for AWS's quota; `mfa = true` a virtual device where there is none,
    enabled by two of its codes, whose seed goes to its owner: no two codes have to be typed;
  * nothing is ever taken away or replaced, so that a second run makes none;
  * the secrets are in the answer of `make_credentials` and then in the vault alone.
"""

from __future__ import annotations

from base64 import b32decode
from typing import TYPE_CHECKING, NamedTuple

from iamctl.model.secret import Secret
from iamctl.service.access_keys import create_access_key
from iamctl.service.login_profiles import create_login_profile
from iamctl.service.lookup import the_user
from iamctl.service.mfa_devices import create_virtual_mfa_device, enable_mfa_device, find_device
from iamctl.service.mfa_members import uri_of
from iamctl.service.one_time_codes import code_of, step_at
from iamctl.service.password_rules import generated, policy_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.user import User
    from iamctl.service.access_keys import CreatedAccessKey
    from iamctl.service.declaration.declared import DeclaredUser
    from iamctl.service.declaration.draft import DraftShelf
    from iamctl.service.mfa_devices import CreatedMFADevice
    from iamctl.service.service import Change

PASSWORD, ACCESS_KEY, MFA_DEVICE = "console password", "access key", "MFA device"


class CredentialStep(NamedTuple):
    """One credential that is to be made.

    Attributes:
        kind: `console password`, `access key` or `MFA device`.
    """

    user_name: str
    kind: str


class MadeCredentials(NamedTuple):
    """What one user was given, with the only sight of its secrets."""

    user_name: str
    password: Secret | None
    access_keys: tuple[CreatedAccessKey, ...]
    mfa_device: CreatedMFADevice | None
    mfa_uri: Secret | None


def missing_credentials(declared: Iterable[DeclaredUser], users: DraftShelf[User]) -> tuple[CredentialStep, ...]:
    """What the users will lack of what is declared, in the declaration's order."""
    return tuple(step for said in declared for step in _missing(said, users.find(said.name)))


def _missing(said: DeclaredUser, user: User | None) -> Iterator[CredentialStep]:
    if user is None:
        return
    if said.console_password and user.login_profile is None:
        yield CredentialStep(user.user_name, PASSWORD)
    for _ in range(len(user.access_keys), said.access_keys):
        yield CredentialStep(user.user_name, ACCESS_KEY)
    if said.mfa and not user.mfa_devices:
        yield CredentialStep(user.user_name, MFA_DEVICE)


def make_credentials(change: Change, steps: Iterable[CredentialStep]) -> tuple[MadeCredentials, ...]:
    """Make them in this change; each user's together, in the order of the steps.

    Raises:
        WrongPassphrase, StorageFailure: the vault does not open.
    """
    kinds: dict[str, list[str]] = {}
    for step in steps:
        kinds.setdefault(step.user_name, []).append(step.kind)
    return tuple(_make(change, name, wanted) for name, wanted in kinds.items())


def _make(change: Change, user_name: str, kinds: list[str]) -> MadeCredentials:
    password = None
    if PASSWORD in kinds:
        policy = policy_of(the_user(change.account, user_name), change.account.settings)
        password = Secret(generated(change.account.entropy, policy))
        change.call(create_login_profile, user_name=user_name, password=password)
    keys = tuple(change.call(create_access_key, user_name=user_name) for kind in kinds if kind == ACCESS_KEY)
    device = _enabled_device(change, user_name) if MFA_DEVICE in kinds else None
    uri = Secret(uri_of(device, change.account.settings)) if device is not None else None
    return MadeCredentials(user_name, password, keys, device, uri)


def _enabled_device(change: Change, user_name: str) -> CreatedMFADevice:
    """A new virtual device of the user's, enabled by the two codes before the present one: that one stays unused."""
    created = change.call(create_virtual_mfa_device, virtual_mfa_device_name=_free_name(change, user_name))
    seed, step = b32decode(created.seed.reveal()), step_at(change.account.now)
    change.call(
        enable_mfa_device,
        user_name=user_name,
        serial_number=created.device.serial_number,
        authentication_code1=code_of(seed, step - 2),
        authentication_code2=code_of(seed, step - 1),
    )
    return created


def _free_name(change: Change, user_name: str) -> str:
    """The user's name, or with a number behind it where a device has that."""
    name, number = user_name, 1
    while find_device(change.account, name) is not None:
        number += 1
        name = f"{user_name}-{number}"
    return name
