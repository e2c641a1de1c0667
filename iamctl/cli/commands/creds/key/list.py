import typer

from iamctl.cli import credential_options
from iamctl.cli.credential_options import owner_meant
from iamctl.cli.key_view import COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.access_keys import list_access_keys
from iamctl.service.credential_members import key_members
from iamctl.service.credential_owners import spoken


def list(ctx: typer.Context, user_name: credential_options.OwnerName = None) -> None:
    """List a user's access keys, without their secrets.

    Example: iamctl creds key list alice
    Example: iamctl creds key list root --output json
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        owner = owner_meant(reading, user_name, operation="ListAccessKeys")
        rows = [key_members(key, owner) for key in reading.call(list_access_keys, user_name=owner.arn)]
    run.show(
        Answer(
            {"AccessKeyMetadata": rows},
            columns=COLUMNS,
            rows="AccessKeyMetadata",
            name="AccessKeyId",
            empty=f"{spoken(owner)} has no access keys",
        )
    )
