import typer

from iamctl.cli import credential_options, options
from iamctl.cli.credential_options import owner_meant
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.credential_owners import spoken
from iamctl.service.login_profiles import delete_login_profile
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    user_name: credential_options.OwnerName = None,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete a user's console password; its access keys stay.

    Example: iamctl creds password delete bob
    Example: iamctl creds password delete alice --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, word: str) -> Loss:
        owner = owner_meant(change, word or None, operation="DeleteLoginProfile")
        change.call(delete_login_profile, user_name=owner.arn)
        return Loss((f"password of {spoken(owner)}",))

    carry_out(run, each(run, [user_name or ""], one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)
