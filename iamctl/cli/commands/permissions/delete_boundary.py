from collections.abc import Callable

import typer

from iamctl.cli import options
from iamctl.cli.commands.permissions.owner import OWNERS
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service import boundaries
from iamctl.service.service import Change

HELP = """Take the permissions boundary off a {kind}.

    The {kind} may then do all that its policies allow.

    Example: iamctl {kind} delete-boundary {example} --ignore-missing
    """


def command_for(kind: str) -> Callable[..., None]:
    """`delete-boundary` of this kind of identity."""
    owner = OWNERS[kind]
    operation = getattr(boundaries, f"delete_{kind}_permissions_boundary")

    def delete_boundary(
        ctx: typer.Context,
        name: str,
        ignore_missing: options.IgnoreMissing = False,
        dry_run: options.DryRun = False,
        yes: options.Yes = False,
    ) -> None:
        run = run_of(ctx)

        def one(change: Change, name: str) -> Loss:
            change.call(operation, **owner.named(name))
            return Loss((f"the permissions boundary of {kind} {name}",))

        carry_out(run, each(run, [name], one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)

    return owner.worded(delete_boundary, HELP)
