from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import UsageError
from iamctl.service.groups import update_group
from iamctl.service.members import group_members


def update(
    ctx: typer.Context,
    group_name: options.GroupName,
    new_group_name: Annotated[
        str | None, typer.Option("--new-group-name", "--new-name", metavar="NAME", help="the name it takes")
    ] = None,
    new_path: options.NewPath = None,
    dry_run: options.DryRun = False,
) -> None:
    """Rename a group or move it to another path; its members stay.

    Example: iamctl group update Developers --new-name Engineers
    """
    if new_group_name is None and new_path is None:
        raise UsageError("There is nothing to update.", hint="say `--new-name NAME` or `--new-path PATH`")
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    group = service.call(update_group, group_name=group_name, new_group_name=new_group_name, new_path=new_path)
    run.show_changed(service, Answer({"Group": group_members(group)}, name="GroupName"), lines=[group.arn])
