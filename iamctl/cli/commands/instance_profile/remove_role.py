import typer

from iamctl.cli import options
from iamctl.cli.deletion import missing_is_fine
from iamctl.cli.run import run_of
from iamctl.service.instance_profiles import remove_role_from_instance_profile


def remove_role(
    ctx: typer.Context,
    instance_profile_name: options.InstanceProfileName,
    role_name: options.RoleName,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
) -> None:
    """Take a role out of an instance profile.

    Example: iamctl instance-profile remove-role WebServer Deploy --ignore-missing
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change, missing_is_fine(run, ignore_missing):
        change.call(remove_role_from_instance_profile, instance_profile_name=instance_profile_name, role_name=role_name)
    run.show_changed(service)
