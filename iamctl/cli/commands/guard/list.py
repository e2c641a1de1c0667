import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of

COLUMNS = (Column("Name", "Name"), Column("Place", "Place"), Column("Says", "Says"))


def list(ctx: typer.Context) -> None:
    """List the account's guards: what must always be true of its permissions.

    They stand in guards.toml in the account's folder, which a person writes: `iamctl edit guards.toml` opens it, once
    it is there. Each [[guard]] has a name and says one thing: `nobody = { except = ["group/Admins"] }` or `only =
    ["role/Billing"]` with an action and, if need be, a resource; `never = "public"`; `no_new_path_to_admin = true`; or
    a decision `case = { principal = …, action = …, expect = … }`.

    Example: iamctl guard list
    Example: iamctl guard list --output json
    """
    from iamctl.service.guards.asking import STANDS_FOR, guards_named
    from iamctl.service.guards.checking import place_of
    from iamctl.service.guards.wording import guard_members

    run = run_of(ctx)
    service = run.service()
    with service.reading(STANDS_FOR) as account:
        guards = [guard_members(guard, place_of(account, number)) for number, guard in guards_named(account, ())]
    empty = f"no guards in account {service.account_id}"
    run.show(Answer({"Guards": guards}, columns=COLUMNS, rows="Guards", name="Name", empty=empty))
