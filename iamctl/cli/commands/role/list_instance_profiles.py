import typer

from iamctl.cli import options
from iamctl.cli.commands.instance_profile.columns import COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.instance_profiles import list_instance_profiles_for_role
from iamctl.service.members import listed_instance_profile


def list_instance_profiles(ctx: typer.Context, role_name: options.RoleName) -> None:
    """List the instance profiles that a role is in.

    Example: iamctl role list-instance-profiles Deploy
    """
    run = run_of(ctx)
    service = run.service()
    profiles = service.call(list_instance_profiles_for_role, role_name=role_name)
    run.show(
        Answer(
            {"InstanceProfiles": [listed_instance_profile(*profile) for profile in profiles]},
            columns=COLUMNS,
            rows="InstanceProfiles",
            name="InstanceProfileName",
            empty=f"role {role_name} is in no instance profile in account {service.account_id}",
        )
    )
