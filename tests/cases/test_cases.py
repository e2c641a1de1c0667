"""Decision cases in AWS's words, each with the page that promises its outcome; `*.toml` beside this file.

A file may hold four things:

    [[case]]        one request, its policies and what comes of them; form: tests/engine/given.py, and `expect`
                    (a text in the place of a document is its name under [documents])
    [[comparison]]  an operator on one key, and rows of a policy's value, a request's value and whether it holds
    [[element]]     statements without an Effect, and whether they apply to the request
    [matrix]        operators, and rows for each qualifier: whether it holds for each shape of the request's key

All but cases are asked twice: as an Allow, and as a Deny beside an allowance of everything.
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
POLICIES = {"identity", "boundary", "session", "resource", "scp", "rcp"}
CASE_KEYS = {"name", "source", "request", "expect"} | POLICIES


def _document(effect: str, elements: dict[str, Any], version: str) -> dict[str, Any]:
    """One statement; what it does not say is everything."""
    filled = dict(elements)
    if "NotAction" not in elements:
        filled.setdefault("Action", "*")
    if "NotResource" not in elements:
        filled.setdefault("Resource", "*")
    document: dict[str, Any] = {"Version": version} if version else {}
    return {**document, "Statement": [{"Effect": effect, **filled}]}


def _asked_twice(
    case: dict[str, Any], elements: dict[str, Any], version: str, applies: tuple[bool, bool]
) -> Iterator[dict[str, Any]]:
    """The elements in an Allow and in a Deny, which apply or do not."""
    yield {
        **case,
        "name": f"{case['name']}, in an Allow",
        "identity": [_document("Allow", elements, version)],
        "expect": {"decision": "allowed" if applies[0] else "implicitly denied"},
    }
    yield {
        **case,
        "name": f"{case['name']}, in a Deny",
        "identity": [ALLOW_ALL, _document("Deny", elements, version)],
        "expect": {"decision": "explicitly denied" if applies[1] else "allowed"},
    }


def _condition_asked(
    name: str, source: str, operator: str, said: dict[str, Any], context: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """A condition; `said` has the policy's value, `holds`, and `deny_holds` where a Deny differs."""
    request = {"principal": ALICE, "action": "s3:GetObject", "resource": RESOURCE, "context": context}
    case = {"name": name, "source": source, "request": request}
    elements = {"Condition": {operator: {KEY: said["policy"]}}}
    applies = (said["holds"], said.get("deny_holds", said["holds"]))
    return _asked_twice(case, elements, said.get("version", "2012-10-17"), applies)


def _elements(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in table["rows"]:
        request = {
            "principal": ALICE,
            "action": table.get("action", "s3:GetObject"),
            "resource": table.get("resource", "arn:aws:s3:::reports/2026/may.csv"),
            "context": row.get("context", table.get("context", {})),
        }
        case = {"name": row["name"], "source": table["source"], "request": request}
        yield from _asked_twice(case, row["statement"], row.get("version", "2012-10-17"), (row["applies"],) * 2)


def _comparisons(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operator in table["operators"]:
        for row in table["rows"]:
            context = dict(row.get("context", {}))
            if "request" in row:
                context[KEY] = row["request"]
            name = f"{operator}: {row['name']}"
            yield from _condition_asked(name, table["source"], operator, row, context)


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
                yield from _condition_asked(f"{written}: {shape}", matrix["source"], written, said, context)


def _named(said: Any, documents: dict[str, Any]) -> Any:
    """Lists of documents, each name replaced by the document that it stands for."""
    if isinstance(said, list):
        return [_named(each, documents) for each in said]
    return documents[said] if isinstance(said, str) else said


def _cases_in(path: Path) -> Iterator[dict[str, Any]]:
    tables = tomllib.loads(path.read_text("utf-8"))
    documents = tables.pop("documents", {})
    assert tables.keys() <= {"case", "comparison", "element", "matrix"}, path.name
    for case in tables.get("case", []):
        assert case.keys() <= CASE_KEYS, case["name"]
        yield {key: _named(value, documents) if key in POLICIES else value for key, value in case.items()}
    for comparison in tables.get("comparison", []):
        yield from _comparisons(comparison)
    for element in tables.get("element", []):
        yield from _elements(element)
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
