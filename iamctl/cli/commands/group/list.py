import typer

from iamctl.cli import options
from iamctl.cli.commands.group.columns import COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.groups import list_groups
from iamctl.service.members import group_members


def list(ctx: typer.Context, path_prefix: options.PathPrefix = "/") -> None:
    """List the groups whose path begins with a prefix.

    Example: iamctl group list
    """
    run = run_of(ctx)
    service = run.service()
    groups = service.call(list_groups, path_prefix=path_prefix)
    run.show(
        Answer(
            {"Groups": [group_members(group) for group in groups]},
            columns=COLUMNS,
            rows="Groups",
            name="GroupName",
            empty=f"no groups{options.under_path(path_prefix)} in account {service.account_id}",
        )
    )
