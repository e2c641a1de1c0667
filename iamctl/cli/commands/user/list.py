import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.members import listed_user
from iamctl.service.users import list_users, passwords_used_by

COLUMNS = tuple(Column(member, member) for member in ("UserName", "Path", "UserId", "CreateDate"))


def list(ctx: typer.Context, path_prefix: options.PathPrefix = "/") -> None:
    """List the users whose path begins with a prefix.

    Example: iamctl user list
    Example: iamctl user list --path-prefix /eng/ --output name
    """
    run = run_of(ctx)
    service = run.service()
    with service.lookups() as reading:
        users = reading.call(list_users, path_prefix=path_prefix)
        used = passwords_used_by(reading.account, users)
    members = [listed_user(user, password_last_used=used.get(user.user_id)) for user in users]
    run.show(
        Answer(
            {"Users": members},
            columns=COLUMNS,
            rows="Users",
            name="UserName",
            empty=f"no users{options.under_path(path_prefix)} in account {service.account_id}",
        )
    )
