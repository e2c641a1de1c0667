"""Where every key and value of a JSON or TOML text begins and ends, and lines and columns of such offsets.

A path holds keys and indices: `("Statement", 0, "Action", 2)`; the empty one is the whole value. A table of TOML
reaches from its header, or its first dotted key, to the last line of what lies below it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import NamedTuple

from iamctl.syntax.toml_outline import Entry, NotTOML, Value, outline

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[^\s"\[\]{},:]++|[\[\]{},:]', re.DOTALL)
_KEY = re.compile(r'"(?:[^"\\\n]++|\\.)*+"|\'[^\'\n]*+\'|[A-Za-z0-9_-]++')
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Extent(NamedTuple):
    """Offsets into the text; `end` is past the last character.

    Attributes:
        key: of the key that the value stands under; None for an element of a list and for the whole.
    """

    start: int
    end: int
    key: tuple[int, int] | None = None


class Position(NamedTuple):
    """One place in a text; line and column count from 1, columns in characters, the offset from 0."""

    line: int
    column: int
    offset: int


class Lines:
    """The lines of a text; CRLF, a lone CR and LF are one break each."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]

    def position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1, offset)


def json_extents(text: str) -> dict[Path, Extent]:
    """Every value of a text that is JSON; of a text that is not, what stands before the mistake."""
    found: dict[Path, Extent] = {}
    path: list[str | int] = []
    keys: list[tuple[int, int] | None] = []
    opened: list[int] = []
    in_key = False

    def close(start: int, end: int) -> None:
        found[tuple(path)] = Extent(start, end, keys[-1] if keys else None)

    for match in _TOKEN.finditer(text):
        token, start, end = match[0], match.start(), match.end()
        if token in "[{":
            opened.append(start)
            path.append("" if token == "{" else 0)
            keys.append(None)
            in_key = token == "{"
        elif token in "]}":
            if not opened:
                break
            path.pop()
            keys.pop()
            close(opened.pop(), end)
            in_key = False
        elif token == ",":
            if path and isinstance(path[-1], int):
                path[-1] += 1
            else:
                in_key = True
        elif token == ":":
            in_key = False
        elif in_key and path:
            path[-1], keys[-1] = _decoded(token), (start, end)
        else:
            close(start, end)
    return found


def _decoded(token: str) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        return token


def toml_extents(text: str) -> dict[Path, Extent]:
    """Every table and value of a text that is TOML; nothing when it is not."""
    found: dict[Path, Extent] = {(): Extent(0, len(text))}
    try:
        sections = outline(text)
    except NotTOML:
        return {}
    for section in sections:
        for length in range(1, len(section.path) + 1):
            _reach(found, section.path[:length], Extent(section.start, _trimmed(text, section.start, section.end)))
        for entry in section.entries:
            _add_entry(found, section.path, entry, text)
    return found


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _reach(found: dict[Path, Extent], path: Path, extent: Extent) -> None:
    """Let what is known of a path reach over the extent too."""
    known = found.get(path)
    found[path] = extent if known is None else known._replace(end=max(known.end, extent.end))


def _add_entry(found: dict[Path, Extent], path: Path, entry: Entry, text: str) -> None:
    *tables, last = zip(entry.keys, entry.starts, strict=True)
    for key, start in tables:
        path = (*path, key)
        _reach(found, path, Extent(start, entry.value.end, _key_at(text, start)))
    key, start = last
    _add_value(found, (*path, key), entry.value, _key_at(text, start), text)


def _key_at(text: str, start: int) -> tuple[int, int]:
    match = _KEY.match(text, start)
    return start, match.end() if match else start


def _add_value(found: dict[Path, Extent], path: Path, value: Value, key: tuple[int, int] | None, text: str) -> None:
    found[path] = Extent(value.start, value.end, key)
    for index, item in enumerate(value.items or ()):
        _add_value(found, (*path, index), item, None, text)
    for entry in value.entries or ():
        _add_entry(found, path, entry, text)
