from typing import Annotated

import typer

from iamctl.cli import credential_options, options
from iamctl.cli.credential_options import ROOT_WARNING, owner_meant, seconds_of
from iamctl.cli.deletion import Loss, carry_out
from iamctl.cli.hand_over import HandOver
from iamctl.cli.key_view import show_created
from iamctl.cli.run import Run, run_of
from iamctl.errors import UsageError
from iamctl.model.access_key import ACTIVE
from iamctl.service.credential_owners import is_root, spoken
from iamctl.service.key_rotation import begin_rotation, end_rotation, finish_rotation
from iamctl.service.service import Change


def rotate(
    ctx: typer.Context,
    user_name: credential_options.OwnerName = None,
    grace: Annotated[
        str | None,
        typer.Option("--grace", metavar="DURATION", help="how long the old key is accepted yet: 24h, 90m, 7d"),
    ] = None,
    keep_old: Annotated[bool, typer.Option("--keep-old", help="accept the old key until `--finish`")] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="delete the older of two keys, a rotation's old one")
    ] = False,
    save_profile: credential_options.SaveProfile = None,
    out: credential_options.Out = None,
    force: credential_options.Overwrite = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Put a new access key in the place of the one that a user has.

    The new key is made and handed over first, then the old one becomes inactive: at once, or by itself after
    `--grace`, or not before `--finish` with `--keep-old`. An inactive key can be activated again; `--finish` deletes
    it, and so does the next rotation.

    Example: iamctl creds key rotate alice --grace 24h
    Example: iamctl creds key rotate alice --dry-run
    """
    run = run_of(ctx)
    if sum((grace is not None, keep_old, finish)) > 1:
        raise UsageError("--grace, --keep-old and --finish exclude each other.")
    if finish:
        _finish(run, user_name, yes=yes, dry_run=dry_run)
        return
    grace_seconds = seconds_of(grace, "--grace") if grace is not None else 0
    hand_over = HandOver(run, out=out, profile=save_profile, force=force)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        owner = owner_meant(change, user_name, operation="CreateAccessKey")
        if not dry_run:
            hand_over.check(key.access_key_id for key in owner.access_keys)
        rotation = begin_rotation(change, user_name=owner.arn)
        if dry_run and not keep_old:
            end_rotation(change, rotation, grace_seconds=grace_seconds)
    if is_root(owner):
        run.warn(ROOT_WARNING)
    show_created(run, service, rotation.created, hand_over)
    if dry_run:
        return
    if keep_old:
        run.note(f"{rotation.old.access_key_id} stays active until `iamctl creds key rotate {spoken(owner)} --finish`")
        return
    with service.change() as change:
        old = end_rotation(change, rotation, grace_seconds=grace_seconds)
    when = f"by {old.retire_at:%Y-%m-%dT%H:%M:%SZ}" if grace_seconds and old.retire_at else "now"
    run.note(f"{old.access_key_id} is inactive {when}; `iamctl creds key rotate {spoken(owner)} --finish` deletes it")


def _finish(run: Run, user_name: str | None, *, yes: bool, dry_run: bool) -> None:
    def deletion(change: Change) -> Loss:
        owner = owner_meant(change, user_name, operation="DeleteAccessKey")
        old = finish_rotation(change, user_name=owner.arn)
        key = f"access key {old.access_key_id} of {spoken(owner)}"
        if old.status == ACTIVE and old.retire_at is None:
            # Nothing tells a key that `--keep-old` left from one of two that were made side by side.
            return Loss((key,), (f"whatever still signs with {old.access_key_id}, which is active",))
        return Loss((key,))

    carry_out(run, deletion, yes=yes, dry_run=dry_run, takes_more=True)
