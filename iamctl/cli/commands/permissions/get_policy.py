from collections.abc import Callable

import typer

from iamctl.cli.commands.permissions.owner import OWNERS, PolicyName
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service import inline_policies, lookup
from iamctl.service.members import inline_policy_members

HELP = """Show an inline policy of a {kind}.

    Example: iamctl {kind} get-policy {example} Artifacts
    Example: iamctl {kind} get-policy {example} Artifacts --query PolicyDocument --json
    """


def command_for(kind: str) -> Callable[..., None]:
    """`get-policy` of this kind of identity."""
    owner = OWNERS[kind]
    operation = getattr(inline_policies, f"get_{kind}_policy")
    the_owner = getattr(lookup, f"the_{kind}")

    def get_policy(ctx: typer.Context, name: str, policy_name: PolicyName) -> None:
        run = run_of(ctx)
        with run.service().lookups() as reading:
            policy = reading.call(operation, policy_name=policy_name, **owner.named(name))
            owner_name = the_owner(reading.account, name).name
        run.show(Answer(inline_policy_members(owner.member, owner_name, policy), name="PolicyName"))

    return owner.worded(get_policy, HELP)
