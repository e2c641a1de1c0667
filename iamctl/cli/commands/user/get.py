import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.members import user_members
from iamctl.service.users import get_user

COLUMNS = (
    *(Column(member, member) for member in ("UserName", "Path", "UserId", "CreateDate")),
    Column("PermissionsBoundary", "PermissionsBoundary.PermissionsBoundaryArn"),
    Column("Tags", "Tags"),
)


def get(ctx: typer.Context, user_names: options.UserNames) -> None:
    """Show users.

    Example: iamctl user get alice
    Example: iamctl user get alice bob --output json
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        users = [reading.call(get_user, user_name=name) for name in user_names]
    if len(users) == 1:
        run.show(Answer({"User": user_members(users[0])}, name="UserName"))
    else:
        members = {"Users": [user_members(user) for user in users]}
        run.show(Answer(members, columns=COLUMNS, rows="Users", name="UserName"))
