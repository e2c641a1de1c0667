import typer

from iamctl.cli import options
from iamctl.cli.commands.instance_profile.columns import COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.instance_profiles import list_instance_profiles
from iamctl.service.members import listed_instance_profile


def list(ctx: typer.Context, path_prefix: options.PathPrefix = "/") -> None:
    """List the instance profiles whose path begins with a prefix.

    Example: iamctl instance-profile list
    Example: iamctl instance-profile list --path-prefix /batch/ --output name
    """
    run = run_of(ctx)
    service = run.service()
    profiles = service.call(list_instance_profiles, path_prefix=path_prefix)
    run.show(
        Answer(
            {"InstanceProfiles": [listed_instance_profile(*profile) for profile in profiles]},
            columns=COLUMNS,
            rows="InstanceProfiles",
            name="InstanceProfileName",
            empty=f"no instance profiles{options.under_path(path_prefix)} in account {service.account_id}",
        )
    )
