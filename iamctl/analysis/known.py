"""What is known of the requests of a caller, whatever it asks for, and what is left open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamctl.engine.conditions.operators import Condition


class Known(NamedTuple):
    """The keys that every request carries with the same value, and which others one may carry.

    Attributes:
        context: keys in lower case.
        may_carry: of a key in lower case that the context lacks: whether some request carries it. One that none
            carries is known to be absent.
    """

    context: Mapping[str, str | tuple[str, ...]]
    may_carry: Callable[[str], bool]

    def is_open(self, key: str) -> bool:
        """Whether the key has another value from request to request."""
        return key not in self.context and self.may_carry(key)

    def answer(self, condition: Condition) -> bool | None:
        """Whether the condition holds for every request, for none (False), or for some (None)."""
        if any(self.is_open(key) for key in condition.asks):
            return None
        return condition.holds(self.context)
