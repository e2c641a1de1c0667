import typer

from iamctl.cli import credential_options, options
from iamctl.cli.run import run_of
from iamctl.cli.secret_input import line_of_stdin, prompted
from iamctl.model.secret import Secret
from iamctl.service.login_profiles import change_password


def change(
    ctx: typer.Context,
    user_name: credential_options.OwnerName = None,
    stdin: credential_options.Stdin = False,
    dry_run: options.DryRun = False,
) -> None:
    """Change a password by who knows it.

    The old password is asked for first, then the new one twice; with `--stdin` the old one is the first line and the
    new one the second. Whether users may do so the account's password policy says, or a policy of the user's that
    allows iam:ChangePassword. Whoever knows no password hears the same as where there is no such user.

    Example: iamctl creds password change alice --stdin < passwords.txt
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.reading() as account:
        user = account.users.find(user_name) if user_name not in (None, "root") else None
        if user is not None:
            service.caller = user.arn
        elif user_name not in (None, "root", account.settings.arn):
            service.caller = user_name if str(user_name).startswith("arn:") else _arn_of(account.account_id, user_name)
    if stdin:
        old, new = line_of_stdin("the old password"), line_of_stdin("the new password")
    else:
        old = prompted(run, "old password", twice=False, instead="say `--stdin`")
        new = prompted(run, "new password", twice=True, instead="say `--stdin`")
    service.call(change_password, old_password=Secret(old), new_password=Secret(new))
    run.show_changed(service)


def _arn_of(account_id: str, user_name: str | None) -> str:
    """The ARN of a user that is not there: it fails as a wrong password does."""
    return f"arn:aws:iam::{account_id}:user/{user_name}"
