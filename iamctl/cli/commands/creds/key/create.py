import typer

from iamctl.cli import credential_options, options
from iamctl.cli.credential_options import owner_meant
from iamctl.cli.hand_over import HandOver
from iamctl.cli.key_view import show_created
from iamctl.cli.run import run_of
from iamctl.service.access_keys import create_access_key
from iamctl.service.credential_owners import is_root


def create(
    ctx: typer.Context,
    user_name: credential_options.OwnerName = None,
    save_profile: credential_options.SaveProfile = None,
    out: credential_options.Out = None,
    force: credential_options.Overwrite = False,
    dry_run: options.DryRun = False,
) -> None:
    """Create an access key; its secret is shown this once.

    At most two for each user. With `--save-profile` the secret goes into the AWS shared credentials file, with `--out`
    into a file of its own, and then it is not shown. `--output json` is the answer of CreateAccessKey.

    Example: iamctl creds key create bob
    Example: iamctl creds key create bob --out bob.json
    """
    run = run_of(ctx)
    hand_over = HandOver(run, out=out, profile=save_profile, force=force)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        owner = owner_meant(change, user_name, operation="CreateAccessKey")
        if not dry_run:
            hand_over.check(key.access_key_id for key in owner.access_keys)
        created = change.call(create_access_key, user_name=owner.arn)
    if is_root(owner):
        run.warn(credential_options.ROOT_WARNING)
    show_created(run, service, created, hand_over)
