from enum import StrEnum
from typing import Annotated, Any

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of

Identity = Annotated[
    str, typer.Argument(metavar="IDENTITY", help="a user, group or role: its name, ARN or unique id, or group/NAME")
]
Apply = Annotated[bool, typer.Option("--apply", help="make the change, in one revision; else it is only shown")]
Keep = Annotated[
    list[str] | None, typer.Option("--keep", metavar="POLICY", help="leave this policy as it is; more than once")
]
Shared = Annotated[
    bool, typer.Option("--shared", help="also take apart policies that hang on others too; those keep them")
]
AwsCovers = Annotated[
    bool,
    typer.Option("--aws-covers", help="what AWS's managed policies say today need not be said again; AWS changes them"),
]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help="the new policy's name", show_default=False)]


class Into(StrEnum):
    INLINE = "inline"
    MANAGED = "managed"


Place = Annotated[
    Into | None,
    typer.Option("--into", metavar="KIND", help="inline or managed; else what is there and holds it"),
]


def refactor(
    ctx: typer.Context,
    identity: Identity,
    apply: Apply = False,
    keep: Keep = None,
    shared: Shared = False,
    aws_covers: AwsCovers = False,
    into: Place = None,
    name: Name = None,
) -> None:
    """Replace the policies of a user, group or role by fewer and smaller ones that are proved to say the same.

    Duplicates, statements that others cover and Allows that a Deny takes away go; the rest is merged into one inline
    policy, or into managed ones where the quota of inline policies does not hold it. What is allowed and what is
    denied stays the same, or nothing is done. A policy that hangs on others stays, and so do AWS's. Sizes are
    characters without white space.

    Example: iamctl policy refactor alice
    Example: iamctl policy refactor Developers --aws-covers --output json
    Example: iamctl policy refactor bob --apply
    """
    from iamctl.service.refactoring.carrying_out import carry_out, plan_members
    from iamctl.service.refactoring.held import Choices, identity_named
    from iamctl.service.refactoring.plan import Plan, refactoring

    run = run_of(ctx)
    choices = Choices(shared, aws_covers, tuple(keep or ()))

    def planned(account: Any) -> Plan:
        found = identity_named(account, identity)
        return refactoring(account, found, choices, into=into.value if into else None, name=name)

    if apply:
        service = run.service()
        with service.change() as change:
            change.check("GetAccountAuthorizationDetails")
            plan = planned(change.account)
            carry_out(change, plan)
    else:
        with run.service().reading("GetAccountAuthorizationDetails") as account:
            plan = planned(account)
    _show(run, plan_members(plan), is_done=apply)


def _show(run: Run, members: dict[str, Any], *, is_done: bool) -> None:
    from iamctl.cli.output.branches import show_branches
    from iamctl.cli.refactoring_view import refactoring_tree

    if run.output.format == "table" and run.output.query is None:
        show_branches(refactoring_tree(members, is_done=is_done), run.output)
    elif run.output.format in ("tsv", "name") and run.output.query is None:
        run.show(Answer({"After": members["After"]}, rows="After", name="Policy", empty="nothing to replace"))
    else:
        run.show(Answer(members))
