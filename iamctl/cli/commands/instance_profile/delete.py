import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.instance_profiles import (
    delete_instance_profile,
    empty_instance_profile,
    instance_profile_blockers,
)
from iamctl.service.lookup import the_instance_profile
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    instance_profile_names: options.InstanceProfileNames,
    force: options.Force = False,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete instance profiles.

    One with a role in it is not deleted; `--force` takes the role out in the same change. The role itself stays.

    Example: iamctl instance-profile delete WebServer --force --yes
    Example: iamctl instance-profile delete Retired --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, name: str) -> Loss:
        change.check("DeleteInstanceProfile", instance_profile_name=name)
        profile = the_instance_profile(change.account, name)
        found = profile.instance_profile_name
        blockers = tuple(blocker.removal for blocker in instance_profile_blockers(profile)) if force else ()
        if blockers:
            change.call(empty_instance_profile, instance_profile_name=found)
        change.call(delete_instance_profile, instance_profile_name=found)
        return Loss((f"instance profile {found}",), blockers)

    deletion = each(run, instance_profile_names, one, ignore_missing=ignore_missing)
    carry_out(run, deletion, takes_more=force, yes=yes, dry_run=dry_run)
