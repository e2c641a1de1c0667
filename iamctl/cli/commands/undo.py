from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, carry_out
from iamctl.cli.output.answer import Answer
from iamctl.cli.output.difference import operation_line
from iamctl.cli.revisions import listed_revision
from iamctl.cli.run import run_of
from iamctl.service.service import Change


def undo(
    ctx: typer.Context,
    revision: Annotated[
        int | None,
        typer.Argument(metavar="REVISION", min=1, help="its number; without it, the newest", show_default=False),
    ] = None,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Take a revision back: a new revision puts its files to where they were.

    It is refused while later changes stand on it, each of which is named, and when the account would not hold
    together afterwards. Edits by hand are taken back too. An undo is a revision itself: `iamctl undo` once more
    takes the undo back; to go further back, name the revisions, newest first.

    Example: iamctl undo --yes
    Example: iamctl undo 2 --dry-run
    """
    from iamctl.service.undo import Undone
    from iamctl.service.undo import undo as take_back

    run = run_of(ctx)
    done: list[Undone] = []

    def deletion(change: Change) -> Loss:
        number = done[-1].revision.number if done else revision  # what was asked about is what is done
        done.append(take_back(change, run.service(), number=number))
        return Loss(done[-1].gone)

    service = carry_out(
        run, deletion, yes=yes, dry_run=dry_run, takes_more=True, verb="Take back the revision, so that these go:"
    )
    for what in done[-1].lost if service is not None else ():
        run.note(f"{what} does not come back: its secret is gone")
    if service is None:
        return
    taken = done[-1].revision
    if service.revision is None:
        if not dry_run:
            run.note(f"nothing of revision {taken.number} can be taken back")
        return
    what = "; ".join(operation_line(call.name, call.parameters) for call in taken.operations[:3])
    more = f" and {len(taken.operations) - 3} more" if len(taken.operations) > 3 else ""
    line = f"revision {service.revision.number} takes back revision {taken.number}: {what}{more}"
    answer = Answer({"Revision": listed_revision(service.revision), "Undone": listed_revision(taken)})
    run.show_made(answer, lines=[line])
