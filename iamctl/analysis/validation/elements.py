"""What a document says beside its statements' contents: version, Sids, empty elements, size, negations.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.validation.issues import Finding, Location, finding
from iamctl.model.document import Document
from iamctl.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.validation.parts import DocumentPart, StatementPart

QUOTAS = {
    PolicyKind.IDENTITY: 10240,
    PolicyKind.MANAGED: 6144,
    PolicyKind.BOUNDARY: 6144,
    PolicyKind.TRUST: 2048,
    PolicyKind.SESSION: 2048,
    PolicyKind.SCP: 5120,
    PolicyKind.RCP: 5120,
}
"""Characters without white space; inline policies of a role have the largest sum. A resource's service has its own."""

_SIZE_CODES = {
    PolicyKind.IDENTITY: "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    PolicyKind.MANAGED: "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    PolicyKind.BOUNDARY: "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    PolicyKind.SCP: "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
    PolicyKind.RCP: "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
}
_GRANTING = (PolicyKind.IDENTITY, PolicyKind.MANAGED, PolicyKind.RESOURCE, PolicyKind.TRUST, PolicyKind.SESSION)


def check_elements(document: DocumentPart) -> Iterator[Finding]:
    """Every finding about the document as a whole and about elements that are there or not."""
    yield from _version(document)
    yield from _size(document)
    for statement in document.statements:
        if statement.sid == "":
            details = "Add a value to the empty string in the Sid element."
            yield finding(
                "EMPTY_SID_VALUE", details, (*statement.path, "Sid"), mend="leave Sid out, or give it a value"
            )
        yield from _empty_elements(statement)
        if statement.allows and document.kind in _GRANTING:
            yield from _negations(statement)


def _version(document: DocumentPart) -> Iterator[Finding]:
    version = document.tree.get("Version")
    mend = 'write "Version": "2012-10-17"'
    if version is None and document.kind not in (PolicyKind.MANAGED, PolicyKind.BOUNDARY, PolicyKind.SCP):
        details = "We recommend that you specify the Version element; without it policy variables are taken literally."
        yield finding("MISSING_VERSION", details, (), mend=mend)
    elif version == "2008-10-17":
        details = "Version 2008-10-17 lacks what came later: policy variables are taken literally."
        yield finding("OUTDATED_VERSION", details, ("Version",), mend=mend)


def _size(document: DocumentPart) -> Iterator[Finding]:
    quota = QUOTAS.get(document.kind)
    if quota is None or not document.tree:
        return
    size = Document.of(document.tree).size
    if size > quota:
        code = _SIZE_CODES.get(document.kind, "POLICY_SIZE_EXCEEDS_QUOTA")
        details = (
            f"The {size} characters in the {document.kind.value}, excluding whitespace, exceed the {quota} character "
            "maximum. We recommend that you use multiple granular policies."
        )
        yield finding(code, details, (), mend="`iamctl policy minify` says the same in fewer characters")


def _empty_elements(statement: StatementPart) -> Iterator[Finding]:
    for element, code, what in (
        ("Action", "EMPTY_ARRAY_ACTION", "actions"),
        ("NotAction", "EMPTY_ARRAY_ACTION", "actions"),
        ("Resource", "EMPTY_ARRAY_RESOURCE", "resources"),
        ("NotResource", "EMPTY_ARRAY_RESOURCE", "resources"),
    ):
        if statement.tree.get(element) == []:
            details = f"{element} includes no {what}. Specify {what}."
            yield finding(code, details, (*statement.path, element))
    condition = statement.tree.get("Condition")
    if condition == {}:
        details = "This condition block is empty and it does not affect the policy. Specify conditions."
        yield finding("EMPTY_OBJECT_CONDITION", details, (*statement.path, "Condition"))
    for name, comparisons in condition.items() if isinstance(condition, dict) else ():
        if comparisons == {}:
            details = f"{name} names no condition key and does not affect the policy. Specify conditions."
            yield finding("EMPTY_OBJECT_CONDITION", details, (*statement.path, "Condition", name))


def _negations(statement: StatementPart) -> Iterator[Finding]:
    for element, code, what in (
        ("NotAction", "ALLOW_WITH_NOT_ACTION", "every action but the listed ones, those of services to come included"),
        ("NotResource", "ALLOW_WITH_NOT_RESOURCE", "every resource but the listed ones"),
        ("NotPrincipal", "ALLOW_WITH_NOT_PRINCIPAL", "every principal but the listed ones, anonymous ones included"),
    ):
        if element in statement.tree:
            positive = element.removeprefix("Not")
            details = f"Using Allow with {element} can be overly permissive: it allows {what}."
            where = Location((*statement.path, element), key=True)
            yield finding(code, details, where, mend=f"list what is allowed under {positive}")
