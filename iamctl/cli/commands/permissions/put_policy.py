from collections.abc import Callable

import typer

from iamctl.cli import options
from iamctl.cli.commands.permissions.owner import OWNERS, PolicyName
from iamctl.cli.input import read_document
from iamctl.cli.run import run_of
from iamctl.service import inline_policies

HELP = """Write an inline policy of a {kind}; one of the same name is replaced.

    Example: iamctl {kind} put-policy {example} Artifacts --policy-document artifacts.json
    Example: iamctl {kind} put-policy {example} Artifacts --policy-document - < artifacts.toml
    """


def command_for(kind: str) -> Callable[..., None]:
    """`put-policy` of this kind of identity."""
    owner = OWNERS[kind]
    operation = getattr(inline_policies, f"put_{kind}_policy")

    def put_policy(
        ctx: typer.Context,
        name: str,
        policy_name: PolicyName,
        policy_document: options.PolicyDocument,
        dry_run: options.DryRun = False,
    ) -> None:
        run = run_of(ctx)
        document = read_document(policy_document, kind)
        service = run.service(dry_run=dry_run)
        service.call(operation, policy_name=policy_name, policy_document=document, **owner.named(name))
        run.show_changed(service)

    return owner.worded(put_policy, HELP)
