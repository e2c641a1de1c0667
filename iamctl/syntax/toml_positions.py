"""Line and column of every key of a TOML text, for messages that point at it.

A path holds keys and indices: `("user", 0, "groups", 1)`. The position of a table's key is where the key is
written, of an array's element where it begins, of an `[[array]]`'s element its header's bracket.
"""

from __future__ import annotations

from bisect import bisect_right

from iamctl.errors import Place
from iamctl.syntax.toml_outline import Entry, NotTOML, Path, Section, Value, outline


def positions(text: str) -> dict[Path, tuple[int, int]]:
    """Path → (line, column), both from 1; empty when the text is not TOML."""
    offsets: dict[Path, int] = {}
    try:
        for section in outline(text):
            _add_header(offsets, section)
            for entry in section.entries:
                _add_entry(offsets, section.path, entry)
    except NotTOML:
        return {}
    return _lines_and_columns(text, offsets)


def place_of(text: str, source: str, path: Path) -> Place:
    """The place of the path, else of the nearest thing around it, else the text's beginning."""
    found = positions(text)
    return nearest_place(found, source, path)


def nearest_place(found: dict[Path, tuple[int, int]], source: str, path: Path) -> Place:
    """`place_of` for a text whose positions are known."""
    while path and path not in found:
        path = path[:-1]
    return Place(source, *found.get(path, (1, 1)))


def _lines_and_columns(text: str, offsets: dict[Path, int]) -> dict[Path, tuple[int, int]]:
    line_starts = [0]
    at = text.find("\n")
    while at >= 0:
        line_starts.append(at + 1)
        at = text.find("\n", at + 1)
    found = {}
    for path, offset in offsets.items():
        line = bisect_right(line_starts, offset)
        found[path] = (line, offset - line_starts[line - 1] + 1)
    return found


def _add_header(offsets: dict[Path, int], section: Section) -> None:
    starts = list(reversed(section.starts))
    path: Path = ()
    for part in section.path:
        path = (*path, part)
        if isinstance(part, str):
            start = starts.pop()
            if not starts and not section.is_element:
                offsets[path] = start  # the table's own header outranks the one of a table below it
            else:
                offsets.setdefault(path, start)
    if section.is_element:
        offsets[section.path] = section.start


def _add_entry(offsets: dict[Path, int], path: Path, entry: Entry) -> None:
    for key, start in zip(entry.keys, entry.starts, strict=True):
        path = (*path, key)
        offsets.setdefault(path, start)
    _add_value(offsets, path, entry.value)


def _add_value(offsets: dict[Path, int], path: Path, value: Value) -> None:
    for index, item in enumerate(value.items or ()):
        offsets[*path, index] = item.start
        _add_value(offsets, (*path, index), item)
    for entry in value.entries or ():
        _add_entry(offsets, path, entry)
