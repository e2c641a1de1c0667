import typer

from iamctl.cli import options
from iamctl.cli.commands.group.columns import COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.members import group_members
from iamctl.service.users import list_groups_for_user


def list_groups(ctx: typer.Context, user_name: options.UserName) -> None:
    """List the groups that a user is in.

    Example: iamctl user list-groups alice
    """
    run = run_of(ctx)
    service = run.service()
    groups = service.call(list_groups_for_user, user_name=user_name)
    run.show(
        Answer(
            {"Groups": [group_members(group) for group in groups]},
            columns=COLUMNS,
            rows="Groups",
            name="GroupName",
            empty=f"user {user_name} is in no group in account {service.account_id}",
        )
    )
