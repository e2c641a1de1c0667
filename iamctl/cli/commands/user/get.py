import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.members import user_members
from iamctl.service.users import get_user, passwords_used_by

COLUMNS = (
    *(Column(member, member) for member in ("UserName", "Path", "UserId", "CreateDate", "PasswordLastUsed")),
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
        used = passwords_used_by(reading.account, users)
    members = [user_members(user, password_last_used=used.get(user.user_id)) for user in users]
    if len(members) == 1:
        run.show(Answer({"User": members[0]}, name="UserName"))
    else:
        run.show(Answer({"Users": members}, columns=COLUMNS, rows="Users", name="UserName"))
