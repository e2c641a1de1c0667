from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.service.groups import move_users_between_groups


def move_user(
    ctx: typer.Context,
    user_names: options.UserNames,
    from_group: Annotated[str, typer.Option("--from", metavar="GROUP", help="the group that they leave")],
    to_group: Annotated[str, typer.Option("--to", metavar="GROUP", help="the group that they join")],
    dry_run: options.DryRun = False,
) -> None:
    """Move users from one group to another in one change.

    Example: iamctl group move-user alice --from Developers --to Auditors
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    service.call(move_users_between_groups, user_names=user_names, from_group=from_group, to_group=to_group)
    run.show_changed(service)
