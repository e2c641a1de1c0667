from pathlib import Path
from typing import Annotated

import typer

from iamctl.cli import credential_options, mfa_options, options
from iamctl.cli.credential_options import owner_meant
from iamctl.cli.hand_over import check_new_file
from iamctl.cli.mfa_options import check_codes_given, default_name, two_codes
from iamctl.cli.mfa_view import device_answer, hand_over_seed
from iamctl.cli.run import Run, run_of
from iamctl.errors import EntityAlreadyExists, InvalidAuthenticationCode, NoSuchEntity, UsageError
from iamctl.model.mfa_device import MFADevice
from iamctl.service.credential_owners import Owner, spoken
from iamctl.service.mfa_devices import HeldDevice, create_virtual_mfa_device, enable_mfa_device, find_device

Name = Annotated[
    str | None,
    typer.Option("--name", metavar="NAME", help="the device's name; without it, its owner's", show_default=False),
]
Start = Annotated[bool, typer.Option("--start", help="only make the device and hand over its seed")]
_TRIES = 3


def enable(
    ctx: typer.Context,
    user_name: credential_options.OwnerName = None,
    name: Name = None,
    path: options.Path = "/",
    tag: options.Tags = None,
    start: Start = False,
    stdin: mfa_options.CodesByStdin = False,
    code: mfa_options.Codes = None,
    out: credential_options.Out = None,
    force: credential_options.Overwrite = False,
    dry_run: options.DryRun = False,
) -> None:
    """Enable a virtual MFA device by two consecutive codes.

    At a terminal the device is made, its seed shown this once as a QR code, and two of its codes are asked for. A
    script does it in two steps: with `--start` the device is made and its seed handed over, in the answer or with
    `--out` in a file; without, a device that was started is enabled by the codes of `--stdin`. At most eight for each
    user. A code works once, so that it may stand on the command line; the seed never does.

    Example: iamctl creds mfa enable bob --start --output json
    Example: iamctl creds mfa enable alice --start --out alice-phone.json --name alice-phone
    """
    run = run_of(ctx)
    check_codes_given(stdin, code)
    if start and (stdin or code):
        raise UsageError("--start takes no codes: the device is only made.", hint="enable it without `--start` after")
    with run.service().lookups() as reading:
        owner = owner_meant(reading, user_name, operation="EnableMFADevice")
        device_name = name or default_name(owner)
        held = find_device(reading.account, device_name)
    of_a_new_one = [option for option, given in (("--out", out), ("--tag", tag), ("--path", path != "/")) if given]
    if not start:
        _check_way(run, owner, device_name, held, has_codes=stdin or bool(code), of_a_new_one=of_a_new_one)
    if held is not None and not start:
        _enable_by_codes(run, owner, held.device, stdin=stdin, code=code, dry_run=dry_run)
        return
    made = _made(run, device_name, path, tag, out=out, force=force, dry_run=dry_run)
    if made is not None and not start:
        _enable_by_codes(run, owner, made, stdin=False, code=None, dry_run=False)


def _made(
    run: Run, name: str, path: str, tag: list[str] | None, *, out: str | None, force: bool, dry_run: bool
) -> MFADevice | None:
    """A new device, its seed handed over; None where nothing was to be made."""
    tags = options.parse_tags(tag)
    if out is not None and not dry_run:
        check_new_file(Path(out), force=force)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        created = change.call(create_virtual_mfa_device, virtual_mfa_device_name=name, path=path, tags=tags)
        settings = change.account.settings
    if dry_run:
        run.show_changed(service)
        return None
    hand_over_seed(run, created, settings, out=out, force=force)
    return created.device


def _enable_by_codes(
    run: Run, owner: Owner, device: MFADevice, *, stdin: bool, code: list[str] | None, dry_run: bool
) -> None:
    """Enable the device; a person who mistypes is asked again."""
    for left in reversed(range(_TRIES)):
        try:
            _enable(run, owner, device, stdin=stdin, code=code, dry_run=dry_run)
            return
        except InvalidAuthenticationCode as error:
            if stdin or code or not left:
                raise
            run.warn(f"{error.message.rstrip('.')}: {error.hints[0]}")


def _enable(run: Run, owner: Owner, device: MFADevice, *, stdin: bool, code: list[str] | None, dry_run: bool) -> None:
    first, second = two_codes(run, device.name, stdin=stdin, codes=code)
    service = run.service(dry_run=dry_run)
    enabled = service.call(
        enable_mfa_device,
        user_name=owner.arn,
        serial_number=device.serial_number,
        authentication_code1=first,
        authentication_code2=second,
    )
    run.show_changed(service, device_answer(enabled, owner), lines=[enabled.serial_number])


def _check_way(
    run: Run, owner: Owner, name: str, held: HeldDevice | None, *, has_codes: bool, of_a_new_one: list[str]
) -> None:
    """That codes can enable the device, or a person can be shown a new one's seed.

    Raises:
        NoSuchEntity: there are codes and no device.
        EntityAlreadyExists: the device is somebody's already.
        UsageError: nobody is there to type codes, or an option is about a device that was made long ago.
    """
    if held is None:
        begin = f"make it with `iamctl creds mfa enable {spoken(owner)} --name {name} --start`"
        if has_codes:
            raise NoSuchEntity("mfa device", name, hint=begin)
        if not run.is_someone_there:
            raise UsageError("Nobody is there to type the codes.", hint=[begin, mfa_options.CODES_INSTEAD])
        return
    if held.owner is not None:
        whose = "mfa device of" if held.owner.unique_id == owner.unique_id else "mfa device of another"
        hint = f"choose another name with `--name`: {spoken(owner)} may have eight"
        raise EntityAlreadyExists(whose, spoken(owner), hint=hint)
    if of_a_new_one:
        hint = f"leave {' and '.join(of_a_new_one)} out"
        raise UsageError(f"The device {name} is there, and its seed was handed over when it was made.", hint=hint)
