import typer

from iamctl.cli import further_credential_options, options
from iamctl.cli.credential_options import owner_meant
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.credential_owners import spoken
from iamctl.service.service import Change
from iamctl.service.signing_certificates import delete_signing_certificate


def delete(
    ctx: typer.Context,
    owner_name: further_credential_options.Owner,
    certificate: further_credential_options.CertificateId,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Take a signing certificate from a user.

    Example: iamctl creds certificate delete alice ALICESCERTIFICATE00000000
    Example: iamctl creds certificate delete alice NOBODYSCERTIFICATE0000000 --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, certificate_id: str) -> Loss:
        owner = owner_meant(change, owner_name, operation="DeleteSigningCertificate")
        change.call(delete_signing_certificate, certificate_id=certificate_id, user_name=owner.arn)
        return Loss((f"signing certificate {certificate_id} of {spoken(owner)}",))

    carry_out(run, each(run, [certificate], one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)
