"""One code, given by several processes' worth of callers at once to an account on disk."""

from __future__ import annotations

from base64 import b32decode
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from iamctl import bootstrap
from iamctl.errors import AccessDenied, Throttling
from iamctl.model.secret import Secret
from iamctl.service.credential_owners import the_owner
from iamctl.service.mfa_codes import check_code
from iamctl.service.mfa_devices import create_virtual_mfa_device, enable_mfa_device
from iamctl.service.new_account import new_settings
from iamctl.service.users import create_user

from .given import ACCOUNT_ID


@pytest.fixture
def codes(tmp_path: Path) -> HOTP:
    """Those of a device that alice has; its last pair is of long ago."""
    with bootstrap.new_account(
        new_settings(account_id=ACCOUNT_ID, alias=None, create_date=bootstrap.now()),
        directory=str(tmp_path / "home"),
        keys=keys(tmp_path),
        vault_key="file",
    ) as service:
        service.call(create_user, user_name="alice")
        created = service.call(create_virtual_mfa_device, virtual_mfa_device_name="alice")
        made = HOTP(b32decode(created.seed.reveal()), 6, SHA1())
        now = int(bootstrap.now().timestamp()) // 30
        # A device that is five hours behind: whatever the hour, the codes after this pair are those of now for it.
        first, second = (Secret(made.generate(now + step).decode()) for step in (-601, -600))
        service.call(
            enable_mfa_device,
            user_name="alice",
            serial_number=created.device.serial_number,
            authentication_code1=first,
            authentication_code2=second,
        )
    return made


def keys(tmp_path: Path) -> bootstrap.VaultKeys:
    return bootstrap.VaultKeys(tmp_path / "config", lambda is_new: "open sesame")


def test_a_code_that_many_give_at_once_passes_for_one(codes: HOTP, tmp_path: Path) -> None:
    def given(number: int) -> str:
        del number
        service = bootstrap.open_service(directory=str(tmp_path / "home"), account=ACCOUNT_ID, keys=keys(tmp_path))
        with service.lookups() as reading:
            alice = the_owner(reading.account, "alice")
            (device,) = alice.mfa_devices
            assert device.synced_step is not None
            code = Secret(codes.generate(device.synced_step + 1).decode())
            try:
                check_code(reading.account, alice, device.serial_number, code)
            except (AccessDenied, Throttling) as error:
                return error.code
            return "passed"

    with ThreadPoolExecutor(8) as pool:
        outcomes = Counter(pool.map(given, range(8)))

    assert outcomes["passed"] == 1
    assert set(outcomes) <= {"passed", "AccessDenied", "Throttling"}
