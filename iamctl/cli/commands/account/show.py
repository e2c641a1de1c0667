import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.members import account_members


def show(ctx: typer.Context, account: options.Account = None) -> None:
    """Show an account: id, alias, root user, where its files are.

    Example: iamctl account show
    Example: iamctl account show acme --output json
    """
    run = run_of(ctx)
    service = run.service(account=account)
    with service.reading("ListAccountAliases") as found:
        members = account_members(found.settings)
    members["Folder"] = str(run.folder(service.account_id))
    run.show(Answer({"Account": members}, name="AccountId"))
