from typing import Annotated, Any

import typer

from iamctl.cli.input import read_file
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import Run, run_of
from iamctl.errors import CheckFailed, UsageError

Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="files of decision cases, TOML; - for stdin")]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="tap|junit", help="for programs that run tests, in the place of a table"),
]
WithCoverage = Annotated[
    bool, typer.Option("--coverage", help="tell which statements and branches of conditions no case brings to bear")
]
WithMutants = Annotated[bool, typer.Option("--mutate", help="tell which edits of the policies no case would notice")]
Strict = Annotated[bool, typer.Option("--strict", help="fail a case whose answer hangs on what it does not say")]


def test(
    ctx: typer.Context,
    files: Files,
    format: Format = None,
    coverage: WithCoverage = False,
    mutate: WithMutants = False,
    strict: Strict = False,
) -> None:
    """Run decision cases as unit tests of the account's policies.

    A file holds [[case]] tables: name, principal, action, resource, context, expect (allowed, denied, implicitDeny or
    explicitDeny) and reason (a policy, a Sid, or the type of policy that denies); identity, boundary, session,
    resource_policy, scp and rcp put documents in the place of the account's. Exit status 1 when a case fails.

    Example: iamctl test cases.toml
    Example: iamctl test cases.toml --format tap
    Example: iamctl test cases.toml --coverage --mutate --output json
    """
    from iamctl.service.cases.members import coverage_members, mutants_members, result_members
    from iamctl.service.decision_cases import cases_from, coverage_of, run_cases, unnoticed_edits
    from iamctl.service.questions.supposed import Text

    run = run_of(ctx)
    if format not in (None, "tap", "junit"):
        raise UsageError(f"--format is tap or junit, not {format}.")
    texts = [Text(*read_file(name)) for name in files]
    with run.service().reading("GetAccountAuthorizationDetails") as account:
        results = run_cases(account, cases_from(account, texts), strict=strict)
        covered = [coverage_members(each) for each in coverage_of(account, results)] if coverage else None
        mutants = mutants_members(unnoticed_edits(results)) if mutate else None
    members: dict[str, Any] = {"Cases": [result_members(result) for result in results]}
    members |= {"Coverage": covered} if covered is not None else {}
    members |= {"Mutants": mutants} if mutants is not None else {}
    _show(run, members, format)
    if failed := sum(not result.has_passed for result in results):
        raise CheckFailed(f"{failed} of {len(results)} cases failed.")


def _show(run: Run, members: dict[str, Any], report: str | None) -> None:
    remarks = _remarks(members)
    if report is not None:
        from iamctl.cli.output.case_reports import render_junit, render_tap
        from iamctl.cli.output.streams import write

        write((render_tap if report == "tap" else render_junit)(members["Cases"], remarks))
        return
    run.show(Answer(members, columns=COLUMNS, rows="Cases", name="Name"))
    if run.output.format == "table" and run.output.query is None and remarks:
        from iamctl.cli.output.streams import write_line

        for remark in ("", *remarks):
            write_line(remark)


def _remarks(members: dict[str, Any]) -> list[str]:
    """What coverage and edits come to, a line each."""
    remarks = []
    if (covered := members.get("Coverage")) is not None:
        count = sum(each["IsCovered"] for each in covered)
        remarks.append(f"coverage: {count} of {len(covered)} statements applied in some case")
        remarks += [f"not covered: {_statement(each)}" for each in covered if not each["IsCovered"]]
        remarks += [f"no case where {branch}: {_statement(each)}" for each in covered for branch in _open(each)]
    if (mutants := members.get("Mutants")) is not None:
        survivors = mutants["Survivors"]
        remarks.append(f"edits: {mutants['Tried']} tried, {len(survivors)} would not be noticed")
        remarks += [f"not noticed: {each['Edit']}, {each['Detail']}: {_statement(each)}" for each in survivors]
    return remarks


def _open(covered: Any) -> list[str]:
    """The branches that are missing of a statement that is covered; of others all are."""
    branches: list[str] = covered["MissingBranches"] if covered["IsCovered"] else []
    return branches


def _statement(row: Any) -> str:
    sid = f" ({row['Sid']})" if row["Sid"] else ""
    return f"Statement[{row['StatementIndex']}]{sid} of {row['Policy']}"


def _failure(row: Any) -> str:
    failed = [each for each in row["Requests"] if each["Failure"]]
    said = [f"{each['Action']} {each['Resource']}: {each['Failure']} ({each['Said']})" for each in failed]
    return "; ".join(said)


COLUMNS = (Column("Status", "Status"), Column("Case", "Name"), Column("Place", "Place"), Column("Failure", _failure))
