"""A request in a box, as plain as it can be found: the proof of what is said about the box.

First a known action on a resource of one of its types, then any; variables that nobody filled in get a value. Whoever
asks says whether a request is one: the engine's answers have the last word.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple, Protocol

from iamctl.analysis.permissions.boxes import ACTIONS, RESOURCES
from iamctl.analysis.permissions.languages import TooManyPlaces, find_text
from iamctl.analysis.permissions.patterns import ANY, RUN, Group, Pattern, filled, from_units
from iamctl.analysis.permissions.values import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence, Set

    from iamctl.analysis.permissions.boxes import Box, Language, Space
    from iamctl.analysis.permissions.conditions import ConditionTest
    from iamctl.analysis.permissions.patterns import Token

    Value = str | tuple[str, ...]
    Context = Mapping[str, Value]

MOST_TRIED = 400
_MOST_ACTIONS = 12
_MOST_THOROUGH = 8
_PLAIN = ("example", "report.csv", "alice", "x")


class Witness(NamedTuple):
    """One request; the caller's own context is not told."""

    action: str
    resource: str
    context: Context


class Catalog(Protocol):
    """What is known of actions; names in lower case are asked for, AWS's spelling is given."""

    def matching(self, pattern: str) -> Sequence[str]:
        """The known actions that fit the pattern, sorted, as AWS spells them."""

    def arn_patterns(self, action: str) -> Sequence[str]:
        """What ARNs of the resource types of a known action look like: `arn:${Partition}:s3:::${BucketName}`."""


def find_witness(
    box: Box, space: Space, catalog: Catalog | None, is_one: Callable[[str, str, Context], bool]
) -> Witness | None:
    """A request in the box for which `is_one` holds; None when none was found."""
    for tried in islice(_candidates(box, space, catalog), MOST_TRIED):
        if box.holds(*tried) and is_one(*tried):
            return tried
    return None


def _candidates(box: Box, space: Space, catalog: Catalog | None) -> Iterator[Witness]:
    actions = () if catalog is None else tuple(islice(known_actions(box.actions, catalog), _MOST_ACTIONS))
    for number, supposed in enumerate(_supposed(box, space)):
        if supposed is None:
            continue
        filled, context, absent = supposed
        if space.has_no_resource(filled.resources):
            continue
        values = _context(filled, space, context, absent)
        if values is None:
            continue
        # With two open variables there are hundreds of ways to fill them in, and twelve actions each took 6 s.
        tried = actions if number < _MOST_THOROUGH else actions[:1]
        yield from (Witness(action, resource, values) for action, resource in _asked(filled, tried, catalog))


def _asked(box: Box, actions: Sequence[str], catalog: Catalog | None) -> Iterator[tuple[str, str]]:
    """Actions with resources, the plainest first."""
    plain = _plain_resource(box)
    if catalog is not None:
        for action in actions:
            patterns = catalog.arn_patterns(action)
            for pattern in patterns:
                if (like := resource_like(box, pattern)) is not None:
                    yield action, like
            if not patterns and (star := _text(box.resources, _STAR)) is not None:
                yield action, star
        if actions and plain is not None:
            yield actions[0], plain
    units = find_text((*box.actions.ins, ACTIONS), box.actions.outs)
    if units is not None and plain is not None:
        yield from_units(units), plain


def known_actions(language: Language, catalog: Catalog) -> Iterator[str]:
    """The known actions in the language."""
    smallest = min(language.ins, key=lambda group: len(group.patterns), default=None)
    patterns = ["*"] if smallest is None else [pattern.text for pattern in smallest.patterns]
    seen: set[str] = set()
    for pattern in patterns:
        for action in catalog.matching(pattern):
            lower = action.lower()
            if lower in seen:
                continue
            seen.add(lower)
            if language.fits(lower):
                yield action


_STAR = Group((Pattern("${*}", ("*",)),))


def resource_like(box: Box, arn_pattern: str) -> str | None:
    """A resource in the box of the type whose ARNs look so; words in the place of names."""
    for text in _worded(arn_pattern, box):
        if _is_in(box.resources, text):
            return text
    return _text(box.resources, _of_type(arn_pattern))


def _worded(arn_pattern: str, box: Box) -> Iterator[str]:
    """The ARN with words in it; then the box's own patterns with words in them."""
    for group in box.resources.ins:
        for pattern in group.patterns[:50]:
            for word in _PLAIN[:2]:
                text = filled(pattern, word)
                if text.startswith("arn:") and _of_type(arn_pattern).fits(text):
                    yield text
    for word in _PLAIN:
        yield filled(_of_type(arn_pattern).patterns[0], word)


