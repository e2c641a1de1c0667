import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.account_settings import get_account_summary


def summary(ctx: typer.Context) -> None:
    """Count the account's entities and show its quotas.

    Example: iamctl account summary
    Example: iamctl account summary --query SummaryMap.Users
    """
    run = run_of(ctx)
    run.show(Answer({"SummaryMap": run.service().call(get_account_summary)}))
