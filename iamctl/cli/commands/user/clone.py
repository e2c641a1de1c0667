from typing import Annotated, Any

import typer

from iamctl.cli import options
from iamctl.cli.permission_changes import carry_out
from iamctl.cli.run import Run, run_of
from iamctl.errors import EntityAlreadyExists
from iamctl.service.cloning import PermissionChange, clone_user
from iamctl.service.service import Change


def clone(
    ctx: typer.Context,
    source_user_name: Annotated[str, typer.Argument(metavar="SOURCE", help="the user that is the pattern")],
    new_user_names: Annotated[list[str], typer.Argument(metavar="NEW...", help="the new users' names")],
    path: Annotated[str | None, typer.Option("--path", metavar="PATH", help="another path than the source's")] = None,
    no_tags: Annotated[bool, typer.Option("--no-tags", help="leave the source's tags out")] = False,
    if_not_exists: options.IfNotExists = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Create users with the same permissions as one that is there; never its credentials.

    Groups, attached and inline policies, boundary, tags and path come along. What each gets is printed first;
    all of them are made in one change, or none.

    Example: iamctl user clone alice dora emil
    Example: iamctl user clone alice dora --path /contractors/ --no-tags --dry-run
    """
    run = run_of(ctx)
    asked = {"source_user_name": source_user_name, "path": path, "with_tags": not no_tags}
    names = _new_ones(run, new_user_names, asked) if if_not_exists else new_user_names

    def giving(change: Change) -> list[PermissionChange]:
        return change.call(
            clone_user,
            source_user_name=source_user_name,
            new_user_names=names,
            path=path,
            with_tags=not no_tags,
        )

    carry_out(run, giving, verb="Create", yes=yes, dry_run=dry_run)


def _new_ones(run: Run, names: list[str], asked: dict[str, Any]) -> list[str]:
    """The names that no user has yet; of the others it is said that they stay as they are."""
    with run.service().lookups() as reading:
        reading.check("CloneUser", new_user_names=names, **asked)
        taken = [name for name in names if reading.account.users.find(name) is not None]
    for name in taken:
        run.note(f"nothing to do: {EntityAlreadyExists('user', name).message}")
    return [name for name in names if name not in taken]
