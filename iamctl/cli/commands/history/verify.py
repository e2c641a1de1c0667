import typer

from iamctl.cli.findings import answer_of
from iamctl.cli.run import run_of
from iamctl.errors import CheckFailed


def verify(ctx: typer.Context) -> None:
    """Check that the chain of revisions is whole and that every file is what it says.

    Each revision carries the hash of the one before it, so that nothing can be taken out or put in unnoticed.
    Exit status 1 when something is wrong, with what it is.

    Example: iamctl history verify
    Example: iamctl history verify --output json
    """
    from iamctl.service.past import looking_back

    run = run_of(ctx)
    service = run.service()
    found = service.verify()
    if found:
        run.show(answer_of(found))
        raise CheckFailed(f"The history has {len(found)} findings.")
    with looking_back(service) as history:
        head = history.head()
    line = f"{head} revision{'s' if head != 1 else ''}, chain whole"
    run.show_made(answer_of(found, Revisions=head, empty=line), lines=[line])
