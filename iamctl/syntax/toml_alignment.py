"""Which element of a changed list was which before, so that comments stay beside what they speak of.

Tables are known by the first of `name`, `version_id`, `Sid` and `key` that tells all of them apart, everything
else by its value. The pairs keep their order: an element that moved is one that went and one that came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

IDENTITY_KEYS = ("name", "version_id", "Sid", "key")

Pair = tuple[int | None, int | None]


def align(before: Sequence[object], after: Sequence[object]) -> list[Pair]:
    """(index before, index after) in the order of both; None stands for one that went or one that came."""
    import difflib  # only a change within a list pays its 3 ms

    key = _identity_key(before, after)
    old, new = _tokens(before, key), _tokens(after, key)
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    pairs: list[Pair] = [(index, index) for index in range(head)]
    middle = difflib.SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    for _, old_start, old_end, new_start, new_end in middle.get_opcodes():
        pairs += _paired(old_start + head, old_end + head, new_start + head, new_end + head, is_keyed=key is not None)
    pairs += [(len(old) - rest, len(new) - rest) for rest in range(tail, 0, -1)]
    return pairs


def _paired(old_start: int, old_end: int, new_start: int, new_end: int, *, is_keyed: bool) -> list[Pair]:
    """Pairs of a stretch of both lists. Without names the place decides; with names, only where none came or went."""
    old, new = old_end - old_start, new_end - new_start
    both = 0 if is_keyed and old != new else min(old, new)
    pairs: list[Pair] = [(old_start + step, new_start + step) for step in range(both)]
    pairs += [(index, None) for index in range(old_start + both, old_end)]
    pairs += [(None, index) for index in range(new_start + both, new_end)]
    return pairs


def _identity_key(before: Sequence[object], after: Sequence[object]) -> str | None:
    return next((key for key in IDENTITY_KEYS if _tells_apart(before, key) and _tells_apart(after, key)), None)


def _tells_apart(items: Sequence[object], key: str) -> bool:
    names = [item.get(key) for item in items if isinstance(item, Mapping)]
    return len(names) == len(items) and all(isinstance(name, str) for name in names) and len(set(names)) == len(names)


def _tokens(items: Sequence[object], key: str | None) -> list[str]:
    if key is None:
        return [_canonical(item) for item in items]
    return [str(item[key]) for item in items if isinstance(item, Mapping)]


def _canonical(value: object) -> str:
    """A text that two values share when they are the same."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key!r}:{_canonical(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_canonical, value)) + "]"
    return repr(value)
