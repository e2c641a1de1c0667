import typer

from iamctl.cli import mfa_options, options
from iamctl.cli.mfa_options import check_codes_given, device_meant, two_codes
from iamctl.cli.mfa_view import device_answer
from iamctl.cli.run import run_of
from iamctl.errors import NoSuchEntity
from iamctl.service.mfa_devices import resync_mfa_device


def resync(
    ctx: typer.Context,
    device: mfa_options.Device,
    stdin: mfa_options.CodesByStdin = False,
    code: mfa_options.Codes = None,
    dry_run: options.DryRun = False,
) -> None:
    """Learn how far an MFA device's clock is off, from two consecutive codes.

    It helps where the device's codes are refused. Its clock may be eight hours off.

    Example: iamctl creds mfa resync alice-tablet --stdin < codes.txt
    """
    run = run_of(ctx)
    check_codes_given(stdin, code)
    with run.service().lookups() as reading:
        owner, found = device_meant(reading, device, operation="ResyncMFADevice")
    if owner is None:
        raise NoSuchEntity("mfa device of", found.serial_number, hint="it is nobody's: `iamctl creds mfa enable`")
    first, second = two_codes(run, found.name, stdin=stdin, codes=code)
    service = run.service(dry_run=dry_run)
    synced = service.call(
        resync_mfa_device,
        user_name=owner.arn,
        serial_number=found.serial_number,
        authentication_code1=first,
        authentication_code2=second,
    )
    run.show_changed(service, device_answer(synced, owner))
