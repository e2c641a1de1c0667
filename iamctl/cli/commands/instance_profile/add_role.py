import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.service.instance_profiles import add_role_to_instance_profile


def add_role(
    ctx: typer.Context,
    instance_profile_name: options.InstanceProfileName,
    role_name: options.RoleName,
    dry_run: options.DryRun = False,
) -> None:
    """Put a role into an instance profile.

    It holds one role; another goes in only when that one is out.

    Example: iamctl instance-profile add-role BatchWorker Deploy
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    service.call(add_role_to_instance_profile, instance_profile_name=instance_profile_name, role_name=role_name)
    run.show_changed(service)
