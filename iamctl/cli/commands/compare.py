from contextlib import ExitStack
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of
from iamctl.errors import CheckFailed

if TYPE_CHECKING:
    from iamctl.service.comparing.comparison import Comparison

DIFFERS, UNDECIDED = 1, 7
_SIDE = "a policy's file or -, an entity's name or ARN, POLICY:v2, an account, a dump; NAME@7 is it at revision 7"


class Relation(StrEnum):
    EQUAL = "equal"
    NARROWER = "narrower"
    WIDER = "wider"
    NEITHER = "neither"


class Format(StrEnum):
    MARKDOWN = "markdown"


class Kind(StrEnum):
    IDENTITY = "identity"
    RESOURCE = "resource"
    TRUST = "trust"


def compare(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(metavar="BEFORE", help=_SIDE)],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="what is compared with it, likewise")],
    principal: Annotated[
        str | None,
        typer.Option("--for", metavar="PRINCIPAL", help="a user or role: of accounts it alone; in policies it asks"),
    ] = None,
    action: Annotated[
        list[str] | None,
        typer.Option("--action", metavar="ACTION", help="only these, with wildcards; more than once"),
    ] = None,
    resource: Annotated[
        list[str] | None,
        typer.Option("--resource", metavar="ARN", help="only these, with wildcards; more than once"),
    ] = None,
    level: Annotated[
        str | None,
        typer.Option("--level", metavar="LEVEL", help="only known actions of this access level: write, tagging, …"),
    ] = None,
    kind: Annotated[
        Kind | None,
        typer.Option("--type", metavar="KIND", help="identity, resource or trust; else what the policies look like"),
    ] = None,
    expect: Annotated[
        Relation | None,
        typer.Option("--expect", metavar="RELATION", help="exit status 0 if it is this, else 1: equal, narrower, …"),
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", metavar="FORMAT", help="markdown: tables for a pull request")
    ] = None,
) -> None:
    """Show what one side allows that the other does not, with a request that proves each claim.

    The sides are two policies, two principals or two accounts. Exit status 0 if they are equal, 1 if they differ, 7
    if it is undecided; RELATION is equal, narrower, wider or neither, as AFTER stands to BEFORE. A principal stands
    for what its identity policies, its groups and its boundary come to.

    Example: iamctl compare artifacts.json artifacts.toml
    Example: iamctl compare artifacts.json ReadOnlyAccess --action 's3:*' --expect wider
    Example: iamctl compare alice bob --level write --expect equal
    Example: iamctl compare acme@2 acme --for bob --output json --expect equal
    Example: iamctl compare PowerUserAccess ReadOnlyAccess --format markdown --expect neither
    """
    from iamctl.cli.compared import Sides, compared
    from iamctl.service.comparing.comparison import Comparer, question

    run = run_of(ctx)
    comparer = Comparer(question(actions=action or (), resources=resource or (), level=level))
    with ExitStack() as stack:
        sides = Sides(run, stack, kind=kind.value if kind else None, caller=principal)
        comparison = compared(sides.read(before), sides.read(after), comparer, only=principal)
        members = _members(comparison, comparer)
    _show(run, members, form)
    for remark in members["Remarks"] if not run.settings.quiet else ():
        run.warn(remark)
    _end_with(members["Relation"], expect)


def _members(comparison: "Comparison", comparer: Any) -> dict[str, Any]:
    from iamctl.service.comparing.wording import comparison_members

    return comparison_members(comparison, comparer.catalog)


def _show(run: Run, members: dict[str, Any], form: Format | None) -> None:
    from iamctl.cli.comparison_view import comparison_markdown, comparison_tree
    from iamctl.cli.output.branches import show_branches
    from iamctl.cli.output.streams import write

    if run.settings.quiet and not run.output.explicit and form is None:
        return
    if form is Format.MARKDOWN:
        write(comparison_markdown(members))
    elif run.output.format == "table" and run.output.query is None:
        show_branches(comparison_tree(members), run.output)
    else:
        run.show(Answer(members, name="Relation"))


def _end_with(relation: str, expect: Relation | None) -> None:
    if relation == "undecided":
        raise typer.Exit(UNDECIDED)
    if expect is not None:
        if relation != expect.value:
            raise CheckFailed(f"It is {relation}, not {expect.value}.")
    elif relation != "equal":
        raise typer.Exit(DIFFERS)
