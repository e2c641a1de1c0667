import typer

from iamctl.cli import further_credential_options, options
from iamctl.cli.credential_options import owner_meant
from iamctl.cli.run import run_of
from iamctl.service.signing_certificates import update_signing_certificate


def update(
    ctx: typer.Context,
    owner_name: further_credential_options.Owner,
    certificate: further_credential_options.CertificateId,
    status: further_credential_options.NewStatus,
    dry_run: options.DryRun = False,
) -> None:
    """Make a signing certificate active or inactive.

    Example: iamctl creds certificate update alice ALICESCERTIFICATE00000000 --status Inactive
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        owner = owner_meant(change, owner_name, operation="UpdateSigningCertificate")
        change.call(update_signing_certificate, certificate_id=certificate, status=status.value, user_name=owner.arn)
    run.show_changed(service)
