import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.lookup import the_user
from iamctl.service.service import Change
from iamctl.service.users import delete_user, empty_user, user_blockers


def delete(
    ctx: typer.Context,
    user_names: options.UserNames,
    force: options.Force = False,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete users.

    A user with policies or in groups is not deleted; `--force` removes them in the same change.

    Example: iamctl user delete bob --force --yes
    Example: iamctl user delete nobody --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, name: str) -> Loss:
        change.check("DeleteUser", user_name=name)
        user = the_user(change.account, name)
        blockers = tuple(blocker.removal for blocker in user_blockers(user)) if force else ()
        if blockers:
            change.call(empty_user, user_name=user.user_name)
        change.call(delete_user, user_name=user.user_name)
        return Loss((f"user {user.user_name}",), blockers)

    deletion = each(run, user_names, one, ignore_missing=ignore_missing)
    carry_out(run, deletion, takes_more=force, yes=yes, dry_run=dry_run)
