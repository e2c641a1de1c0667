from typing import Annotated

import typer

from iamctl.cli import mfa_options, options
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.mfa_options import device_meant
from iamctl.cli.run import run_of
from iamctl.service.credential_owners import spoken
from iamctl.service.mfa_devices import deactivate_mfa_device, delete_virtual_mfa_device
from iamctl.service.service import Change

Keep = Annotated[bool, typer.Option("--keep", help="only take it from its owner; it can be enabled again")]


def disable(
    ctx: typer.Context,
    device: mfa_options.Device,
    keep: Keep = False,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Take an MFA device from its owner, and delete it with its seed.

    With `--keep` the device stays, as nobody's. One that was never enabled is deleted.

    Example: iamctl creds mfa disable alice-tablet
    Example: iamctl creds mfa disable not-there --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, word: str) -> Loss:
        owner, found = device_meant(change, word, operation="DeactivateMFADevice")
        whose = f" of {spoken(owner)}" if owner is not None else ""
        if owner is not None:
            change.call(deactivate_mfa_device, serial_number=found.serial_number, user_name=owner.arn)
        if not keep:
            change.call(delete_virtual_mfa_device, serial_number=found.serial_number)
        return Loss((f"MFA device {found.name}{whose}",))

    verb = "Deactivate" if keep else "Delete"
    carry_out(run, each(run, [device], one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run, verb=verb)
