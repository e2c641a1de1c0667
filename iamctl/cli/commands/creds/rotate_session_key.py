from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, agreed
from iamctl.cli.run import run_of
from iamctl.cli.session_view import named
from iamctl.service.sts.session_keys import rotate_session_key as rotate
from iamctl.service.sts.sessions import list_sessions

EndAll = Annotated[bool, typer.Option("--end-all", help="end every session that there is: the older keys go at once")]


def rotate_session_key(
    ctx: typer.Context, end_all: EndAll = False, yes: options.Yes = False, dry_run: options.DryRun = False
) -> None:
    """Seal session tokens with a new key from now on.

    Sessions that are alive stay so: an older key goes when the longest session that it may have sealed is over. No
    undo brings a key back that went.

    Example: iamctl creds rotate-session-key
    Example: iamctl creds rotate-session-key --end-all --yes
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    if end_all and not (yes or dry_run):
        with service.lookups() as reading:
            reading.check("RotateSessionKey")
            doomed = reading.call(list_sessions)
        if not agreed(run, Loss(tuple(named(each) for each in doomed)), verb="End"):
            return
    key = service.call(rotate, end_all=end_all)
    run.show_changed(service, lines=[key.key_id])
