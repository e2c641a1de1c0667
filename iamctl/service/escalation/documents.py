"""Policy documents as roads need them: compiled once, with what they say of the actions of the table."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from iamctl.analysis.escalation.table import actions_named
from iamctl.engine.patterns import Globs, utf16
from iamctl.engine.statement import CompiledStatement
from iamctl.policy.statements import Effect, statements_in

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.policy.statements import Statement

_PERSONAL = ("aws:username", "aws:userid", "aws:principal")


class Compiled:
    """One document under one name.

    Attributes:
        name: a policy's ARN, or `inline Deploy of user alice`.
        text: the document; two that have the same say the same.
        statements: all of them, to be compiled when something is asked.
    """

    def __init__(self, name: str, document: Document, actions: Actions) -> None:
        self.name = name
        self.text = document.text
        self.read = statements_in(document.tree)
        self._actions = actions

    @cached_property
    def statements(self) -> tuple[CompiledStatement, ...]:
        return tuple(CompiledStatement(statement, self.name) for statement in self.read)

    @cached_property
    def speaks(self) -> frozenset[str]:
        """The actions of the table that an Allow speaks of; in lower case."""
        allows = (statement for statement in self.read if statement.effect is Effect.ALLOW)
        return frozenset(action for statement in allows for action in self._actions.of(statement))

    @cached_property
    def bars(self) -> bool:
        """Whether a Deny speaks of an action of the table."""
        denies = (statement for statement in self.read if statement.effect is Effect.DENY)
        return any(self._actions.of(statement) for statement in denies)

    @cached_property
    def plain_allows(self) -> tuple[CompiledStatement, ...]:
        """The Allows without conditions whose actions have no `?`: what they cover is plain from pattern to pattern."""
        return tuple(
            each
            for each in self.statements
            if not each.is_deny
            and not each.conditions
            and not any("?" in text for text in each.statement.actions or ())
        )

    @cached_property
    def has_deny(self) -> bool:
        return any(statement.effect is Effect.DENY for statement in self.read)

    @cached_property
    def is_personal(self) -> bool:
        """Whether it says something else to each that has it."""
        return any(key.startswith(_PERSONAL) for statement in self.statements for key in statement.asks)


class Actions:
    """Which actions of the table a statement speaks of; each list of patterns is looked at once."""

    def __init__(self) -> None:
        self._named = actions_named()
        self._found: dict[tuple[str, ...], frozenset[str]] = {}

    def of(self, statement: Statement) -> frozenset[str]:
        if statement.actions is not None:
            return self._fitting(statement.actions)
        return self._named - self._fitting(statement.not_actions or ())

    def _fitting(self, patterns: tuple[str, ...]) -> frozenset[str]:
        found = self._found.get(patterns)
        if found is None:
            fit = Globs([utf16(pattern.lower()) for pattern in patterns]).fit
            found = self._found[patterns] = frozenset(filter(fit, self._named))
        return found
