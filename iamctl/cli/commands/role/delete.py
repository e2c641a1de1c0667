import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.lookup import the_role
from iamctl.service.roles import delete_role, empty_role, role_blockers
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    role_names: options.RoleNames,
    force: options.Force = False,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete roles.

    A role with policies or in an instance profile is not deleted; `--force` removes them in the same change. Trust
    policies that name a deleted role keep its unique id, so that a new role of its name is not trusted.

    Example: iamctl role delete Deploy --force --yes
    Example: iamctl role delete Retired --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, name: str) -> Loss:
        change.check("DeleteRole", role_name=name)
        role = the_role(change.account, name)
        blockers = tuple(blocker.removal for blocker in role_blockers(change.account, role)) if force else ()
        if blockers:
            change.call(empty_role, role_name=role.role_name)
        change.call(delete_role, role_name=role.role_name)
        return Loss((f"role {role.role_name}",), blockers)

    deletion = each(run, role_names, one, ignore_missing=ignore_missing)
    carry_out(run, deletion, takes_more=force, yes=yes, dry_run=dry_run)
