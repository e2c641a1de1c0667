from builtins import list as list_of
from typing import Any

import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.errors import IamctlError
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
    found: list_of[dict[str, Any]] = []
    try:
        for settings in accounts.all():
            found.append(account_members(settings) | {"InUse": settings.account_id == in_use})
    except IamctlError:  # it comes after the accounts that can be read
        if found:
            run.show(_answer(found))
        raise
    run.show(_answer(found, empty=f"no accounts in {accounts.data_dir}"))


def _answer(accounts: list_of[dict[str, Any]], *, empty: str = "") -> Answer:
    return Answer({"Accounts": accounts}, columns=COLUMNS, rows="Accounts", name="AccountId", empty=empty)
