from typing import Annotated

import typer

from iamctl.cli.revisions import show_files
from iamctl.cli.run import run_of


def diff(
    ctx: typer.Context,
    older: Annotated[int, typer.Argument(metavar="REVISION", min=0, help="a revision's number; 0 is before the first")],
    newer: Annotated[
        int | None,
        typer.Argument(metavar="REVISION", min=0, help="another's; without it, the newest", show_default=False),
    ] = None,
) -> None:
    """Show how the account's files differ between two revisions.

    Example: iamctl history diff 1 2
    Example: iamctl history diff 0 --output json
    """
    from iamctl.service.past import changes_between, check_number, looking_back

    run = run_of(ctx)
    with looking_back(run.service()) as history:
        to = history.head() if newer is None else newer
        for number in (older, to):
            check_number(history, number)
        changes = changes_between(history, older, to)
    if not changes:
        run.note(f"no file differs between revisions {older} and {to}")
    else:
        show_files(run, {"From": older, "To": to}, changes)
