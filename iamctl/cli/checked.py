"""What every check has: its options, how it is shown, its exit status."""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from iamctl.cli.output.answer import Answer
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.cli.compared import Sides
    from iamctl.cli.run import Run
    from iamctl.service.comparing.checks import Checked
    from iamctl.service.comparing.sides import PolicySide

FAILED, UNDECIDED, BAD_LINES = 1, 7, 6


class Format(StrEnum):
    SARIF = "sarif"


class Kind(StrEnum):
    """AWS's two types of policies, and the trust policies among those of resources."""

    IDENTITY = "identity"
    RESOURCE = "resource"
    TRUST = "trust"


PolicyType: TypeAlias = Annotated[
    Kind | None,
    typer.Option("--type", metavar="KIND", help="identity, resource or trust; else what the policies look like"),
]
SarifFormat: TypeAlias = Annotated[
    Format | None, typer.Option("--format", metavar="FORMAT", help="sarif: a log that code hosts read")
]
Batch: TypeAlias = Annotated[
    str | None, typer.Option("--batch", metavar="FILE", help="checks as JSON Lines instead; - for stdin")
]


def run_check(
    run: Run, check: Callable[[Sides], tuple[Checked, PolicySide]], *, kind: Kind | None, form: Format | None
) -> None:
    """Do a check, show its answer and leave with its exit status."""
    from iamctl.cli.compared import Sides

    with ExitStack() as stack:
        checked, policy = check(Sides(run, stack, kind=kind.value if kind else None))
        _show(run, checked, policy, form)
        _remark_on(run, policy)
    if checked.result == "FAIL":
        raise typer.Exit(FAILED)
    if checked.result == "UNDECIDED":
        raise typer.Exit(UNDECIDED)


def run_batch(run: Run, file: str, check: str | None, *words: object) -> None:
    """Answer the checks of a file, line by line.

    Raises:
        UsageError: policies were named as well.
    """
    from iamctl.cli.lines import batches, opened
    from iamctl.cli.output.streams import write
    from iamctl.service.comparing.batch import LARGEST_LINE, Checker

    del run
    if any(words):
        raise UsageError("With --batch the policies stand in its lines.")
    checker = Checker(check)
    with opened(file) as stream:
        for lines in batches(stream, longest=LARGEST_LINE):
            for line in lines:
                write(checker.answer(line))
    if checker.errors:
        raise typer.Exit(BAD_LINES)
    if checker.failures:
        raise typer.Exit(FAILED)
    if checker.undecided:
        raise typer.Exit(UNDECIDED)


def _show(run: Run, checked: Checked, policy: PolicySide, form: Format | None) -> None:
    from iamctl.service.comparing.checks import checked_members

    if form is Format.SARIF:
        from iamctl.cli.output.sarif import sarif_members
        from iamctl.cli.output.show import show
        from iamctl.service.comparing.placing import findings_of

        show(Answer(sarif_members(findings_of(checked, policy))), run.output._replace(format="json"))
        return
    members = checked_members(checked)
    if run.output.format == "table" and run.output.query is None:
        if not run.settings.quiet:
            _show_branches(run, members, checked)
        return
    run.show(Answer(members, name="result"))


def _remark_on(run: Run, policy: PolicySide) -> None:
    from iamctl.service.comparing.known_actions import KnownActions
    from iamctl.service.comparing.sides import remarks_on

    if not run.settings.quiet:
        for remark in remarks_on((policy,), KnownActions()):
            run.warn(remark)


def _show_branches(run: Run, members: dict[str, Any], checked: Checked) -> None:
    from iamctl.cli.comparison_view import witness_in_words
    from iamctl.cli.output.branches import Branch, show_branches

    style = {"PASS": "bold green", "FAIL": "bold red"}.get(checked.result, "bold yellow")
    below = [Branch(reason.description) for reason in checked.reasons]
    if checked.witness is not None:
        told = {name.capitalize(): value for name, value in members["witness"].items()}
        whose = f" by {checked.whose}" if checked.whose else ""
        below.append(Branch(f"as in {witness_in_words(told)}{whose}"))
    show_branches([Branch(f"{checked.result}: {checked.message}", below, style)], run.output)
