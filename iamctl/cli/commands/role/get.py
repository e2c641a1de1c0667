import typer

from iamctl.cli import options
from iamctl.cli.commands.role.columns import COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.members import role_members
from iamctl.service.roles import get_role


def get(
    ctx: typer.Context,
    role_names: options.RoleNames,
) -> None:
    """Show roles.

    Example: iamctl role get Deploy
    Example: iamctl role get Deploy --query Role.AssumeRolePolicyDocument --json
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        roles = [reading.call(get_role, role_name=name) for name in role_names]
    if len(roles) == 1:
        run.show(Answer({"Role": role_members(roles[0])}, name="RoleName"))
    else:
        members = {"Roles": [role_members(role) for role in roles]}
        run.show(Answer(members, columns=COLUMNS, rows="Roles", name="RoleName"))
