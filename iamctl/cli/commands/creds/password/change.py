import typer

from iamctl.cli import credential_options, options
from iamctl.cli.run import run_of
from iamctl.cli.secret_input import line_of_stdin, prompted
from iamctl.errors import AccessDenied
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
    if user_name is not None and (service.acting_as is not None or service.presented is not None):
        raise AccessDenied(
            "With --as or credentials it is the caller's own password that is changed.", hint="leave USER out"
        )
    if user_name is not None and user_name != "root":
        with service.lookups() as reading:  # nothing of what is found here is told
            user = reading.account.users.find(user_name)
            service.caller = user.arn if user is not None else _arn_of(service.account_id, user_name)
    if stdin:
        old, new = line_of_stdin("the old password"), line_of_stdin("the new password")
    else:
        old = prompted(run, "old password", twice=False, instead="say `--stdin`")
        new = prompted(run, "new password", twice=True, instead="say `--stdin`")
    service.call(change_password, old_password=Secret(old), new_password=Secret(new))
    run.show_changed(service)


def _arn_of(account_id: str, word: str) -> str:
    """The ARN that the word is, else one of nobody: that fails as a wrong password does."""
    return word if word.startswith("arn:") else f"arn:aws:iam::{account_id}:user/{word}"
