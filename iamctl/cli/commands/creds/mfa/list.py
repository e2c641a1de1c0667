from typing import Annotated

import typer

from iamctl.cli import credential_options
from iamctl.cli.credential_options import owner_meant
from iamctl.cli.mfa_view import COLUMNS, VIRTUAL_COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import UsageError
from iamctl.service.credential_owners import spoken
from iamctl.service.mfa_devices import list_mfa_devices, list_virtual_mfa_devices
from iamctl.service.mfa_members import device_members, held_device_members

Virtual = Annotated[bool, typer.Option("--virtual", help="list the account's devices, whosoever they are")]
AssignmentStatus = Annotated[
    str,
    typer.Option("--assignment-status", metavar="STATUS", help="with --virtual: Assigned, Unassigned or Any"),
]


def list(
    ctx: typer.Context,
    user_name: credential_options.OwnerName = None,
    virtual: Virtual = False,
    assignment_status: AssignmentStatus = "Any",
) -> None:
    """List a user's MFA devices, or all of the account.

    Example: iamctl creds mfa list alice
    Example: iamctl creds mfa list --virtual --assignment-status Unassigned
    """
    run = run_of(ctx)
    if virtual:
        if user_name is not None:
            raise UsageError("--virtual lists the devices of all.", hint="leave USER out")
        found = run.service().call(list_virtual_mfa_devices, assignment_status=assignment_status)
        members = [held_device_members(held) for held in found]
        empty = "no such MFA devices" if assignment_status != "Any" else "no MFA devices"
        run.show(Answer({"VirtualMFADevices": members}, VIRTUAL_COLUMNS, "VirtualMFADevices", "SerialNumber", empty))
        return
    if assignment_status != "Any":
        raise UsageError("--assignment-status goes with --virtual.", hint="add `--virtual`")
    with run.service().lookups() as reading:
        owner = owner_meant(reading, user_name, operation="ListMFADevices")
        rows = [device_members(device, owner) for device in reading.call(list_mfa_devices, user_name=owner.arn)]
    run.show(Answer({"MFADevices": rows}, COLUMNS, "MFADevices", "SerialNumber", f"{spoken(owner)} has no MFA devices"))
