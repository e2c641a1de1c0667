"""Near names, for "did you mean"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Shorter names are part of too many others.
_TELLING = 4


def near(name: str, candidates: Iterable[str], most: int = 3) -> list[str]:
    """The candidates that resemble the name, nearest first; case is no difference.

    One that holds the whole name comes before one that is only spelled like it: `S3ReadOnly` is more likely
    AmazonS3ReadOnlyAccess than ReadOnlyAccess.
    """
    import difflib  # only an error pays its 3 ms

    lowered: dict[str, str] = {}
    for candidate in candidates:
        lowered.setdefault(candidate.lower(), candidate)
    wanted = name.lower()
    holding = sorted((each for each in lowered if len(wanted) >= _TELLING and wanted in each), key=len)
    alike = difflib.get_close_matches(wanted, lowered, n=most, cutoff=0.6)
    return [lowered[match] for match in dict.fromkeys([*holding[:most], *alike])][:most]
