from collections.abc import Callable

import typer

from iamctl.cli.commands.permissions.owner import OWNERS
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service import inline_policies

HELP = """List the names of a {kind}'s inline policies.

    Example: iamctl {kind} list-policies {example}
    Example: iamctl {kind} list-policies {example} --output name
    """


def command_for(kind: str) -> Callable[..., None]:
    """`list-policies` of this kind of identity."""
    owner = OWNERS[kind]
    operation = getattr(inline_policies, f"list_{kind}_policies")

    def list_policies(ctx: typer.Context, name: str) -> None:
        run = run_of(ctx)
        service = run.service()
        names = service.call(operation, **owner.named(name))
        run.show(
            Answer(
                {"PolicyNames": names},
                columns=(Column("PolicyName", ""),),
                rows="PolicyNames",
                empty=f"no inline policies on {kind} {name} in account {service.account_id}",
            )
        )

    return owner.worded(list_policies, HELP)
