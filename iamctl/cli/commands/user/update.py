from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import UsageError
from iamctl.service.members import user_members
from iamctl.service.users import update_user


def update(
    ctx: typer.Context,
    user_name: options.UserName,
    new_user_name: Annotated[
        str | None, typer.Option("--new-user-name", "--new-name", metavar="NAME", help="the name it takes")
    ] = None,
    new_path: options.NewPath = None,
    dry_run: options.DryRun = False,
) -> None:
    """Rename a user or move it to another path; everything that refers to it follows.

    Its unique id, groups, policies and tags stay, and trust policies that name it follow. The text of other
    policies that have its ARN in them stays as it is, as in AWS.

    Example: iamctl user update bob --new-name robert
    Example: iamctl user update alice --new-path /ops/ --dry-run
    """
    if new_user_name is None and new_path is None:
        raise UsageError("There is nothing to update.", hint="say `--new-name NAME` or `--new-path PATH`")
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    user = service.call(update_user, user_name=user_name, new_user_name=new_user_name, new_path=new_path)
    run.show_changed(service, Answer({"User": user_members(user)}, name="UserName"), lines=[user.arn])
