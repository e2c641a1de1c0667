from typing import cast

import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.service.members import Members
from iamctl.service.roles import get_role


def show(ctx: typer.Context, role_name: options.RoleName) -> None:
    """Show the trust policy of a role.

    It is the document alone, JSON unless another format is asked for: what `role trust set` reads.

    Example: iamctl role trust show Deploy
    Example: iamctl role trust show Deploy --output toml
    """
    run = run_of(ctx)
    role = run.service().call(get_role, role_name=role_name)
    run.show_document(cast(Members, role.trust_policy.tree))
