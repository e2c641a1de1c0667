from typing import Annotated, Any

import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.errors import CheckFailed

UNDECIDED = 7
_MOST = 3


def check(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="GUARD...", help="guards' names; without one, all of them", show_default=False),
    ] = None,
) -> None:
    """Prove each guard of the account, or show who gets through, with a request.

    Exit status 0 if all of them hold, 1 if one is broken, 7 if one is undecided. A new path to admin is one that was
    not there when guards.toml was last changed.

    Example: iamctl guard check
    Example: iamctl guard check "the account stays open" --output json
    """
    from iamctl.service.guards.asking import checked_guards
    from iamctl.service.guards.wording import checked_members

    run = run_of(ctx)
    service = run.service()
    found = checked_guards(service, names or ())
    members = [checked_members(each) for each in found]
    empty = f"no guards in account {service.account_id}"
    run.show(Answer({"Guards": members}, columns=COLUMNS, rows="Guards", name="Name", empty=empty))
    results = [each.result for each in found]
    if broken := results.count("BROKEN"):
        raise CheckFailed(f"{broken} of {len(results)} guards are broken.")
    if "UNDECIDED" in results:
        raise typer.Exit(UNDECIDED)


def _breaches(row: Any) -> str:
    said = [each["Says"] for each in row["Breaches"]]
    return "; ".join(said if len(said) <= _MOST else [*said[:_MOST], f"and {len(said) - _MOST} more"])


COLUMNS = (Column("Result", "Result"), Column("Guard", "Name"), Column("Place", "Place"), Column("Breaches", _breaches))
