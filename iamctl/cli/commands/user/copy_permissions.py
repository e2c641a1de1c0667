from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.permission_changes import carry_out
from iamctl.cli.run import run_of
from iamctl.errors import UsageError
from iamctl.service.cloning import ALL_KINDS, PermissionChange
from iamctl.service.cloning import copy_permissions as operation
from iamctl.service.service import Change


def copy_permissions(
    ctx: typer.Context,
    source_user_name: Annotated[str, typer.Argument(metavar="FROM", help="the user that has them")],
    target_user_names: Annotated[list[str], typer.Argument(metavar="TO...", help="the users that get them")],
    replace: Annotated[bool, typer.Option("--replace", help="take away what FROM does not have")] = False,
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="KIND,...", help="some of groups, attached, inline, boundary"),
    ] = None,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Give users the permissions that another user has.

    What they have already stays, unless `--replace` makes them equal. What each gains and loses is printed first;
    all of them change together, or none.

    Example: iamctl user copy-permissions alice bob
    Example: iamctl user copy-permissions alice bob --replace --only groups,attached --yes
    """

    def giving(change: Change) -> list[PermissionChange]:
        return change.call(
            operation,
            source_user_name=source_user_name,
            target_user_names=target_user_names,
            replace=replace,
            only=_kinds(only),
        )

    carry_out(run_of(ctx), giving, verb="Change the permissions of", yes=yes, dry_run=dry_run)


def _kinds(only: str | None) -> tuple[str, ...]:
    if only is None:
        return ALL_KINDS
    kinds = tuple(kind.strip() for kind in only.split(","))
    if unknown := [kind for kind in kinds if kind not in ALL_KINDS]:
        raise UsageError(f"--only has {unknown[0]!r}, not one of {', '.join(ALL_KINDS)}.")
    return kinds
