from collections.abc import Callable

import typer

from iamctl.cli import options
from iamctl.cli.commands.permissions.owner import OWNERS
from iamctl.cli.deletion import missing_is_fine
from iamctl.cli.run import run_of
from iamctl.service import attachments

HELP = """Detach managed policies from a {kind}.

    Example: iamctl {kind} detach-policy {example} PowerUserAccess
    Example: iamctl {kind} detach-policy {example} AdministratorAccess --ignore-missing
    """


def command_for(kind: str) -> Callable[..., None]:
    """`detach-policy` of this kind of identity."""
    owner = OWNERS[kind]
    operation = getattr(attachments, f"detach_{kind}_policy")

    def detach_policy(
        ctx: typer.Context,
        name: str,
        policies: options.PolicyArns,
        ignore_missing: options.IgnoreMissing = False,
        dry_run: options.DryRun = False,
    ) -> None:
        run = run_of(ctx)
        service = run.service(dry_run=dry_run)
        with service.change() as change:
            for policy in policies:
                with missing_is_fine(run, ignore_missing):
                    change.call(operation, policy_arn=policy, **owner.named(name))
        run.show_changed(service)

    return owner.worded(detach_policy, HELP)
