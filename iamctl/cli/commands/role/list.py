import typer

from iamctl.cli import options
from iamctl.cli.commands.role.columns import COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.members import listed_role
from iamctl.service.roles import list_roles


def list(ctx: typer.Context, path_prefix: options.PathPrefix = "/") -> None:
    """List the roles whose path begins with a prefix.

    Example: iamctl role list
    Example: iamctl role list --path-prefix /ci/ --output name
    """
    run = run_of(ctx)
    service = run.service()
    roles = service.call(list_roles, path_prefix=path_prefix)
    run.show(
        Answer(
            {"Roles": [listed_role(role) for role in roles]},
            columns=COLUMNS,
            rows="Roles",
            name="RoleName",
            empty=f"no roles{options.under_path(path_prefix)} in account {service.account_id}",
        )
    )
