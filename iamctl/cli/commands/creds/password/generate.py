from pathlib import Path

import typer

from iamctl.cli import credential_options, options
from iamctl.cli.credential_options import ROOT_WARNING, owner_meant
from iamctl.cli.hand_over import check_new_file, write_secret_file
from iamctl.cli.output.answer import Answer
from iamctl.cli.password_view import profile_answer
from iamctl.cli.run import run_of
from iamctl.errors import StorageFailure
from iamctl.model.secret import Secret
from iamctl.service.credential_owners import is_root, spoken
from iamctl.service.login_profiles import create_login_profile, update_login_profile
from iamctl.service.password_rules import generated, policy_of


def generate(
    ctx: typer.Context,
    user_name: credential_options.OwnerName = None,
    reset_required: credential_options.ResetRequired = None,
    out: credential_options.Out = None,
    force: credential_options.Overwrite = False,
    dry_run: options.DryRun = False,
) -> None:
    """Set a console password by lot; it is shown this once.

    It has 20 characters of every kind, or as many as the password policy wants. With `--out` it goes into a file of
    its own, and then it is not shown.

    Example: iamctl creds password generate alice --reset-required
    Example: iamctl creds password generate bob --out bob-password.txt
    """
    run = run_of(ctx)
    file = Path(out) if out is not None else None
    if file is not None and not dry_run:
        check_new_file(file, force=force)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        account = change.account
        owner = owner_meant(change, user_name, operation="UpdateLoginProfile")
        password = Secret(generated(account.entropy, policy_of(owner, account.settings)))
        if owner.login_profile is None:
            required = bool(reset_required)
            profile = change.call(
                create_login_profile, user_name=owner.arn, password=password, password_reset_required=required
            )
        else:
            profile = change.call(
                update_login_profile, user_name=owner.arn, password=password, password_reset_required=reset_required
            )
    if is_root(owner):
        run.warn(ROOT_WARNING)
    answer = profile_answer(profile, owner)
    if dry_run:
        run.show_changed(service)
    elif file is not None:
        write_secret_file(run, file, f"{password.reveal()}\n", what=f"the password of {spoken(owner)}", force=force)
        run.show_changed(service, answer)
    else:
        told = Answer(answer.members | {"Password": password.reveal()}, name="Password")
        try:
            run.show_changed(service, told, lines=[password.reveal()])
        except (StorageFailure, SystemExit) as error:  # a reader that has gone is the latter
            why = error.message if isinstance(error, StorageFailure) else "The reader of stdout has gone."
            raise StorageFailure(
                f"The password of {spoken(owner)} was set, and nobody has seen it: {why}",
                hint=f"set another with `iamctl creds password generate {spoken(owner)}`",
            ) from None
        run.note("keep the password now: it is not shown again")
