from collections.abc import Callable

import typer

from iamctl.cli import options
from iamctl.cli.commands.permissions.owner import OWNERS
from iamctl.cli.run import run_of
from iamctl.service import boundaries

HELP = """Set the permissions boundary of a {kind}.

    What the boundary does not allow, the {kind} may not do, whatever its policies say. A boundary that is set
    already is replaced.

    Example: iamctl {kind} set-boundary {example} PowerUserAccess
    """


def command_for(kind: str) -> Callable[..., None]:
    """`set-boundary` of this kind of identity."""
    owner = OWNERS[kind]
    operation = getattr(boundaries, f"put_{kind}_permissions_boundary")

    def set_boundary(
        ctx: typer.Context,
        name: str,
        permissions_boundary: options.PolicyArn,
        dry_run: options.DryRun = False,
    ) -> None:
        run = run_of(ctx)
        service = run.service(dry_run=dry_run)
        service.call(operation, permissions_boundary=permissions_boundary, **owner.named(name))
        run.show_changed(service)

    return owner.worded(set_boundary, HELP)
