"""A policy document as statements: the elements by name, every list a tuple, every value a text.

Refused here is what has no one meaning: unknown elements, no Action or two of them, a statement that speaks of no
resource. `document.check_document` tells everything that breaks the grammar.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import MalformedPolicyDocument
from iamctl.policy.conditions import Operator, parse_operator

if TYPE_CHECKING:
    from collections.abc import Iterator

CURRENT_VERSION = "2012-10-17"
VERSIONS = (CURRENT_VERSION, "2008-10-17")


class Effect(Enum):
    ALLOW = "Allow"
    DENY = "Deny"


class ConditionEntry(NamedTuple):
    """One operator on one key.

    Attributes:
        name: the operator as written: `ForAnyValue:StringLike`.
        key: as written; keys are compared without regard to case.
        values: numbers and booleans as their JSON text.
    """

    name: str
    operator: Operator
    key: str
    values: tuple[str, ...]


class PrincipalEntry(NamedTuple):
    """One principal: `AWS`, `Service`, `Federated` or `CanonicalUser`, and whom it names; a bare `*` is AWS's."""

    label: str
    name: str


class Statement(NamedTuple):
    """One statement; an element that is not there is None.

    Attributes:
        number: its place in the document, from 0.
        has_variables: whether `${…}` means a variable here: only in documents of the current version.
    """

    number: int
    sid: str | None
    effect: Effect
    principals: tuple[PrincipalEntry, ...] | None
    not_principals: tuple[PrincipalEntry, ...] | None
    actions: tuple[str, ...] | None
    not_actions: tuple[str, ...] | None
    resources: tuple[str, ...] | None
    not_resources: tuple[str, ...] | None
    conditions: tuple[ConditionEntry, ...]
    has_variables: bool


def statements_in(tree: Any) -> tuple[Statement, ...]:
    """The statements of a document's tree.

    Raises:
        MalformedPolicyDocument: the tree is no policy.
    """
    if not isinstance(tree, dict):
        raise MalformedPolicyDocument("Syntax errors in policy.", hint="a policy document is an object")
    if tree.keys() - {"Version", "Id", "Statement"} or tree.get("Version", CURRENT_VERSION) not in VERSIONS:
        hint = "a policy document has a Version of 2012-10-17 or 2008-10-17, an Id, and Statements; nothing else"
        raise MalformedPolicyDocument("Syntax errors in policy.", hint=hint)
    listed = tree.get("Statement")
    found = listed if isinstance(listed, list) else [listed]
    has_variables = tree.get("Version") == CURRENT_VERSION
    return tuple(_statement(each, index, has_variables) for index, each in enumerate(found))


def _statement(tree: Any, index: int, has_variables: bool) -> Statement:
    if not isinstance(tree, dict) or tree.get("Effect") not in ("Allow", "Deny"):
        raise MalformedPolicyDocument(
            "Syntax errors in policy.", hint=f"Statement[{index}] must be an object with the Effect Allow or Deny"
        )
    unknown = tree.keys() - _ELEMENTS
    if unknown:
        hint = f"{min(unknown)} is not an element of a statement (Statement[{index}])"
        raise MalformedPolicyDocument("Syntax errors in policy.", hint=hint)
    _check_meaning(tree, index)
    sid = tree.get("Sid")
    return Statement(
        number=index,
        sid=sid if isinstance(sid, str) else None,
        effect=Effect(tree["Effect"]),
        principals=_principals(tree, "Principal", index),
        not_principals=_principals(tree, "NotPrincipal", index),
        actions=_texts(tree, "Action", index),
        not_actions=_texts(tree, "NotAction", index),
        resources=_texts(tree, "Resource", index),
        not_resources=_texts(tree, "NotResource", index),
        conditions=tuple(_conditions(tree.get("Condition", {}), index)),
        has_variables=has_variables,
    )


def _check_meaning(tree: dict[str, Any], index: int) -> None:
    """A statement without Action would speak of every action, one with both of the wrong ones."""
    if ("Action" in tree) == ("NotAction" in tree):
        raise _unreadable("Action", index, "the actions, or else NotAction has to, and not both")
    if "Resource" in tree and "NotResource" in tree:
        raise _unreadable("Resource", index, "the resources, or else NotResource has to, and not both")
    if "Principal" in tree and "NotPrincipal" in tree:
        raise _unreadable("Principal", index, "the principals, or else NotPrincipal has to, and not both")
    if not tree.keys() & {"Resource", "NotResource", "Principal", "NotPrincipal"}:
        raise _unreadable("Resource", index, "the resources; only a resource's own policy may leave them out")


_ELEMENTS = {
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
}


def _texts(tree: dict[str, Any], element: str, index: int) -> tuple[str, ...] | None:
    value = tree.get(element)
    if value is None and element not in tree:
        return None
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in listed):
        raise _unreadable(element, index, "a text or a list of texts")
    return tuple(listed)


def _principals(tree: dict[str, Any], element: str, index: int) -> tuple[PrincipalEntry, ...] | None:
    if element not in tree:
        return None
    value = tree[element]
    if value == "*":
        return (PrincipalEntry("AWS", "*"),)
    if not isinstance(value, dict):
        raise _unreadable(element, index, '"*" or an object such as {"AWS": "…"}')
    entries = []
    for label, named in value.items():
        if label not in ("AWS", "Service", "Federated", "CanonicalUser"):
            raise _unreadable(element, index, "AWS, Service, Federated or CanonicalUser")
        for name in named if isinstance(named, list) else [named]:
            if not isinstance(name, str):
                raise _unreadable(element, index, "texts")
            entries.append(PrincipalEntry(label, name))
    return tuple(entries)


def _conditions(tree: Any, index: int) -> Iterator[ConditionEntry]:
    if not isinstance(tree, dict):
        raise _unreadable("Condition", index, "an object of operators")
    for name, comparisons in tree.items():
        operator = parse_operator(name)
        if operator is None and comparisons == {}:
            continue
        if operator is None or not isinstance(comparisons, dict):
            raise _unreadable("Condition", index, f"operators that IAM knows; {name} is none")
        for key, values in comparisons.items():
            listed = values if isinstance(values, list) else [values]
            yield ConditionEntry(name, operator, key, tuple(_text(value, index) for value in listed))


def _text(value: Any, index: int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, dict | list):
        raise _unreadable("Condition", index, "texts, numbers and booleans")
    return str(value)


def _unreadable(element: str, index: int, wanted: str) -> MalformedPolicyDocument:
    return MalformedPolicyDocument("Syntax errors in policy.", hint=f"Statement[{index}].{element} must hold {wanted}")
