import typer

from iamctl.cli import further_credential_options, options
from iamctl.cli.run import run_of
from iamctl.service.service_specific_credentials import update_service_specific_credential


def update(
    ctx: typer.Context,
    user_name: further_credential_options.UserName,
    credential: further_credential_options.CredentialId,
    status: further_credential_options.NewStatus,
    dry_run: options.DryRun = False,
) -> None:
    """Make a service-specific credential active or inactive.

    Example: iamctl creds service-specific update alice ACCA00000000000ALICE0 --status Inactive
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    service.call(
        update_service_specific_credential,
        service_specific_credential_id=credential,
        status=status.value,
        user_name=user_name,
    )
    run.show_changed(service)
