import typer

from iamctl.cli import further_credential_options, options
from iamctl.cli.run import run_of
from iamctl.service.ssh_public_keys import update_ssh_public_key


def update(
    ctx: typer.Context,
    user_name: further_credential_options.UserName,
    key: further_credential_options.KeyId,
    status: further_credential_options.NewStatus,
    dry_run: options.DryRun = False,
) -> None:
    """Make an SSH public key active or inactive.

    Example: iamctl creds ssh-key update alice APKA00000000000ALICE0 --status Inactive
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    service.call(update_ssh_public_key, user_name=user_name, ssh_public_key_id=key, status=status.value)
    run.show_changed(service)
