from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli.revisions import show_files
from iamctl.cli.run import Run, run_of

if TYPE_CHECKING:
    from iamctl.service.service import Service
    from iamctl.store.protocol import History


def diff(
    ctx: typer.Context,
    older: Annotated[int, typer.Argument(metavar="REVISION", min=0, help="a revision's number; 0 is before the first")],
    newer: Annotated[
        int | None,
        typer.Argument(metavar="REVISION", min=0, help="another's; without it, the newest", show_default=False),
    ] = None,
    permissions: Annotated[
        bool, typer.Option("--permissions", help="show who gained and lost which permissions, not the files")
    ] = False,
) -> None:
    """Show how the account's files differ between two revisions.

    With `--permissions` everybody of the account is compared at the two revisions, with a request that proves each
    gain and each loss, as `iamctl compare` does; the exit status is 0 all the same.

    Example: iamctl history diff 1 2
    Example: iamctl history diff 0 --output json
    Example: iamctl history diff 1 2 --permissions
    """
    from iamctl.service.past import changes_between, check_number, looking_back

    run = run_of(ctx)
    service = run.service()
    with looking_back(service) as history:
        to = history.head() if newer is None else newer
        for number in (older, to):
            check_number(history, number)
        if permissions:
            _show_permissions(run, service, history, older, to)
            return
        changes = changes_between(history, older, to)
    if not changes:
        run.note(f"no file differs between revisions {older} and {to}")
    else:
        show_files(run, {"From": older, "To": to}, changes)


def _show_permissions(run: Run, service: "Service", history: "History", older: int, newer: int) -> None:
    from iamctl.cli.comparison_view import comparison_tree
    from iamctl.cli.output.answer import Answer
    from iamctl.cli.output.branches import show_branches
    from iamctl.service.comparing.wording import comparison_members
    from iamctl.service.permission_changes.past import permissions_between

    comparison, catalog = permissions_between(service, history, older, newer)
    members = comparison_members(comparison, catalog)
    if run.output.format == "table" and run.output.query is None:
        show_branches(comparison_tree(members), run.output)
    else:
        run.show(Answer(members, name="Relation"))
    for remark in members["Remarks"]:
        run.warn(remark)
