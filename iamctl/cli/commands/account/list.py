import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.members import account_members

COLUMNS = tuple(Column(member, member) for member in ("AccountId", "AccountAlias", "RootEmail", "CreateDate", "InUse"))


def list(ctx: typer.Context) -> None:
    """List the accounts of the data dir.

    Example: iamctl account list
    """
    run = run_of(ctx)
    accounts = run.accounts()
    ids = accounts.ids()
    in_use = accounts.current() or (ids[0] if len(ids) == 1 else None)
    run.show(
        Answer(
            {
                "Accounts": [
                    account_members(settings) | {"InUse": settings.account_id == in_use} for settings in accounts.list()
                ]
            },
            columns=COLUMNS,
            rows="Accounts",
            name="AccountId",
            empty=f"no accounts in {accounts.data_dir}",
        )
    )
