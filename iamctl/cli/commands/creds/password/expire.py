import typer

from iamctl.cli import credential_options, options
from iamctl.cli.credential_options import owner_meant
from iamctl.cli.password_view import profile_answer
from iamctl.cli.run import run_of
from iamctl.service.login_profiles import update_login_profile


def expire(ctx: typer.Context, user_name: credential_options.OwnerName = None, dry_run: options.DryRun = False) -> None:
    """Have a user choose another password at the next sign-in.

    Example: iamctl creds password expire bob
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        owner = owner_meant(change, user_name, operation="UpdateLoginProfile")
        profile = change.call(update_login_profile, user_name=owner.arn, password_reset_required=True)
    run.show_changed(service, profile_answer(profile, owner))
