import typer

from iamctl.cli import credential_options, further_credential_options, options
from iamctl.cli.run import run_of
from iamctl.cli.service_credential_view import SecretPlace
from iamctl.service.service_specific_credentials import reset_service_specific_credential


def reset(
    ctx: typer.Context,
    user_name: further_credential_options.UserName,
    credential: further_credential_options.CredentialId,
    out: credential_options.Out = None,
    force: credential_options.Overwrite = False,
    dry_run: options.DryRun = False,
) -> None:
    """Give a service-specific credential another secret; it is shown this once.

    The old one is worth nothing from then on. Dates and status stay.

    Example: iamctl creds service-specific reset alice ACCA00000000000ALICE0
    """
    run = run_of(ctx)
    place = SecretPlace(run, out=out, force=force)
    service = run.service(dry_run=dry_run)
    with place.kept_if_it_fails(), service.change() as change:
        created = change.call(
            reset_service_specific_credential, service_specific_credential_id=credential, user_name=user_name
        )
        place.take(created, dry_run=dry_run)
    place.show(service, created)
