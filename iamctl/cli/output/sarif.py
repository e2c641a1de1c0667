"""Findings as SARIF 2.1.0, which code hosts show beside the lines they are about.

Rules kept here:
  * an error is `error`, a security warning and a warning are `warning`, a suggestion is `note`;
  * columns count characters, from 1; `endColumn` is past the last one;
  * a rule's id is AWS's issue code, its help AWS's page on it.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from iamctl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from iamctl.service.validation import PlacedFinding
    from iamctl.store.protocol import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"ERROR": "error", "SECURITY_WARNING": "warning", "WARNING": "warning", "SUGGESTION": "note"}


def sarif_members(findings: Sequence[PlacedFinding]) -> dict[str, Any]:
    """A SARIF log of one run."""
    rules = _rules(findings)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    return _log(rules, [_result(finding, numbers[finding.code]) for finding in findings])


def sarif_of_findings(findings: Sequence[Finding], levels: Mapping[str, str]) -> dict[str, Any]:
    """The same of findings about whole files; a rule's id is the finding's code.

    Args:
        levels: by code; `warning` where a code has none.
    """
    codes = sorted({finding.code for finding in findings})
    rules = [
        {"id": code, "name": _pascal(code), "shortDescription": {"text": _sentence(code)}, "properties": _SECURITY}
        for code in codes
    ]
    results = [
        {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": levels.get(finding.code, "warning"),
            "message": {"text": f"{finding.message} To mend it: {finding.mend}."},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(finding.place)}}}],
        }
        for finding in findings
    ]
    return _log(rules, results)


_SECURITY = {"tags": ["security"]}


def _log(rules: list[dict[str, Any]], results: list[dict[str, Any]]) -> dict[str, Any]:
    driver = {"name": "iamctl", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rules(findings: Iterable[PlacedFinding]) -> list[dict[str, Any]]:
    found = {finding.code: finding for finding in findings}
    return [
        {
            "id": code,
            "name": _pascal(code),
            "shortDescription": {"text": _sentence(code)},
            "helpUri": finding.learn_more_link,
            "properties": {"tags": ["security"] if finding.finding_type == "SECURITY_WARNING" else ["policy"]},
        }
        for code, finding in sorted(found.items())
    ]


def _pascal(code: str) -> str:
    return "".join(word.capitalize() for word in code.split("_"))


def _sentence(code: str) -> str:
    return f"{code.replace('_', ' ').capitalize()}."


def _result(finding: PlacedFinding, rule_number: int) -> dict[str, Any]:
    details = finding.details if not finding.mend else f"{finding.details} To mend it: {finding.mend}."
    return {
        "ruleId": finding.code,
        "ruleIndex": rule_number,
        "level": LEVELS[finding.finding_type],
        "message": {"text": details.replace("?.", "?")},
        "locations": [{"physicalLocation": _physical(finding), "logicalLocations": [_logical(finding)]}],
        "properties": {"findingType": finding.finding_type},
    }


def _physical(finding: PlacedFinding) -> dict[str, Any]:
    start, end = finding.spans[0]
    region: dict[str, int] = {"startLine": finding.place.line, "startColumn": finding.place.column}
    if (start.line, start.column) == (finding.place.line, finding.place.column):
        region |= {"endLine": end.line, "endColumn": max(end.column, start.column + (end == start))}
    return {"artifactLocation": {"uri": quote(finding.place.source.replace("\\", "/"))}, "region": region}


def _logical(finding: PlacedFinding) -> dict[str, str]:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in finding.locations[0].path)
    return {"fullyQualifiedName": "".join(steps).removeprefix(".") or "document", "kind": "member"}
