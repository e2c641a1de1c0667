import typer

from iamctl.cli import credential_options, options
from iamctl.cli.credential_options import key_meant
from iamctl.cli.run import run_of
from iamctl.model.access_key import ACTIVE, INACTIVE
from iamctl.service.access_keys import update_access_key


def deactivate(ctx: typer.Context, key: credential_options.KeyOrOwner, dry_run: options.DryRun = False) -> None:
    """Accept an access key no longer; it can be activated again.

    Example: iamctl creds key deactivate alice
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        owner, access_key_id = key_meant(change, key, operation="UpdateAccessKey", status=ACTIVE)
        change.call(update_access_key, access_key_id=access_key_id, status=INACTIVE, user_name=owner.arn)
    run.show_changed(service, lines=[access_key_id])
