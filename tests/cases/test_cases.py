"""Decision cases in AWS's words, each with the page that promises its outcome; `*.toml` beside this file.

A file may hold three things:

    [[case]]        one request, its policies and what comes of them; form: tests/engine/given.py, and `expect`
    [[comparison]]  an operator on one key, and rows of a policy's value, a request's value and whether it holds
    [matrix]        operators, and rows for each qualifier: whether it holds for each shape of the request's key

Comparisons and the matrix are asked twice: an Allow that applies where the condition holds, and a Deny beside an
allowance of everything.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from iamctl.engine.authorize import authorize
from iamctl.engine.decision import Outcome
from tests.engine.given import ALICE, ALLOW_ALL, policies_of, request_of

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = sorted(Path(__file__).parent.glob("*.toml"))
KEY = "test:Key"
RESOURCE = "arn:aws:s3:::reports/2026"
OUTCOMES = {
    "allowed": Outcome.ALLOWED,
    "implicitly denied": Outcome.IMPLICITLY_DENIED,
    "explicitly denied": Outcome.EXPLICITLY_DENIED,
}
TYPES = {
    "identity": "identity-based policy",
    "boundary": "permissions boundary",
    "session": "session policy",
    "resource": "resource-based policy",
    "trust": "role trust policy",
    "scp": "service control policy",
    "rcp": "resource control policy",
}
SHAPES = ("absent", "fitting", "other", "empty list", "all fit", "some fit", "none fits")
CASE_KEYS = {"name", "source", "request", "expect", "identity", "boundary", "session", "resource", "scp", "rcp"}


def _conditional(operator: str, value: Any, version: str, effect: str) -> dict[str, Any]:
    statement = {"Effect": effect, "Action": "*", "Resource": "*", "Condition": {operator: {KEY: value}}}
    return {"Version": version, "Statement": [statement]}


def _asked_twice(
    name: str, source: str, operator: str, said: dict[str, Any], context: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """The condition in an Allow and in a Deny; `said` has the policy's value, `holds` and perhaps `deny_holds`."""
    request = {"principal": ALICE, "action": "s3:GetObject", "resource": RESOURCE, "context": context}
    version = said.get("version", "2012-10-17")
    holds, deny_holds = said["holds"], said.get("deny_holds", said["holds"])
    yield {
        "name": f"{name}, in an Allow",
        "source": source,
        "request": request,
        "identity": [_conditional(operator, said["policy"], version, "Allow")],
        "expect": {"decision": "allowed" if holds else "implicitly denied"},
    }
    yield {
        "name": f"{name}, in a Deny",
        "source": source,
        "request": request,
        "identity": [ALLOW_ALL, _conditional(operator, said["policy"], version, "Deny")],
        "expect": {"decision": "explicitly denied" if deny_holds else "allowed"},
    }


def _comparisons(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operator in table["operators"]:
        for row in table["rows"]:
            context = dict(row.get("context", {}))
            if "request" in row:
                context[KEY] = row["request"]
            name = f"{operator}: {row['name']}"
            yield from _asked_twice(name, table["source"], operator, row, context)


def _matrix(matrix: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operator in matrix["operators"]:
        fitting, other = operator["fitting"], operator["other"]
        shapes = {
            "absent": None,
            "fitting": fitting,
            "other": other,
            "empty list": [],
            "all fit": [fitting, fitting],
            "some fit": [other, fitting],
            "none fits": [other, other],
        }
        for row in matrix[operator["polarity"]]:
            written = row["operator"].replace("Operator", operator["name"])
            for shape in SHAPES:
                context = {} if shapes[shape] is None else {KEY: shapes[shape]}
                said = {"policy": operator["policy"], "holds": shape in row["holds_for"]}
                yield from _asked_twice(f"{written}: {shape}", matrix["source"], written, said, context)


def _cases_in(path: Path) -> Iterator[dict[str, Any]]:
    tables = tomllib.loads(path.read_text("utf-8"))
    assert tables.keys() <= {"case", "comparison", "matrix"}, path.name
    for case in tables.get("case", []):
        assert case.keys() <= CASE_KEYS, case["name"]
        yield case
    for comparison in tables.get("comparison", []):
        yield from _comparisons(comparison)
    if "matrix" in tables:
        yield from _matrix(tables["matrix"])


CASES = [(path.stem, case) for path in FILES for case in _cases_in(path)]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[f"{stem}: {case['name']}" for stem, case in CASES])
def test_a_decision_is_as_its_page_promises(case: dict[str, Any]) -> None:
    decision = authorize(request_of(case["request"]), policies_of(case))

    expected = dict(case["expect"])
    assert decision.outcome is OUTCOMES[expected.pop("decision")]
    if denied_by := expected.pop("denied_by", None):
        assert decision.denied_by is not None
        assert decision.denied_by.value == TYPES[denied_by]
    for policy_type, outcomes in expected.items():
        verdicts = [each.outcome for each in decision.verdicts if each.policy_type.value == TYPES[policy_type]]
        assert verdicts == [OUTCOMES[said] for said in ([outcomes] if isinstance(outcomes, str) else outcomes)]


def test_every_case_has_a_name_of_its_own_and_a_source() -> None:
    names = [f"{stem}: {case['name']}" for stem, case in CASES]

    assert len(names) == len(set(names))
    assert all(case["source"].startswith("https://") or "live answers" in case["source"] for _, case in CASES)


def test_there_are_at_least_four_hundred_cases_written_by_hand_or_by_row() -> None:
    assert len(CASES) >= 400
