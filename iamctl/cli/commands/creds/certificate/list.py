import typer

from iamctl.cli import further_credential_options
from iamctl.cli.credential_options import owner_meant
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.credential_owners import spoken
from iamctl.service.further_credential_members import certificate_members
from iamctl.service.signing_certificates import list_signing_certificates

COLUMNS = tuple(Column(member, member) for member in ("CertificateId", "Status", "UploadDate"))


def list(ctx: typer.Context, owner_name: further_credential_options.Owner) -> None:
    """List a user's signing certificates.

    Example: iamctl creds certificate list alice
    Example: iamctl creds certificate list root --output json
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        owner = owner_meant(reading, owner_name, operation="ListSigningCertificates")
        listed = reading.call(list_signing_certificates, user_name=owner.arn)
    rows = [certificate_members(certificate, owner) for certificate in listed]
    empty = f"{spoken(owner)} has no signing certificates"
    run.show(Answer({"Certificates": rows}, columns=COLUMNS, rows="Certificates", name="CertificateId", empty=empty))
