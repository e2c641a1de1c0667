from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.permission_changes import carry_out
from iamctl.cli.run import run_of
from iamctl.service.cloning import PermissionChange, clone_user
from iamctl.service.service import Change


def clone(
    ctx: typer.Context,
    source_user_name: Annotated[str, typer.Argument(metavar="SOURCE", help="the user that is the pattern")],
    new_user_names: Annotated[list[str], typer.Argument(metavar="NEW...", help="the new users' names")],
    path: Annotated[str | None, typer.Option("--path", metavar="PATH", help="another path than the source's")] = None,
    no_tags: Annotated[bool, typer.Option("--no-tags", help="leave the source's tags out")] = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Create users with the same permissions as one that is there; never its credentials.

    Groups, attached and inline policies, boundary, tags and path come along. What each gets is printed first;
    all of them are made in one change, or none.

    Example: iamctl user clone alice dora emil
    Example: iamctl user clone alice dora --path /contractors/ --no-tags --dry-run
    """

    def giving(change: Change) -> list[PermissionChange]:
        return change.call(
            clone_user,
            source_user_name=source_user_name,
            new_user_names=new_user_names,
            path=path,
            with_tags=not no_tags,
        )

    carry_out(run_of(ctx), giving, verb="Create", yes=yes, dry_run=dry_run)
