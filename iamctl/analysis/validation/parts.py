"""A document as validation looks at it: the strings of each statement with their paths.

Whatever breaks the grammar is left out (grammar says it), so that one mistake does not hide the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.policy.conditions import Operator, parse_operator
from iamctl.policy.principals import statements_of
from iamctl.policy.statements import CURRENT_VERSION

if TYPE_CHECKING:
    from iamctl.policy.kinds import PolicyKind
    from iamctl.policy.problems import Path


class Text(NamedTuple):
    """A string and where it stands."""

    text: str
    path: Path


class ConditionPart(NamedTuple):
    """One operator on one key.

    Attributes:
        name: the operator as it is written.
        path: of the key's values.
        values: the strings, numbers and booleans as text.
        types: of the values as they are written: `str`, `bool`, `int` or a number with digits behind the point.
        is_list: whether the values stand in a list.
    """

    name: str
    operator: Operator
    key: str
    path: Path
    values: tuple[Text, ...]
    types: frozenset[str]
    is_list: bool

    @property
    def is_negated(self) -> bool:
        return "Not" in self.operator.base


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPart:
    """One statement; an element that it lacks is None.

    Attributes:
        tree: the statement as it was parsed.
        principals: label (`AWS`, …) and string of each.
    """

    path: Path
    tree: dict[str, Any]
    effect: str
    sid: str | None
    actions: tuple[Text, ...] | None
    not_actions: tuple[Text, ...] | None
    resources: tuple[Text, ...] | None
    not_resources: tuple[Text, ...] | None
    principals: tuple[tuple[str, Text], ...] = ()
    conditions: tuple[ConditionPart, ...] = ()

    @property
    def allows(self) -> bool:
        return self.effect == "Allow"

    def condition_keys(self) -> set[str]:
        """The condition keys, in lower case."""
        return {condition.key.lower() for condition in self.conditions}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPart:
    """The document of one kind."""

    tree: dict[str, Any]
    kind: PolicyKind
    statements: tuple[StatementPart, ...] = field(default=())

    @property
    def has_variables(self) -> bool:
        return self.tree.get("Version") == CURRENT_VERSION


def parts_of(tree: Any, kind: PolicyKind) -> DocumentPart:
    """What can be read of a tree; nothing when it is no object."""
    if not isinstance(tree, dict):
        return DocumentPart(tree={}, kind=kind)
    is_list = isinstance(tree.get("Statement"), list)
    statements = tuple(
        _statement(statement, ("Statement", index) if is_list else ("Statement",))
        for index, statement in enumerate(statements_of(tree))
        if isinstance(statement, dict)
    )
    return DocumentPart(tree=tree, kind=kind, statements=statements)


def _statement(tree: dict[str, Any], path: Path) -> StatementPart:
    sid = tree.get("Sid")
    return StatementPart(
        path=path,
        tree=tree,
        effect=str(tree.get("Effect")),
        sid=sid if isinstance(sid, str) else None,
        actions=_texts(tree, "Action", path),
        not_actions=_texts(tree, "NotAction", path),
        resources=_texts(tree, "Resource", path),
        not_resources=_texts(tree, "NotResource", path),
        principals=tuple(_principals(tree, path)),
        conditions=tuple(_conditions(tree.get("Condition"), (*path, "Condition"))),
    )


def _texts(tree: dict[str, Any], element: str, path: Path) -> tuple[Text, ...] | None:
    if element not in tree:
        return None
    return tuple(each for each in texts_at(tree[element], (*path, element)))


def texts_at(value: Any, path: Path) -> list[Text]:
    """The strings of a string or a list of strings."""
    if isinstance(value, str):
        return [Text(value, path)]
    listed = value if isinstance(value, list) else ()
    return [Text(text, (*path, index)) for index, text in enumerate(listed) if isinstance(text, str)]


def _principals(tree: dict[str, Any], path: Path) -> list[tuple[str, Text]]:
    element = tree.get("Principal")
    here = (*path, "Principal")
    if element == "*":
        return [("AWS", Text("*", here))]
    if not isinstance(element, dict):
        return []
    return [(label, text) for label, named in element.items() for text in texts_at(named, (*here, label))]


def _conditions(tree: Any, path: Path) -> list[ConditionPart]:
    found = []
    for name, comparisons in tree.items() if isinstance(tree, dict) else ():
        operator = parse_operator(name)
        if operator is None or not isinstance(comparisons, dict):
            continue
        for key, values in comparisons.items():
            here = (*path, name, key)
            is_list = isinstance(values, list)
            pairs = [(value, (*here, index)) for index, value in enumerate(values)] if is_list else [(values, here)]
            known = [
                (value, where) for value, where in pairs if value is not None and not isinstance(value, dict | list)
            ]
            texts = tuple(Text(_text(value), where) for value, where in known)
            types = frozenset(type(value).__name__ for value, _ in known)
            found.append(ConditionPart(name, operator, key, here, texts, types, is_list))
    return found


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
