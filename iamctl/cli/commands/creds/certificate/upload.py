from typing import Annotated

import typer

from iamctl.cli import further_credential_options, options
from iamctl.cli.credential_options import owner_meant
from iamctl.cli.input import LARGEST_DOCUMENT, read_file
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.further_credential_members import certificate_members
from iamctl.service.signing_certificates import upload_signing_certificate


def upload(
    ctx: typer.Context,
    owner_name: further_credential_options.Owner,
    file: Annotated[str, typer.Argument(metavar="FILE", help="the certificate, X.509 in PEM; - for stdin")],
    dry_run: options.DryRun = False,
) -> None:
    """Give a user a signing certificate.

    At most two for each user. The private key stays with who made it.

    Example: iamctl creds certificate upload bob certificate.pem
    """
    run = run_of(ctx)
    body, _ = read_file(file, largest=LARGEST_DOCUMENT)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        owner = owner_meant(change, owner_name, operation="UploadSigningCertificate")
        certificate = change.call(upload_signing_certificate, certificate_body=body, user_name=owner.arn)
    answer = Answer({"Certificate": certificate_members(certificate, owner)}, name="CertificateId")
    run.show_changed(service, answer, lines=[certificate.certificate_id])
