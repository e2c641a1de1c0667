from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.cli.vault_view import check_holder, status_members


def rekey(
    ctx: typer.Context,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="keyring|passphrase|file", help="who has the new key; without it, who has it now"),
    ] = None,
    dry_run: options.DryRun = False,
) -> None:
    """Seal every secret anew under a new data key.

    It happens as one step: a command that is killed on the way leaves the vault as it was, or done. With `--to` the
    key goes elsewhere: into the keyring of the operating system, under a passphrase, or into a file beside the config
    file that only its owner can read. `--passphrase-stdin` reads the present passphrase, then the new one, a line each.

    Example: iamctl vault rekey --to file --dry-run
    """
    run = run_of(ctx)
    check_holder(to, "--to")
    service = run.service()
    if dry_run:
        found = service.vault_status()
        run.note(f"a dry run: {found.secrets if found else 0} secrets would be sealed anew")
        return
    found = service.rekey(to)
    run.show_made(
        Answer({"Vault": status_members(found)}),
        lines=[f"{found.secrets} sealed anew under {found.key}: {found.place}"],
    )
