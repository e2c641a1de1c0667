import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.revisions import Limit, listed_revision, of_whom, what_was_done
from iamctl.cli.run import run_of

COLUMNS = (
    Column("Number", "Number"),
    Column("Time", "Time"),
    Column("Caller", of_whom),
    Column("Operations", what_was_done),
    Column("Files", "Files"),
)


def list(ctx: typer.Context, limit: Limit = None) -> None:
    """List the account's revisions, newest first.

    A revision is one change, whole: who made it, when, by which operations, and how many files it touched.
    Edits by hand are revisions too.

    Example: iamctl history list
    Example: iamctl history list --limit 3 --output json
    """
    from itertools import islice

    from iamctl.service.past import looking_back

    run = run_of(ctx)
    service = run.service()
    with looking_back(service) as history:
        revisions = [listed_revision(each) for each in islice(history.revisions(newest_first=True), limit)]
    run.show(
        Answer(
            {"Revisions": revisions},
            columns=COLUMNS,
            rows="Revisions",
            name="Number",
            empty=f"no revisions in account {service.account_id}",
        )
    )
