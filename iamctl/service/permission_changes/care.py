"""What whoever makes a change wants to know of it first, and how far it may go."""

from __future__ import annotations

from typing import NamedTuple


class Care(NamedTuple):
    """How a change's permissions are looked at.

    Attributes:
        shows: work out who gains and loses what, for a person to see.
        deny_new_access: refuse the change if anybody gains anything.
        override_guard: why a guard may be broken this once; None is that none may.
    """

    shows: bool = False
    deny_new_access: bool = False
    override_guard: str | None = None

    @property
    def looks(self) -> bool:
        """Whether permissions are worked out, whatever guards there are."""
        return self.shows or self.deny_new_access


CARELESS = Care()
