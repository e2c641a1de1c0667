"""Near names, for "did you mean"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def near(name: str, candidates: Iterable[str], most: int = 3) -> list[str]:
    """The candidates that resemble the name, nearest first; case is no difference."""
    import difflib  # only an error pays its 3 ms

    lowered: dict[str, str] = {}
    for candidate in candidates:
        lowered.setdefault(candidate.lower(), candidate)
    return [lowered[match] for match in difflib.get_close_matches(name.lower(), lowered, n=most, cutoff=0.6)]
