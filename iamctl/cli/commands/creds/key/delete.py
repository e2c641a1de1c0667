import typer

from iamctl.cli import credential_options, options
from iamctl.cli.credential_options import key_meant
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.access_keys import delete_access_key
from iamctl.service.credential_owners import spoken
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    key: credential_options.KeyOrOwner,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete an access key with its secret; no undo brings the secret back.

    Example: iamctl creds key delete alice
    Example: iamctl creds key delete AKIA00000000NOTTHERE --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, word: str) -> Loss:
        owner, access_key_id = key_meant(change, word, operation="DeleteAccessKey")
        change.call(delete_access_key, access_key_id=access_key_id, user_name=owner.arn)
        return Loss((f"access key {access_key_id} of {spoken(owner)}",))

    carry_out(run, each(run, [key], one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)
