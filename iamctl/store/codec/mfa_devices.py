"""MFA devices: `[[mfa_devices]]` in an identity's file, `[[unassigned_mfa_devices]]` in account.toml for nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.names import CREDENTIAL_ID, SERIAL_NUMBER
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.model.mfa_device import MFADevice
    from iamctl.store.codec.parts import Form
    from iamctl.syntax.table_reader import TableReader

ASSIGNED, UNASSIGNED = "mfa_devices", "unassigned_mfa_devices"
_MOST_DRIFT = 2000


def devices_table(devices: tuple[MFADevice, ...], form: Form) -> list[dict[str, Any]]:
    return [
        parts.filled(
            {
                "serial_number": device.serial_number,
                "seed_id": device.seed_id,
                "enable_date": form.moment(device.enable_date) if device.enable_date else None,
                "clock_drift": device.clock_drift or None,
                "synced_step": device.synced_step,
                "tags": parts.tags_table(device.tags),
            }
        )
        for device in devices
    ]


def devices_row(row: dict[str, Any], key: str = ASSIGNED) -> tuple[MFADevice, ...]:
    if not (listed := row.get(key)):
        return ()
    from iamctl.model.mfa_device import MFADevice  # most identities have none

    return tuple(
        MFADevice(
            each["serial_number"],
            each["seed_id"],
            parts.moment_row(each["enable_date"]) if "enable_date" in each else None,
            each.get("clock_drift", 0),
            each.get("synced_step"),
            parts.tags_row(each),
        )
        for each in listed
    )


def read_devices(reader: TableReader, key: str = ASSIGNED) -> tuple[MFADevice, ...]:
    readers = reader.readers(key, "MFA device")
    if not readers:
        return ()
    from iamctl.model.mfa_device import MFADevice

    devices: list[MFADevice] = []
    for each in readers:
        device = MFADevice(
            parts.constrained(each, "serial_number", SERIAL_NUMBER),
            parts.constrained(each, "seed_id", CREDENTIAL_ID),
            parts.read_moment(each, "enable_date") if key == ASSIGNED else None,
            _read_drift(each),
            each.integer("synced_step"),
            parts.read_tags(each, ignore_case=False),
        )
        if any(device.name.lower() == other.name.lower() for other in devices):
            each.mistake("serial_number", f"There is another MFA device {device.name}.")
        devices.append(device)
        each.finish()
    return tuple(devices)


def _read_drift(reader: TableReader) -> int:
    drift = reader.integer("clock_drift", default=0)
    if abs(drift) > _MOST_DRIFT:
        reader.mistake("clock_drift", f"clock_drift must be from {-_MOST_DRIFT} to {_MOST_DRIFT} steps of 30 seconds.")
    return drift
