from collections.abc import Callable

import typer

from iamctl.cli import options
from iamctl.cli.commands.permissions.owner import OWNERS
from iamctl.cli.run import run_of
from iamctl.service import attachments

HELP = """Attach managed policies to a {kind}.

    One that is attached already stays so.

    Example: iamctl {kind} attach-policy {example} ReadOnlyAccess
    Example: iamctl {kind} attach-policy {example} arn:aws:iam::aws:policy/SecurityAudit DeployArtifacts
    """


def command_for(kind: str) -> Callable[..., None]:
    """`attach-policy` of this kind of identity."""
    owner = OWNERS[kind]
    operation = getattr(attachments, f"attach_{kind}_policy")

    def attach_policy(
        ctx: typer.Context, name: str, policies: options.PolicyArns, dry_run: options.DryRun = False
    ) -> None:
        run = run_of(ctx)
        service = run.service(dry_run=dry_run)
        with service.change() as change:
            for policy in policies:
                change.call(operation, policy_arn=policy, **owner.named(name))
        run.show_changed(service)

    return owner.worded(attach_policy, HELP)
