"""Results of decision cases as members."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamctl.analysis.coverage import Covered
    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.decision_cases import Check, Mutants, Result, Survivor
    from iamctl.service.members import Members


def result_members(result: Result) -> Members:
    """A case with its requests; `Failure` is empty where the answer is the expected one."""
    return {
        "Name": result.case.name,
        "Place": str(result.case.place),
        "Status": "passed" if result.has_passed else "failed",
        "Requests": [_check_members(check) for check in result.checks],
    }


def coverage_members(covered: Covered) -> Members:
    """A statement; `MissingBranches` are outcomes of its conditions that no request brought about."""
    entries = [condition.entry for condition in covered.statement.conditions]
    missing = (
        f"{entries[branch.condition].name} {entries[branch.condition].key} {'holds' if branch.holds else 'fails'}"
        for branch in covered.missing
    )
    return {**_statement_members(covered.statement), "IsCovered": covered.is_applied, "MissingBranches": list(missing)}


def mutants_members(mutants: Mutants) -> Members:
    return {"Tried": mutants.tried, "Survivors": [_survivor_members(each) for each in mutants.survivors]}


def _check_members(check: Check) -> Members:
    request = check.answer.request
    return {
        "PrincipalArn": request.principal.arn,
        "Action": request.action,
        "Resource": request.resource,
        "Decision": check.answer.decision.outcome.value,
        "Said": check.said,
        "Failure": check.failure,
    }


def _survivor_members(survivor: Survivor) -> Members:
    said = {"Edit": survivor.mutation.kind, "Detail": survivor.mutation.detail}
    return {**_statement_members(survivor.statement), **said}


def _statement_members(statement: CompiledStatement) -> Members:
    return {"Policy": statement.policy, "StatementIndex": statement.statement.number, "Sid": statement.statement.sid}
