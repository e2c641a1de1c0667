"""MFA devices in files: as they were written, in either home, and what a person may get wrong in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import IamctlError
from iamctl.model.account_settings import AccountSettings
from iamctl.model.mfa_device import MFADevice
from iamctl.model.tag import Tag
from iamctl.model.user import User
from iamctl.store.codec.kinds import KINDS, from_row, parse, to_row, to_table
from iamctl.store.references import references, secrets_of
from iamctl.syntax.toml_render import render_toml

from .given import ACCOUNT_ID, any_document

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DEVICE = MFADevice(f"arn:aws:iam::{ACCOUNT_ID}:mfa/alice", "MFAS00000000000000001", NOW)
ALICE = User(account_id=ACCOUNT_ID, user_name="alice", path="/", user_id="AIDA00000000000000001", create_date=NOW)
SETTINGS = AccountSettings(account_id=ACCOUNT_ID, create_date=NOW)

devices = st.lists(
    st.builds(
        MFADevice,
        st.text("abcXYZ019_+=,.@-", min_size=1, max_size=20).map(lambda name: f"arn:aws:iam::{ACCOUNT_ID}:mfa/{name}"),
        st.text("ABCDEFGH234567", min_size=16, max_size=21),
        st.just(NOW),
        st.integers(-2000, 2000),
        st.none() | st.integers(0, 2**40),
        st.sampled_from([(), (Tag("Team", "a"), Tag("team", "b"))]),
    ),
    max_size=8,
    unique_by=lambda device: device.name.lower(),
).map(tuple)


def there_and_back(shelf: str, noun: Any) -> tuple[Any, Any]:
    """The noun out of a file's text and out of a row of the index."""
    kind = KINDS[shelf]
    text = render_toml(to_table(kind, noun))
    return parse(kind, text, kind.path(noun.name), ACCOUNT_ID, any_document), from_row(
        kind, to_row(kind, noun), ACCOUNT_ID
    )


@given(devices, devices)
def test_devices_come_back_as_they_were_written(own: tuple[MFADevice, ...], other: tuple[MFADevice, ...]) -> None:
    of_nobody = tuple(device._replace(enable_date=None) for device in other)
    user = replace(ALICE, mfa_devices=own)
    account = replace(SETTINGS, mfa_devices=own, unassigned_mfa_devices=of_nobody)

    assert there_and_back("users", user) == (user, user)
    assert there_and_back("settings", account) == (account, account)


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ('serial_number = "arn:aws:iam::111122223333:mfa/alice"', 'serial_number = "x y"', "serialNumber"),
        ('seed_id = "MFAS00000000000000001"', "", "seed_id"),
        ("enable_date = 2026-01-02T03:04:05Z", "", "enable_date"),
        ("enable_date = 2026-01-02T03:04:05Z", "enable_date = 2026-01-02T03:04:05Z\nclock_drift = 9000", "clock_drift"),
        ("enable_date = 2026-01-02T03:04:05Z", "enable_date = 2026-01-02T03:04:05Z\nseed = 'x'", "seed"),
    ],
)
def test_a_mistake_in_a_device_is_told_by_name(line: str, instead: str, said: str) -> None:
    kind = KINDS["users"]
    text = render_toml(to_table(kind, replace(ALICE, mfa_devices=(DEVICE,)))).replace(ACCOUNT_ID, "111122223333")
    assert line in text

    with pytest.raises(IamctlError) as raised:
        parse(kind, text.replace(line, instead), "users/alice.toml", "111122223333", any_document)

    assert said in str(raised.value)


def test_two_devices_of_one_name_are_a_mistake() -> None:
    kind = KINDS["users"]
    twice = (DEVICE, DEVICE._replace(serial_number=DEVICE.serial_number.replace("alice", "Alice")))
    text = render_toml(to_table(kind, replace(ALICE, mfa_devices=twice)))

    with pytest.raises(IamctlError, match="There is another MFA device Alice"):
        parse(kind, text, "users/alice.toml", ACCOUNT_ID, any_document)


def test_a_record_names_the_seeds_and_the_devices_that_it_holds() -> None:
    of_nobody = DEVICE._replace(serial_number=f"arn:aws:iam::{ACCOUNT_ID}:mfa/Tablet", seed_id="MFAS00000000000000002")
    account = replace(SETTINGS, mfa_devices=(DEVICE,), unassigned_mfa_devices=(of_nobody,))

    assert {ref.id for ref in secrets_of(account)} == {"MFAS00000000000000001", "MFAS00000000000000002"}
    assert ("mfa device", "tablet") in set(references(account))
    assert ("mfa", "any") not in set(references(replace(account, mfa_devices=())))
