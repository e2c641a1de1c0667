import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.groups import delete_group, empty_group, group_blockers
from iamctl.service.lookup import the_group
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    group_names: options.GroupNames,
    force: options.Force = False,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete groups.

    A group with members or policies is not deleted; `--force` removes them in the same change. The members
    themselves stay.

    Example: iamctl group delete Auditors
    Example: iamctl group delete Developers --force --yes
    """
    run = run_of(ctx)

    def one(change: Change, name: str) -> Loss:
        change.check("DeleteGroup", group_name=name)
        group = the_group(change.account, name)
        blockers = tuple(blocker.removal for blocker in group_blockers(change.account, group)) if force else ()
        if blockers:
            change.call(empty_group, group_name=group.group_name)
        change.call(delete_group, group_name=group.group_name)
        return Loss((f"group {group.group_name}",), blockers)

    deletion = each(run, group_names, one, ignore_missing=ignore_missing)
    carry_out(run, deletion, takes_more=force, yes=yes, dry_run=dry_run)
