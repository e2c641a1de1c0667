from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.service.members import time_text
from iamctl.service.sts.revoking import revoke_older_sessions

if TYPE_CHECKING:
    from datetime import datetime

Principal = Annotated[str, typer.Argument(metavar="PRINCIPAL", help="a role's or user's name, ARN or unique id")]


def revoke(ctx: typer.Context, principal: Principal, dry_run: options.DryRun = False) -> None:
    """Let every session of a role or user that was issued before now do nothing any more.

    It is AWS's way: an inline policy, AWSRevokeOlderSessions, that denies everything to older sessions. Access keys
    and later sessions are unaffected, `iamctl undo` takes it back. What was issued in this second is older too; the
    command ends when the second is over.

    Example: iamctl creds revoke Deploy
    Example: iamctl creds revoke alice --dry-run
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        identity, moment = revoke_older_sessions(change, principal)
    run.show_changed(service, lines=[identity.arn])
    if not dry_run:
        run.note(f"what was issued to {identity.name} before {time_text(moment)} may do nothing any more")
        _wait_until(moment)


def _wait_until(moment: "datetime") -> None:
    """Less than a second: what comes after the command is issued at the moment or later."""
    from time import sleep

    from iamctl import bootstrap

    while bootstrap.now() < moment:
        sleep(0.02)
