"""What breaks the grammar, under Access Analyzer's codes: IAM refuses to save a document that has any of it.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.analysis.validation.issues import Finding, Location, refusal
from iamctl.policy.conditions import OPERATORS, parse_operator
from iamctl.policy.document import check_document
from iamctl.policy.grammar import DOCUMENT_ELEMENTS, STATEMENT_ELEMENTS
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.principal_element import GROUP_DETAIL, LABELS
from iamctl.policy.problems import described

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.policy.problems import Path, Problem

_LITERAL_CODES = {
    "numeric": "TYPE_MISMATCH_NUMBER",
    "date": "TYPE_MISMATCH_DATE",
    "ip": "TYPE_MISMATCH_IP_RANGE",
    "binary": "TYPE_MISMATCH_STRING",
    "arn": "INVALID_ARN_PREFIX",
}
_MISSING = {
    "Effect": "MISSING_EFFECT",
    "Principal": "MISSING_PRINCIPAL",
    "Action": "MISSING_ACTION",
    "Resource": "MISSING_RESOURCE",
}


def check_grammar(tree: object, kind: PolicyKind) -> Iterator[Finding]:
    """A finding for each problem of the grammar."""
    for problem in check_document(tree, kind):
        code = _code_of(problem, tree, kind)
        detail = problem.detail[:1].upper() + problem.detail[1:]
        details, _, near = detail.partition("; did you mean ")
        mend = f"did you mean {near}" if near else ""
        if code == "UNSUPPORTED_PRINCIPAL" and kind is PolicyKind.IDENTITY:
            mend = "remove it, or validate the document as the trust or resource-based policy that it is"
        at_key = code in ("INVALID_POLICY_ELEMENT", "INVALID_PRINCIPAL_KEY", "INVALID_CONDITION_OPERATOR")
        yield refusal(code, f"{details}.", Location(problem.path, key=at_key), mend=mend)


def _code_of(problem: Problem, tree: object, kind: PolicyKind) -> str:
    path = problem.path
    statement_depth = 2 if len(path) > 1 and isinstance(path[1], int) else 1
    inside = path[statement_depth:]
    if path[:1] != ("Statement",) and path:
        return _code_of_head(path)
    if not inside:
        return _code_of_statement(problem, tree)
    element = inside[0]
    if len(inside) == 1 and element not in STATEMENT_ELEMENTS:
        return "INVALID_POLICY_ELEMENT"
    value = value_at(tree, path)
    if element == "Sid":
        duplicate = isinstance(value, str) and value.isascii() and value.isalnum()
        return "UNIQUE_SIDS_REQUIRED" if duplicate else "UNSUPPORTED_SID" if isinstance(value, str) else _MISMATCH
    if element == "Effect":
        return "INVALID_EFFECT" if isinstance(value, str) else _MISMATCH
    if problem.detail.startswith("a statement has either"):
        return "UNSUPPORTED_ELEMENT_COMBINATION"
    if element in ("Principal", "NotPrincipal"):
        return _code_of_principal(problem, inside, value, kind)
    if element == "Condition":
        return _code_of_condition(inside, value)
    if kind is PolicyKind.TRUST and element in ("Resource", "NotResource"):
        return "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE"
    if value == []:
        return _MISSING[str(element).removeprefix("Not")]
    if not isinstance(value, str):
        return _MISMATCH
    return _code_of_action(value) if element in ("Action", "NotAction") else _code_of_resource(value)


_MISMATCH = "DATA_TYPE_MISMATCH"


def _code_of_head(path: Path) -> str:
    if path[0] not in DOCUMENT_ELEMENTS:
        return "INVALID_POLICY_ELEMENT"
    return "INVALID_VERSION" if path[0] == "Version" else _MISMATCH


def _code_of_statement(problem: Problem, tree: object) -> str:
    """The problem is of a whole statement or of the whole document: something is missing, or it is no object."""
    value = value_at(tree, problem.path)
    if problem.path and value == []:
        return "MISSING_STATEMENT"
    if not isinstance(value, dict):
        return _MISMATCH
    if not problem.path:
        return (
            "MISSING_STATEMENT" if "Statement" not in value and "Version" not in problem.detail else "INVALID_VERSION"
        )
    missing = next((name for name in _MISSING if f" {name}" in problem.detail), None)
    return _MISSING[missing] if missing else "MISSING_PAIRED_CONDITION_KEYS"


def _code_of_principal(problem: Problem, inside: Path, value: object, kind: PolicyKind) -> str:
    if kind is PolicyKind.SCP:
        return "SCP_SYNTAX_ERROR_PRINCIPAL"
    if kind not in (PolicyKind.TRUST, PolicyKind.RESOURCE, PolicyKind.RCP):
        return "UNSUPPORTED_PRINCIPAL"
    if kind is PolicyKind.TRUST and inside[0] == "NotPrincipal":
        return "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL"
    if len(inside) == 1:
        if value == "*":
            return "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"
        return "EMPTY_OBJECT_PRINCIPAL" if value == {} else "INVALID_PRINCIPAL_FORMAT"
    label = inside[1]
    if label not in LABELS:
        return "INVALID_PRINCIPAL_KEY"
    if value == []:
        return "EMPTY_ARRAY_PRINCIPAL"
    if not isinstance(value, str):
        return _MISMATCH
    if problem.detail == GROUP_DETAIL or label == "CanonicalUser":
        return "UNSUPPORTED_PRINCIPAL"
    if "*" in value or "?" in value:
        return "UNSUPPORTED_WILDCARD_IN_PRINCIPAL"
    return {
        "Service": "INVALID_SERVICE_PRINCIPAL_FORMAT",
        "Federated": "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
    }.get(str(label), "INVALID_PRINCIPAL_FORMAT")


def _code_of_condition(inside: Path, value: object) -> str:
    if len(inside) == 1:
        return _MISMATCH if not isinstance(value, dict) else "MISSING_PAIRED_CONDITION_KEYS"
    operator = parse_operator(str(inside[1]))
    if operator is None:
        return "NULL_WITH_IF_EXISTS" if str(inside[1]).endswith("NullIfExists") else "INVALID_CONDITION_OPERATOR"
    if len(inside) == 2 or value is None or isinstance(value, dict | list) or "number that JSON" in described(value):
        return _MISMATCH
    return _LITERAL_CODES.get(OPERATORS[operator.base], _MISMATCH)


def _code_of_action(action: str) -> str:
    vendor, colon, name = action.partition(":")
    if colon and ":" not in name and ("*" in vendor or "?" in vendor):
        return "INVALID_SERVICE_IN_ACTION"
    well_formed = bool(colon) and ":" not in name and vendor.replace("-", "").replace(".", "").isalnum()
    return "UNSUPPORTED_ACTION_IN_POLICY" if well_formed else "INVALID_ACTION"


def _code_of_resource(resource: str) -> str:
    prefix, *parts = resource.split(":", 5)
    if prefix != "arn":
        return "INVALID_ARN_PREFIX"
    if len(parts) < 5:
        return "MISSING_ARN_FIELD"
    partition, service, region, _, _ = parts
    if "*" in service or "?" in service:
        return "WILDCARD_IN_SERVICE_NAME"
    if region and service in ("iam", "s3"):
        return "ARN_REGION_NOT_ALLOWED"
    return "INVALID_ARN_RESOURCE" if partition.startswith("aws") or "*" in partition else "INVALID_PARTITION"


def value_at(tree: Any, path: Path) -> Any:
    """What stands at a path of a tree; None where it leads nowhere."""
    for step in path:
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tree
