from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.creation import there_is_fine
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.instance_profiles import create_instance_profile, get_instance_profile
from iamctl.service.members import instance_profile_members


def create(
    ctx: typer.Context,
    instance_profile_names: Annotated[
        list[str], typer.Argument(metavar="INSTANCE_PROFILE...", help="the new instance profiles' names")
    ],
    path: options.Path = "/",
    tag: options.Tags = None,
    if_not_exists: options.IfNotExists = False,
    dry_run: options.DryRun = False,
) -> None:
    """Create instance profiles without a role.

    Example: iamctl instance-profile create Batch --path /batch/ --tag team=core
    """
    run = run_of(ctx)
    tags = options.parse_tags(tag)
    service = run.service(dry_run=dry_run)
    made = []
    with service.change() as change:
        for name in instance_profile_names:
            with there_is_fine(run, if_not_exists, change, "GetInstanceProfile", instance_profile_name=name):
                change.call(create_instance_profile, instance_profile_name=name, path=path, tags=tags)
            made.append(get_instance_profile(change.account, instance_profile_name=name))
    members = [instance_profile_members(*profile) for profile in made]
    if len(members) == 1:
        answer = Answer({"InstanceProfile": members[0]}, name="InstanceProfileName")
    else:
        answer = Answer({"InstanceProfiles": members}, rows="InstanceProfiles", name="InstanceProfileName")
    run.show_changed(service, answer, lines=[profile.instance_profile.arn for profile in made])
