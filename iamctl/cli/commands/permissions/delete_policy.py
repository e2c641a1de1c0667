from collections.abc import Callable

import typer

from iamctl.cli import options
from iamctl.cli.commands.permissions.owner import OWNERS, PolicyNames
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service import inline_policies
from iamctl.service.service import Change

HELP = """Delete inline policies of a {kind}.

    Example: iamctl {kind} delete-policy {example} Artifacts
    Example: iamctl {kind} delete-policy {example} Retired --ignore-missing
    """


def command_for(kind: str) -> Callable[..., None]:
    """`delete-policy` of this kind of identity."""
    owner = OWNERS[kind]
    operation = getattr(inline_policies, f"delete_{kind}_policy")

    def delete_policy(
        ctx: typer.Context,
        name: str,
        policy_names: PolicyNames,
        ignore_missing: options.IgnoreMissing = False,
        dry_run: options.DryRun = False,
        yes: options.Yes = False,
    ) -> None:
        run = run_of(ctx)

        def one(change: Change, policy_name: str) -> Loss:
            change.call(operation, policy_name=policy_name, **owner.named(name))
            return Loss((f"inline policy {policy_name} of {kind} {name}",))

        carry_out(run, each(run, policy_names, one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)

    return owner.worded(delete_policy, HELP)
