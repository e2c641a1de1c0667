"""A language in patterns: as few as say it exactly, with what is left out of them.

A pattern of one group that lies within a pattern of another says both; two that only overlap are named together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.permissions.languages import find_text, holds_every
from iamctl.analysis.permissions.patterns import RUN, Group, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.analysis.permissions.boxes import Language

ALSO = " that is also "
_WHOLE = Pattern("*", (RUN,))


class Described(NamedTuple):
    """Texts that fit one of the patterns and none of the exceptions."""

    patterns: tuple[str, ...]
    exceptions: tuple[str, ...] = ()


def described(language: Language, universe: Group, *, besides: Sequence[Language] = ()) -> Described:
    """The language in patterns.

    Args:
        universe: the texts that are in question at all.
        besides: what is told already: a pattern that lies within one of them is left out.
    """
    both: list[tuple[Pattern, ...]] = [(_WHOLE,)]
    for group in sorted(language.ins, key=lambda each: len(each.patterns)):
        both = list(dict.fromkeys(found for one in both for found in _narrowed(one, group)))
    left = [each for each in both if not _is_empty((*each,), language.outs, universe)]
    left = _without_narrower(left)
    left = [each for each in left if not any(_is_told(each, language.outs, other, universe) for other in besides)]
    exceptions = [
        pattern
        for group in language.outs
        for pattern in group.patterns
        if any(not _is_empty((*each, pattern), (), universe) for each in left)
    ]
    return Described(
        tuple(ALSO.join(pattern.text for pattern in each) for each in left),
        tuple(pattern.text for pattern in _widest(exceptions)),
    )


def _narrowed(one: tuple[Pattern, ...], group: Group) -> Iterable[tuple[Pattern, ...]]:
    """What of some overlapping patterns is in the group."""
    if len(one) == 1:
        near = group.near(one[0])
        if any(holds_every(pattern, one[0]) for pattern in near.patterns):
            yield one
            return
    else:
        near = group
    for pattern in near.patterns:
        if any(holds_every(pattern, each) for each in one):
            yield one
            continue
        kept = tuple(each for each in one if not holds_every(each, pattern))
        if find_text(tuple(Group((each,)) for each in (*kept, pattern))) is not None:
            yield (*kept, pattern)


def _is_empty(ins: Sequence[Pattern], outs: tuple[Group, ...], universe: Group) -> bool:
    return find_text((*(Group((each,)) for each in ins), universe), outs) is None


def _is_told(one: tuple[Pattern, ...], outs: tuple[Group, ...], told: Language, universe: Group) -> bool:
    """Whether what overlapping patterns hold, but for `outs`, is in a language that is told already."""
    groups = (*(Group((each,)) for each in one), universe)
    return all(find_text(groups, (*outs, group)) is None for group in told.ins) and all(
        find_text((*groups, group), outs) is None for group in told.outs
    )


def _without_narrower(listed: list[tuple[Pattern, ...]]) -> list[tuple[Pattern, ...]]:
    """Without those that need not be said beside a wider one."""
    wide = set(_widest(each[0] for each in listed if len(each) == 1))
    group = Group(wide)
    return [
        each
        for each in listed
        if (each[0] in wide if len(each) == 1 else not any(group.near(one).surely_holds(one) for one in each))
    ]


def _widest(patterns: Iterable[Pattern]) -> list[Pattern]:
    """Without those that another one plainly holds."""
    unique = list(dict.fromkeys(patterns))
    prefixes = Group(each for each in unique if each.is_prefix)
    return [
        each
        for each in unique
        if not any(other != each and other.surely_holds(each) for other in prefixes.near(each).patterns)
    ]
