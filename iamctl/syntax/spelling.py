"""Near names, for "did you mean"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Shorter names are part of too many others.
_TELLING = 4


def _holds(candidate: str, wanted: str) -> bool:
    """Whether the text is a part of the candidate, and not the end of one word and the beginning of the next.

    `deploy` is a part of mydeployer; `nope` is none of AmazonOpenSearch.
    """
    at = candidate.lower().find(wanted)
    while at > 0 and not candidate[at].isupper() and _begins_a_word(candidate[at : at + len(wanted)]):
        at = candidate.lower().find(wanted, at + 1)
    return at >= 0


def _begins_a_word(text: str) -> bool:
    return any(before.islower() and after.isupper() for before, after in pairwise(text))


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
    holding = sorted((each for each in lowered if len(wanted) >= _TELLING and _holds(lowered[each], wanted)), key=len)
    alike = difflib.get_close_matches(wanted, lowered, n=most, cutoff=0.6)
    return [lowered[match] for match in dict.fromkeys([*holding[:most], *alike])][:most]
