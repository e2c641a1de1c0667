import typer

from iamctl.cli import further_credential_options, options
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.service import Change
from iamctl.service.ssh_public_keys import delete_ssh_public_key


def delete(
    ctx: typer.Context,
    user_name: further_credential_options.UserName,
    key: further_credential_options.KeyId,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Take an SSH public key from a user.

    Example: iamctl creds ssh-key delete alice APKA00000000000ALICE0
    Example: iamctl creds ssh-key delete alice APKA000000000NOTTHERE --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, key_id: str) -> Loss:
        change.call(delete_ssh_public_key, user_name=user_name, ssh_public_key_id=key_id)
        return Loss((f"SSH public key {key_id} of {user_name}",))

    carry_out(run, each(run, [key], one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)