@lru_cache(maxsize=4096)
def _of_type(arn_pattern: str) -> Group:
    """A variable is at least one character; the partition, the region and the account are plausible ones."""
    import re

    tokens: list[Token] = []
    known = {"Partition": "aws", "Region": "us-east-1", "Account": "111122223333"}
    for part in re.split(r"(\$\{[^}]*\})", arn_pattern):
        if not part.startswith("${"):
            tokens += part.replace("*", "")
            continue
        word = part[2:-1]
        tokens += known.get(word, (ANY, RUN))
    return Group((Pattern(arn_pattern, tuple(tokens)),))


def _is_in(language: Language, text: str) -> bool:
    return RESOURCES.fits(text) and language.fits(text)


def _text(language: Language, more: Group) -> str | None:
    try:
        text = find_text((*language.ins, RESOURCES, more), language.outs)
    except TooManyPlaces:
        return None
    return None if text is None else from_units(text)


def _plain_resource(box: Box) -> str | None:
    for group in box.resources.ins:
        for pattern in group.patterns[:50]:
            for word in _PLAIN[:2]:
                text = filled(pattern, word)
                if _is_in(box.resources, text):
                    return from_units(text)
    for group in (Group((Pattern("", ("*",)),)), *_ARNS, RESOURCES):
        if (text_ := _text(box.resources, group)) is not None:
            return text_
    return None


_ARNS = (
    Group((Pattern("", (*"arn:aws:s3:::example/", ANY, RUN)),)),
    Group((Pattern("", (*"arn:aws:", ANY, RUN, ":", RUN, ":", RUN, ":", ANY, RUN)),)),
)


def _context(box: Box, space: Space, given: Context, absent: Set[str]) -> dict[str, Value] | None:
    """A value for each key that the box's tests look at."""
    context: dict[str, Value] = dict(given)
    for key in sorted({test.key for test, _ in box.tests}):
        of_key = [(test, wanted) for test, wanted in box.tests if test.key == key]
        if key in context or key in absent:
            if not all(test.holds(context) == wanted for test, wanted in of_key):
                return None
            continue
        answer = space.value(of_key, key)
        if not isinstance(answer, Found):
            return None
        if answer.value is not None:
            context[key] = answer.value
    return context


def _supposed(box: Box, space: Space) -> Iterator[tuple[Box, Context, Set[str]] | None]:
    """The box with values in the place of open variables; those values, and the keys that are left out."""
    asks = {key for test, _ in box.tests for key in test.asks} | {key for spot, _ in box.spots for key in spot.asks}
    if not asks:
        yield box, {}, frozenset()
        return
    keys = sorted(asks)
    choices = [_values_for(box, key, space) for key in keys]
    for values in islice(product(*choices), MOST_TRIED):
        context = {key: value for key, value in zip(keys, values, strict=True) if value is not None}
        yield _with(box, context, asks)


def _values_for(box: Box, key: str, space: Space) -> list[str | None]:
    """What a variable may be: what its own tests leave, plain words, and what literals of the policies suggest."""
    own = [(test, wanted) for test, wanted in box.tests if test.key == key and not test.asks]
    answer = space.value(own, key) if own else None
    found: list[str | None] = [answer.value] if isinstance(answer, Found) and isinstance(answer.value, str) else []
    found += [value for test, _ in own for value in test.entry.values]
    found += [*_PLAIN, "*", "", None]
    kept = [value for value in dict.fromkeys(found) if _suits(own, key, value)]
    return [*kept, *_parts_of(box)][:12]


def _suits(own: list[tuple[ConditionTest, bool]], key: str, value: str | None) -> bool:
    context = {} if value is None else {key: value}
    return all(test.holds(context) == wanted for test, wanted in own)


def _parts_of(box: Box) -> list[str]:
    """Pieces of the resources of the box: what a variable may stand for in one of them."""
    found: dict[str, None] = {}
    for group in (*box.resources.ins, *box.resources.outs):
        for pattern in group.patterns[:20]:
            for part in pattern.text.rpartition(":")[2].split("/"):
                if part and not set(part) & set("*?$"):
                    found[part] = None
    return list(found)


def _with(box: Box, context: Context, asks: set[str]) -> tuple[Box, Context, Set[str]] | None:
    changed = box._replace(tests=frozenset((test.supposing(context), wanted) for test, wanted in box.tests))
    changed = changed._replace(spots=frozenset())
    for spot, is_in in box.spots:
        group = spot.supposing(context)
        if is_in and not group.patterns:
            return None
        if group.patterns:
            changed = changed.keeping(("resource", group, is_in))
    return changed, context, {key for key in asks if key not in context}
