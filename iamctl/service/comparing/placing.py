"""Where in a policy's text a check found what it found, as findings that a log of findings can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.validation.issues import Location
from iamctl.errors import Place
from iamctl.policy.source_document import SourceDocument, read_source
from iamctl.service.validation import PlacedFinding

if TYPE_CHECKING:
    from iamctl.service.comparing.checks import Checked, Reason
    from iamctl.service.comparing.sides import PolicySide

_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-custom-policy-checks.html"


def findings_of(checked: Checked, policy: PolicySide) -> list[PlacedFinding]:
    """One finding for each reason; none of a PASS."""
    if not checked.reasons:
        return []
    source = read_source(policy.text or "{}", policy.label if policy.text else f"{policy.label}.json")
    return [_finding(checked, reason, source, policy.label) for reason in checked.reasons]


def _finding(checked: Checked, reason: Reason, source: SourceDocument, label: str) -> PlacedFinding:
    path = () if reason.statement is None else ("Statement", reason.statement)
    span = source.span_of(path)
    details = reason.description
    if checked.witness is not None:
        details = f"{details} For example, {_words(checked)} is allowed."
    kind = "ERROR" if checked.result == "FAIL" else "WARNING"
    place = Place(label, span.start.line, span.start.column)
    return PlacedFinding(checked.code, kind, details, "", _PAGE, place, (Location(path),), (span,))


def _words(checked: Checked) -> str:
    assert checked.witness is not None
    action, resource, context = checked.witness
    said = f"{action} on {resource}" if resource != "*" else action
    with_ = ", ".join(f"{key}={value if isinstance(value, str) else list(value)}" for key, value in context.items())
    return f"{said} with {with_}" if with_ else said
