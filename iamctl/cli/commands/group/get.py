import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.groups import get_group
from iamctl.service.members import group_members, listed_user


def get(ctx: typer.Context, group_name: options.GroupName) -> None:
    """Show a group and its members.

    Example: iamctl group get Developers
    Example: iamctl group get Developers --query "Users[].UserName"
    """
    run = run_of(ctx)
    found = run.service().call(get_group, group_name=group_name)
    group = group_members(found.group)
    if run.output.format in ("table", "tsv", "name") and run.output.query is None:
        # For eyes the members' names beside the group's own members say more than a table within a table.
        group |= {"Users": [user.user_name for user in found.users]}
        run.show(Answer({"Group": group}, name="GroupName"))
    else:
        users = [listed_user(user) for user in found.users]
        run.show(Answer({"Group": group, "Users": users}))
