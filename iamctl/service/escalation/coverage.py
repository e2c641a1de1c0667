"""Whether a policy's Allows are plainly within others: True is certain, False is for want of a proof."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iamctl.engine.patterns import utf16
from iamctl.policy.statements import Effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.engine.statement import CompiledStatement
    from iamctl.policy.statements import Statement
    from iamctl.service.escalation.documents import Compiled

_WILD = re.compile(r"[*?]|\$\{")


def is_within(document: Compiled, others: Iterable[Compiled]) -> bool:
    """Whether each Allow of the document is within one of the others', taken pattern by pattern.

    Args:
        others: policies without conditions on whose it is; their Denies are not looked at.
    """
    wide = [each for other in others for each in other.plain_allows]
    return all(_is_statement_within(statement, wide) for statement in _allows(document))


def outside(
    statement: CompiledStatement, patterns: Iterable[str], wide: Iterable[CompiledStatement]
) -> tuple[str, ...]:
    """The action patterns of the statement that are not plainly within one of the wide statements."""
    fitting = [each for each in wide if _has_resources(each.statement, statement.statement)]
    return tuple(each for each in patterns if not any(_has_action(other, each.lower()) for other in fitting))


def may_meet(denying: Compiled, allowing: Compiled) -> bool:
    """Whether a Deny of the one may take something off an Allow of the other: False is certain."""
    denies = [each for each in denying.read if each.effect is Effect.DENY]
    return any(_do_meet(deny, allow) for deny in denies for allow in _allows(allowing))


def _do_meet(deny: Statement, allow: Statement) -> bool:
    if deny.actions is not None and allow.actions is not None:
        one, other = (list(map(str.lower, each)) for each in (deny.actions, allow.actions))
        if not any(_have_common_beginning(first, second) for first in one for second in other):
            return False
    if deny.resources is None or allow.resources is None:
        return True
    return any(_have_common_beginning(one, other) for one in deny.resources for other in allow.resources)


def _have_common_beginning(one: str, other: str) -> bool:
    """Whether two patterns may fit one text, by what stands before their first wildcards and variables."""
    first, second = (_WILD.split(text, maxsplit=1) for text in (one, other))
    if len(first) == 1 and len(second) == 1:
        return first == second
    if len(first) == 1:
        return first[0].startswith(second[0])
    if len(second) == 1:
        return second[0].startswith(first[0])
    return first[0].startswith(second[0]) or second[0].startswith(first[0])


def _allows(document: Compiled) -> Iterator[Statement]:
    return (statement for statement in document.read if statement.effect is Effect.ALLOW)


def _is_statement_within(statement: Statement, wide: Iterable[CompiledStatement]) -> bool:
    if statement.actions is None:
        return False
    fitting = [each for each in wide if _has_resources(each.statement, statement)]
    return all(any(_has_action(each, pattern.lower()) for each in fitting) for pattern in statement.actions)


def _has_resources(wide: Statement, narrow: Statement) -> bool:
    if wide.resources is None:
        return False
    return "*" in wide.resources or (narrow.resources is not None and set(narrow.resources) <= set(wide.resources))


def _has_action(wide: CompiledStatement, pattern: str) -> bool:
    """Whether every action that the pattern fits is one of the statement's."""
    said = wide.statement
    if said.actions is not None:
        # A star of the narrow pattern is taken as a character by a star of the wide one, which has no `?` to take it.
        return wide.fits_action(utf16(pattern))
    service, colon, _ = pattern.partition(":")
    if not colon or "*" in service or "?" in service:
        return False
    for text in said.not_actions or ():
        other, _, _ = text.lower().partition(":")
        if other == service or "*" in other or "?" in other:
            return False
    return True
