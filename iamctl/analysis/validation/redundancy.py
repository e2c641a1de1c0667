"""Statements that another statement makes superfluous.

Rules kept here:
  * a statement is redundant when one of the same effect covers its principals, actions, resources and has no
    condition, or the same ones;
  * an Allow is shadowed when a Deny without conditions covers it.

What is found is certain; two statements that cover a third only together are not looked for.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.validation.issues import Finding, finding
from iamctl.policy.coverage import covers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.validation.parts import DocumentPart, StatementPart, Text

_MOST_COMPARED = 200
"""Statements; a longer document is not looked at: every one would be compared with every other."""
_MOST_PAIRS = 10_000
"""Of patterns of two statements that are held against each other."""


def check_redundancy(document: DocumentPart) -> Iterator[Finding]:
    """Every statement that could go without a difference."""
    statements = document.statements
    if len(statements) > _MOST_COMPARED:
        return
    gone: set[int] = set()
    for index, statement in enumerate(statements):
        for other_index, other in enumerate(statements):
            if index == other_index or other_index in gone:
                continue
            if other.effect != statement.effect and (other.conditions or not statement.allows):
                continue
            if not _covers(other, statement):
                continue
            if other.effect == statement.effect:
                gone.add(index)
                details = f"{_named(statement)} is redundant: {_named(other)} provides the same permissions."
                yield finding("REDUNDANT_STATEMENT", details, statement.path, other.path, mend="remove it")
                break
            if other.effect == "Deny":
                details = f"{_named(statement)} allows nothing: {_named(other)} denies all of it."
                yield finding("ALLOW_SHADOWED_BY_DENY", details, statement.path, other.path)
                break


def _named(statement: StatementPart) -> str:
    if statement.sid:
        return f"The statement {statement.sid}"
    number = statement.path[-1]
    return f"Statement {number + 1}" if isinstance(number, int) else "The statement"


def _covers(wide: StatementPart, narrow: StatementPart) -> bool:
    if wide.conditions and wide.tree.get("Condition") != narrow.tree.get("Condition"):
        return False
    for element in ("Principal", "NotPrincipal"):
        if wide.tree.get(element) != narrow.tree.get(element) and wide.tree.get(element) != "*":
            return False
    return _covers_lists(
        wide.actions, wide.not_actions, narrow.actions, narrow.not_actions, ignore_case=True
    ) and _covers_lists(wide.resources, wide.not_resources, narrow.resources, narrow.not_resources, ignore_case=False)


def _covers_lists(
    wide: tuple[Text, ...] | None,
    wide_not: tuple[Text, ...] | None,
    narrow: tuple[Text, ...] | None,
    narrow_not: tuple[Text, ...] | None,
    *,
    ignore_case: bool,
) -> bool:
    if wide is None and wide_not is None:
        return narrow is None and narrow_not is None
    if wide is not None and narrow is not None and len(wide) * len(narrow) > _MOST_PAIRS:
        return False
    if wide is not None and narrow is not None:
        return bool(narrow) and all(_one_covers(wide, text, ignore_case=ignore_case) for text in narrow)
    if wide is not None:
        return any(text.text == "*" for text in wide)
    if wide_not is not None and narrow_not is not None:
        return all(_one_covers(narrow_not, text, ignore_case=ignore_case) for text in wide_not)
    return False


def _one_covers(wide: tuple[Text, ...], text: Text, *, ignore_case: bool) -> bool:
    return any(covers(each.text, text.text, ignore_case=ignore_case) for each in wide)
