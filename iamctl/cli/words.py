"""Options that take one word of a fixed set, in whatever case it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def one_of(option: str, allowed: Sequence[str]) -> Callable[[str | None], str | None]:
    """A callback that gives the word as the API spells it: `local` becomes `Local`.

    Raises:
        UsageError: the word is none of them.
    """
    spelt = {word.lower(): word for word in allowed}

    def checked(value: str | None) -> str | None:
        if value is None:
            return None
        if value.lower() not in spelt:
            raise UsageError(f"{option} takes no {value!r}.", hint=f"it takes {', '.join(allowed)}")
        return spelt[value.lower()]

    return checked
