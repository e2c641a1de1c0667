"""Where values stand in a large JSON text.

Only what leads to a wanted place is walked in Python; everything beside it is skipped by the decoder, which is
written in C: one place in a dump of 40 MB costs no more than reading it once.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from iamctl.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def places(text: str, source: str, paths: Iterable[Path]) -> dict[Path, Place]:
    """The place of each path. A path's first element counts the JSON values that stand one after another.

    What is not there has the place of the nearest value around it. A member's place is that of its key. The
    text has to be JSON.
    """
    wanted = list(dict.fromkeys(paths))
    offsets: dict[Path, int] = {}
    last = max((path[0] for path in wanted if path and isinstance(path[0], int)), default=-1)
    offset = _past_space(text, 1 if text.startswith("\ufeff") else 0)
    for page in range(last + 1):
        offset = _past_space(text, _walk(text, offset, (page,), wanted, offsets))
    found = {}
    for path in wanted:
        known = next((offsets[path[:length]] for length in range(len(path), 0, -1) if path[:length] in offsets), 0)
        found[path] = _place(text, source, known)
    return found


def _walk(text: str, offset: int, path: Path, wanted: list[Path], offsets: dict[Path, int]) -> int:
    """Note what is wanted at the path and below; the offset after the value that stands there."""
    here = [each for each in wanted if each[: len(path)] == path]
    if here:
        offsets.setdefault(path, offset)
    if text[offset] not in "{[" or not any(len(each) > len(path) for each in here):
        return int(_DECODER.raw_decode(text, offset)[1])
    is_object = text[offset] == "{"
    offset = _past_space(text, offset + 1)
    index = 0
    while text[offset] not in "}]":
        step: str | int = index
        if is_object:
            start = offset
            step, offset = _DECODER.raw_decode(text, offset)
            offset = _past_space(text, _past_space(text, offset) + 1)
            if any(each[: len(path) + 1] == (*path, step) for each in here):
                offsets.setdefault((*path, step), start)
        offset = _past_space(text, _walk(text, offset, (*path, step), here, offsets))
        if text[offset] == ",":
            offset = _past_space(text, offset + 1)
        index += 1
    return offset + 1


def _past_space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset


def _place(text: str, source: str, offset: int) -> Place:
    line = text.count("\n", 0, offset) + 1
    return Place(source, line, offset - text.rfind("\n", 0, offset))
