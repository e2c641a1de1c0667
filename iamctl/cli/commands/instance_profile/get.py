import typer

from iamctl.cli import options
from iamctl.cli.commands.instance_profile.columns import COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.instance_profiles import get_instance_profile
from iamctl.service.members import instance_profile_members


def get(
    ctx: typer.Context,
    instance_profile_names: options.InstanceProfileNames,
) -> None:
    """Show instance profiles with the role in each.

    Example: iamctl instance-profile get WebServer
    Example: iamctl instance-profile get WebServer --query "InstanceProfile.Roles[].RoleName"
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        found = [reading.call(get_instance_profile, instance_profile_name=name) for name in instance_profile_names]
    members = [instance_profile_members(*profile) for profile in found]
    if len(members) > 1:
        run.show(
            Answer({"InstanceProfiles": members}, columns=COLUMNS, rows="InstanceProfiles", name="InstanceProfileName")
        )
        return
    [profile] = members
    if run.output.format in ("table", "tsv") and run.output.query is None:
        # For eyes the role's name says more than a whole role within the instance profile.
        profile |= {"Roles": [role["RoleName"] for role in profile["Roles"]]}
    run.show(Answer({"InstanceProfile": profile}, name="InstanceProfileName"))
