"""Where everything stands in a TOML text: its sections, their keys, the values and what is in them.

A scan that keeps offsets and decodes nothing but keys; linear in the text, for texts that `parse_toml` took.

Source: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_REST_OF_LINE = re.compile(r"[ \t]*+(?:#[^\n]*+)?\r?\n?")
_KEY = re.compile(r'[A-Za-z0-9_-]++|"(?:[^"\\\n]++|\\.)*+"|\'[^\'\n]*+\'')
_SCALAR = re.compile(
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}|'
    r"'''(?:[^']++|'{1,2}(?!'))*+'{3,5}|"
    r'"(?:[^"\\\n]++|\\.)*+"|'
    r"'[^'\n]*+'|"
    r"\d{4}-\d\d-\d\d \d\d:[^,\]}\s#]*+|"
    r"[^,\[\]{}\s#\"'=]++",
    re.DOTALL,
)


class Value(NamedTuple):
    """The text `[start, end)` of one value; `items` for an array, `entries` for an inline table."""

    start: int
    end: int
    items: tuple[Value, ...] | None = None
    entries: tuple[Entry, ...] | None = None


class Entry(NamedTuple):
    """A key with its value; `keys` has several parts for a dotted key."""

    keys: tuple[str, ...]
    starts: tuple[int, ...]
    value: Value


@dataclass(slots=True)
class Section:
    """A header with what stands below it; the first section has no header and begins at 0.

    Attributes:
        path: with the index of each `[[array]]` on the way.
        starts: where the header's keys stand.
        start: of the header's bracket.
        body: where the line after the header begins.
        ends: for each entry, where the line after it begins.
        is_element: of an `[[array]]`.
    """

    path: Path
    starts: tuple[int, ...]
    start: int
    body: int
    is_element: bool = False
    entries: list[Entry] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Where the line after the last entry begins; comments and blank lines after it are not counted."""
        return self.ends[-1] if self.ends else self.body


class NotTOML(ValueError):
    """The text is not TOML at the offset that is the argument."""


def outline(text: str) -> list[Section]:
    """The sections in the order of the text.

    Raises:
        NotTOML: the text is not TOML.
    """
    sections = [Section((), (), 0, 0)]
    counts: dict[Path, int] = {}
    offset = _skip(_BLANK, text, 0)
    while offset < len(text):
        if text[offset] == "[":
            section = _header(text, offset, counts)
            sections.append(section)
            offset = section.body
        else:
            entry = _entry(text, offset)
            sections[-1].entries.append(entry)
            offset = _skip(_REST_OF_LINE, text, entry.value.end)
            sections[-1].ends.append(offset)
        offset = _skip(_BLANK, text, offset)
    return sections


def _skip(pattern: re.Pattern[str], text: str, offset: int) -> int:
    match = pattern.match(text, offset)
    return match.end() if match else offset


def _header(text: str, start: int, counts: dict[Path, int]) -> Section:
    is_element = text.startswith("[[", start)
    keys, starts, offset = _keys(text, start + 1 + is_element)
    closing = "]]" if is_element else "]"
    if not text.startswith(closing, offset):
        raise NotTOML(offset)
    path: Path = ()
    for key in keys[:-1]:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, keys[-1])
    if is_element:
        counts[path] = counts.get(path, 0) + 1
        path = (*path, counts[path] - 1)
    return Section(path, starts, start, _skip(_REST_OF_LINE, text, offset + len(closing)), is_element)


def _keys(text: str, offset: int) -> tuple[tuple[str, ...], tuple[int, ...], int]:
    """A dotted key: its parts, where they begin, and the offset after it and the spaces that follow."""
    keys: list[str] = []
    starts: list[int] = []
    while True:
        offset = _skip(_SPACE, text, offset)
        match = _KEY.match(text, offset)
        if not match:
            raise NotTOML(offset)
        keys.append(_key(match[0]))
        starts.append(offset)
        offset = _skip(_SPACE, text, match.end())
        if not text.startswith(".", offset):
            return tuple(keys), tuple(starts), offset
        offset += 1


def _key(written: str) -> str:
    if written[0] not in "\"'":
        return written
    if written[0] == "'" or "\\" not in written:
        return written[1:-1]
    import tomllib  # only a key with escapes needs it

    decoded: str = tomllib.loads(f"key = {written}")["key"]
    return decoded


def _entry(text: str, offset: int) -> Entry:
    keys, starts, offset = _keys(text, offset)
    if not text.startswith("=", offset):
        raise NotTOML(offset)
    return Entry(keys, starts, _value(text, _skip(_SPACE, text, offset + 1)))


def _value(text: str, start: int) -> Value:
    if text.startswith("[", start):
        return _array(text, start)
    if text.startswith("{", start):
        return _inline_table(text, start)
    match = _SCALAR.match(text, start)
    if not match:
        raise NotTOML(start)
    return Value(start, match.end())


def _array(text: str, start: int) -> Value:
    items: list[Value] = []
    offset = _skip(_BLANK, text, start + 1)
    while not text.startswith("]", offset):
        items.append(_value(text, offset))
        offset = _skip(_BLANK, text, items[-1].end)
        if text.startswith(",", offset):
            offset = _skip(_BLANK, text, offset + 1)
        elif not text.startswith("]", offset):
            raise NotTOML(offset)
    return Value(start, offset + 1, items=tuple(items))


def _inline_table(text: str, start: int) -> Value:
    entries: list[Entry] = []
    offset = _skip(_BLANK, text, start + 1)
    while not text.startswith("}", offset):
        entries.append(_entry(text, offset))
        offset = _skip(_BLANK, text, entries[-1].value.end)
        if text.startswith(",", offset):
            offset = _skip(_BLANK, text, offset + 1)
        elif not text.startswith("}", offset):
            raise NotTOML(offset)
    return Value(start, offset + 1, entries=tuple(entries))
