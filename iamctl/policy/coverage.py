"""Whether one pattern of a policy covers all that another covers.

Rules kept here:
  * yes is certain, no may be a pattern that covers the other in a roundabout way;
  * `*` takes any run of the other pattern, wildcards included; `?` takes one character or one `?`, never a `*`, and
    no character beyond U+FFFF, which is two for AWS;
  * policy variables stand for anything: the covered pattern's are read as `*`, a covering pattern has none. Two
    equal texts cover each other in any case.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_PAIRS = 1_000_000
"""Of patterns that are held against each other; in a longer list only what stands twice is found."""

_VARIABLE = re.compile(r"\$\{[^}]*\}?")


def covers(pattern: str, other: str, *, ignore_case: bool = False) -> bool:
    """Whether every text that `other` matches is matched by `pattern`, as far as can be told from the two."""
    if pattern == other or pattern == "*":
        return True
    if ignore_case:
        pattern, other = pattern.lower(), other.lower()
    head = _head(pattern)
    if not other.startswith(head) or "${" in pattern:
        return False
    if len(head) == len(pattern):  # without wildcards
        return pattern == other
    return _test(pattern)(_VARIABLE.sub("*", other)) is not None


def covered(texts: Sequence[str], *, ignore_case: bool = False) -> dict[int, int]:
    """Which of the patterns are superfluous beside the others: index → index of one that covers it and stays."""
    found: dict[int, int] = {}
    wide = [index for index, text in enumerate(texts) if "*" in text or "?" in text]
    folded = [text.lower() if ignore_case else text for text in texts]
    first: dict[str, int] = {}
    for index, text in enumerate(folded):
        if first.setdefault(text, index) != index:
            found[index] = first[text]
    if len(wide) * len(texts) > MOST_PAIRS:
        return found
    for index, text in enumerate(texts):
        if index in found:
            continue
        for cover in wide:
            if cover != index and cover not in found and covers(texts[cover], text, ignore_case=ignore_case):
                found[index] = cover
                break
    return {index: _last(found, cover) for index, cover in found.items()}


def _last(found: dict[int, int], index: int) -> int:
    """The pattern at the end of a chain of covers: one that stays."""
    while index in found:
        index = found[index]
    return index


def _head(pattern: str) -> str:
    """What stands before the first wildcard."""
    star, mark = pattern.find("*"), pattern.find("?")
    ends = [end for end in (star, mark) if end >= 0]
    return pattern[: min(ends)] if ends else pattern


@lru_cache(maxsize=2048)
def _test(pattern: str) -> Callable[[str], re.Match[str] | None]:
    first, *rest = (_source(piece) for piece in re.split(r"\*+", pattern))
    if rest:
        # Atomic groups take the earliest fit and never come back: linear, whatever the pattern.
        *middle, last = rest
        first += "".join(f"(?>.*?{piece})" for piece in middle) + ".*" + last
    return re.compile(first, re.DOTALL).fullmatch


def _source(piece: str) -> str:
    return re.escape(piece).replace(r"\?", "[^*\U00010000-\U0010ffff]")
