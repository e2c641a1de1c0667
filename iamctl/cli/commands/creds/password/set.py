import typer

from iamctl.cli import credential_options, options
from iamctl.cli.credential_options import ROOT_WARNING, owner_meant
from iamctl.cli.password_view import profile_answer
from iamctl.cli.run import run_of
from iamctl.cli.secret_input import line_of_stdin, prompted
from iamctl.model.secret import Secret
from iamctl.service.credential_owners import is_root, spoken, the_owner
from iamctl.service.login_profiles import create_login_profile, update_login_profile


def set(
    ctx: typer.Context,
    user_name: credential_options.OwnerName = None,
    stdin: credential_options.Stdin = False,
    reset_required: credential_options.ResetRequired = None,
    dry_run: options.DryRun = False,
) -> None:
    """Set a user's console password, the first or another.

    It is typed unseen or comes by stdin, and has to be as the account's password policy wants it. No argument or option
    takes it: others on the machine see those.

    Example: iamctl creds password set alice --stdin --reset-required < password.txt
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.lookups() as reading:
        owner = owner_meant(reading, user_name, operation="UpdateLoginProfile")
    what = f"password of {spoken(owner)}"
    text = line_of_stdin(f"the {what}") if stdin else prompted(run, what, twice=True, instead="say `--stdin`")
    if is_root(owner):
        run.warn(ROOT_WARNING)
    with service.change() as change:
        owner = the_owner(change.account, owner.arn)
        if owner.login_profile is None:
            profile = change.call(
                create_login_profile,
                user_name=owner.arn,
                password=Secret(text),
                password_reset_required=bool(reset_required),
            )
        else:
            profile = change.call(
                update_login_profile,
                user_name=owner.arn,
                password=Secret(text),
                password_reset_required=reset_required,
            )
    run.show_changed(service, profile_answer(profile, owner))
