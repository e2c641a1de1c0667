"""MFA devices as commands show them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from iamctl.cli.hand_over import write_whole
from iamctl.cli.output.answer import Answer, Column
from iamctl.errors import StorageFailure
from iamctl.service.mfa_members import created_device_members, device_members, uri_of

if TYPE_CHECKING:
    from iamctl.cli.run import Run
    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.mfa_device import MFADevice
    from iamctl.service.credential_owners import Owner
    from iamctl.service.mfa_devices import CreatedMFADevice

COLUMNS = (
    Column("UserName", "UserName"),
    Column("SerialNumber", "SerialNumber"),
    Column("EnableDate", "EnableDate"),
)
VIRTUAL_COLUMNS = (
    Column("SerialNumber", "SerialNumber"),
    Column("User", "User.Arn"),
    Column("EnableDate", "EnableDate"),
)


def device_answer(device: MFADevice, owner: Owner) -> Answer:
    return Answer({"MFADevice": device_members(device, owner)}, name="SerialNumber")


def hand_over_seed(
    run: Run, created: CreatedMFADevice, settings: AccountSettings, *, out: str | None, force: bool
) -> None:
    """Give a new device's seed, once: into its file, else to stdout, on a terminal as a QR code.

    Raises:
        StorageFailure: the file could not be written; the device is there and its seed is lost.
    """
    if out is not None:
        _write(run, created, settings, Path(out), force=force)
        run.show_made(Answer(_answered(created, settings, with_seed=False), name="SerialNumber"), [])
        return
    if run.output.terminal and not run.output.explicit and run.output.query is None:
        _draw(run, created, settings)
    else:
        run.show(Answer(_answered(created, settings, with_seed=True), name="SerialNumber"))
    run.note("keep the seed now, in the device alone: it is not shown again")


def _draw(run: Run, created: CreatedMFADevice, settings: AccountSettings) -> None:
    from iamctl.cli.output.qr_code import render_qr_code
    from iamctl.cli.output.streams import write, write_line

    uri = uri_of(created, settings)
    code = render_qr_code(uri)
    if code is not None:
        write(code)
    else:
        run.note("this terminal cannot show a QR code; an authenticator takes the URI or the seed as well")
    for line in (created.device.serial_number, uri, created.seed.reveal()):
        write_line(line)


def _write(run: Run, created: CreatedMFADevice, settings: AccountSettings, path: Path, *, force: bool) -> None:
    from iamctl.cli.output.json_text import render_json

    try:
        write_whole(path, render_json(_answered(created, settings, with_seed=True)) + "\n", replace=force)
    except OSError as error:
        name = created.device.name
        raise StorageFailure(
            f"The MFA device {name} was made and its seed could not be written: {error.strerror or error}.",
            hint=f"delete it with `iamctl creds mfa disable {name}` and make another",
        ) from None
    run.note(f"the seed is in {path}, and nowhere else")


def _answered(created: CreatedMFADevice, settings: AccountSettings, *, with_seed: bool) -> dict[str, object]:
    return {"VirtualMFADevice": created_device_members(created, settings, with_seed=with_seed)}
