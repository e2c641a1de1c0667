from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli.commands.policy.kind import Kind
from iamctl.cli.input import LARGEST_DOCUMENT, read_file
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import Run, run_of
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.service.validation import PlacedFinding

REFUSED = 6
COLUMNS = (
    Column("Place", "place"),
    Column("Class", "findingType"),
    Column("Code", "issueCode"),
    Column("What", "findingDetails"),
    Column("Mend", "mend"),
)


class Class(StrEnum):
    """AWS's four classes of findings."""

    ERROR = "error"
    SECURITY_WARNING = "security-warning"
    WARNING = "warning"
    SUGGESTION = "suggestion"


class Format(StrEnum):
    SARIF = "sarif"


def validate(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE...", help="policies in JSON or TOML; - is stdin", show_default=False),
    ] = None,
    kind: Annotated[Kind, typer.Option("--type", metavar="KIND", help="what the policies are for")] = Kind.IDENTITY,
    every: Annotated[bool, typer.Option("--all", help="every document of the account")] = False,
    fail_on: Annotated[
        Class, typer.Option("--fail-on", metavar="CLASS", help="exit 6 for findings of this class and graver ones")
    ] = Class.ERROR,
    form: Annotated[
        Format | None,
        typer.Option("--format", metavar="FORMAT", help="sarif: a log that code hosts read", show_default=False),
    ] = None,
) -> None:
    """Find what is wrong with policies, as IAM Access Analyzer's validation does, without AWS.

    KIND is identity, managed, trust, resource, boundary, session, scp or rcp. CLASS is error, security-warning,
    warning or suggestion. The exit status is 6 when there are errors, or findings of the class that `--fail-on` names.
    Actions, resource types and condition keys are held against the tables that `iamctl reference status` tells of.

    Example: iamctl policy validate artifacts.json
    Example: iamctl policy validate trust.json --type trust --fail-on warning
    Example: iamctl policy validate - --format sarif < artifacts.toml
    Example: iamctl policy validate --all --output json
    """
    run = run_of(ctx)
    if every == bool(files):
        raise UsageError("Name files, or say --all for the account's documents.")
    found, looked_at = _of_account(run) if every else _of_files(files or [], kind.value)
    _show(run, found, looked_at, form)
    from iamctl.service.validation import rank_of, worst_rank

    if worst_rank(found) <= rank_of(fail_on.value):
        raise typer.Exit(REFUSED)


def _of_files(files: list[str], kind: str) -> "tuple[list[PlacedFinding], str]":
    from iamctl.service.validation import validate_text

    texts = [read_file(file, largest=LARGEST_DOCUMENT) for file in files]
    found = [finding for text, source in texts for finding in validate_text(text, source, kind)]
    return found, ", ".join(source for _, source in texts)


def _of_account(run: Run) -> "tuple[list[PlacedFinding], str]":
    from iamctl.service.validation import validate_account

    service = run.service()
    with service.reading("GetAccountAuthorizationDetails") as account:
        found, count = validate_account(account)
    return found, f"{count} documents of account {service.account_id}"


def _show(run: Run, found: "list[PlacedFinding]", looked_at: str, form: Format | None) -> None:
    if form is Format.SARIF:
        from iamctl.cli.output.sarif import sarif_members

        output = run.output._replace(format="json")
        from iamctl.cli.output.show import show

        show(Answer(sarif_members(found)), output)
        return
    from iamctl.service.validation import finding_members

    members = [finding_members(finding) for finding in found]
    empty = f"no findings in {looked_at}"
    run.show(Answer({"findings": members}, columns=COLUMNS, rows="findings", name="place", empty=empty))
