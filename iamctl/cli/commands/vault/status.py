import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.cli.vault_view import status_members
from iamctl.errors import CheckFailed


def status(ctx: typer.Context) -> None:
    """Show the vault: who has its data key, how many secrets it holds, and whether each of them opens.

    Exit status 1 when a secret does not open. A vault under a passphrase is looked at without asking for it: then
    only the places of its secrets are checked.

    Example: iamctl vault status
    """
    run = run_of(ctx)
    found = run.service().vault_status()
    if found is None:
        run.note("the account has no vault yet: the first secret makes it")
    run.show(Answer({"Vault": status_members(found)}))
    if found is not None and found.problems:
        raise CheckFailed(f"The vault has {len(found.problems)} problems.")
