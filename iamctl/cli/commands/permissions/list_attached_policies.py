from collections.abc import Callable

import typer

from iamctl.cli import options
from iamctl.cli.commands.permissions.owner import OWNERS
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service import attachments
from iamctl.service.members import attached_policy

HELP = """List the managed policies that are attached to a {kind}.

    Example: iamctl {kind} list-attached-policies {example}
    Example: iamctl {kind} list-attached-policies {example} --path-prefix /team/ --output json
    """
COLUMNS = (Column("PolicyName", "PolicyName"), Column("PolicyArn", "PolicyArn"))


def command_for(kind: str) -> Callable[..., None]:
    """`list-attached-policies` of this kind of identity."""
    owner = OWNERS[kind]
    operation = getattr(attachments, f"list_attached_{kind}_policies")

    def list_attached_policies(ctx: typer.Context, name: str, path_prefix: options.PathPrefix = "/") -> None:
        run = run_of(ctx)
        service = run.service()
        attached = service.call(operation, path_prefix=path_prefix, **owner.named(name))
        run.show(
            Answer(
                {"AttachedPolicies": [attached_policy(policy.policy_arn) for policy in attached]},
                columns=COLUMNS,
                rows="AttachedPolicies",
                name="PolicyName",
                empty=f"no policies attached to {kind} {name} in account {service.account_id}",
            )
        )

    return owner.worded(list_attached_policies, HELP)
