from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import CheckFailed

UNDECIDED = 7


def explain(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="GUARD", help="a guard's name")],
) -> None:
    """Show what a guard says, whom it does not mean, and everybody who gets through.

    Exit status as of `iamctl guard check`.

    Example: iamctl guard explain "the account stays open"
    """
    from iamctl.cli.output.branches import Branch, show_branches
    from iamctl.service.guards.asking import STANDS_FOR, checked_guards, guards_named
    from iamctl.service.guards.checking import place_of
    from iamctl.service.guards.exceptions import excepted_identities
    from iamctl.service.guards.wording import checked_members, guard_members

    run = run_of(ctx)
    service = run.service()
    with service.reading(STANDS_FOR) as account:
        ((number, guard),) = guards_named(account, [name])
        members = guard_members(guard, place_of(account, number))
        excepted = excepted_identities(account, guard)
    (checked,) = checked_guards(service, [name])
    members |= {"ExceptedNow": excepted} | checked_members(checked)
    if run.output.format == "table" and run.output.query is None:
        roots = [Branch(f"{members['Place']}: {members['Name']}", [Branch(members["Says"])], "bold")]
        if excepted:
            roots.append(Branch("not meant now", [Branch(arn) for arn in excepted]))
        style = {"HOLDS": "green", "BROKEN": "red"}.get(checked.result, "yellow")
        breaches = [Branch(each["Says"]) for each in members["Breaches"]]
        roots.append(Branch(checked.result, breaches, style))
        show_branches(roots, run.output)
    else:
        run.show(Answer({"Guard": members}, name="Name"))
    if checked.result == "BROKEN":
        raise CheckFailed(f"The guard {name} is broken.")
    if checked.result == "UNDECIDED":
        raise typer.Exit(UNDECIDED)
