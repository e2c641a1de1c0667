import typer

from iamctl.cli import further_credential_options, options
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.service import Change
from iamctl.service.service_specific_credentials import delete_service_specific_credential


def delete(
    ctx: typer.Context,
    user_name: further_credential_options.UserName,
    credential: further_credential_options.CredentialId,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete a service-specific credential with its secret, which no undo brings back.

    Example: iamctl creds service-specific delete alice ACCA00000000000ALICE0
    Example: iamctl creds service-specific delete alice ACCA000000000NOTTHERE --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, credential_id: str) -> Loss:
        gone = change.call(
            delete_service_specific_credential, service_specific_credential_id=credential_id, user_name=user_name
        )
        return Loss((f"credential {credential_id} of {user_name} for {gone.service_name}",))

    carry_out(run, each(run, [credential], one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)
