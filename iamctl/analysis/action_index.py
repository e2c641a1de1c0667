"""Statements by the service that their actions are of: which of them speak of each of a service's actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.engine.patterns import Globs, utf16

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iamctl.engine.statement import CompiledStatement


class ActionIndex:
    """Statements to be asked about the actions of one service after another.

    AWS's ReadOnlyAccess lists two thousand patterns; of one service there are ten.
    """

    def __init__(self, statements: Iterable[CompiledStatement]) -> None:
        self._patterns = [_Patterns(statement) for statement in statements]

    def of_service(self, prefix: str) -> Callable[[str], tuple[CompiledStatement, ...]]:
        """What statements speak of an action (in lower case) of the service with this prefix (in lower case)."""
        tests = [(patterns.statement, patterns.test(prefix), patterns.is_listed) for patterns in self._patterns]

        def about(action: str) -> tuple[CompiledStatement, ...]:
            return tuple(statement for statement, fits, is_listed in tests if fits(action) == is_listed)

        return about


class _Patterns:
    """The action patterns of a statement by service.

    Attributes:
        is_listed: whether the statement speaks of the actions that fit (Action), or of the others (NotAction).
    """

    def __init__(self, statement: CompiledStatement) -> None:
        said = statement.statement
        self.statement = statement
        self.is_listed = said.actions is not None
        self._of_any: list[str] = []
        self._of_service: dict[str, list[str]] = {}
        for pattern in said.actions if said.actions is not None else said.not_actions or ():
            service, colon, _ = pattern.lower().partition(":")
            if not colon or "*" in service or "?" in service:
                self._of_any.append(pattern.lower())
            else:
                self._of_service.setdefault(service, []).append(pattern.lower())

    def test(self, prefix: str) -> Callable[[str], bool]:
        """A test on actions of the service: whether one of the patterns fits."""
        patterns = self._of_any + self._of_service.get(prefix, [])
        return Globs(map(utf16, patterns)).fit
