"""Changes to a TOML text, key by key; everything that is not changed stays byte for byte.

A key that goes takes the comment on its own line along; comments on lines above it stay. A new key goes after the
one that precedes it in the new table, else to the end of its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from iamctl.syntax.same_value import is_same_value
from iamctl.syntax.toml_alignment import align
from iamctl.syntax.toml_outline import Entry, Path, Section, outline
from iamctl.syntax.toml_render import is_tables, render_key, render_sections
from iamctl.syntax.toml_value_edit import ValueEditor

_HEAD = re.compile(r"(?:[ \t]*+#[^\n]*\n)++(?=[ \t]*+\r?\n)")


class _Change(NamedTuple):
    """`text` in the place of `[start, end)`. At one offset, `rank` 0 is lines, 1 sections, 2 what is deleted."""

    start: int
    rank: int
    sequence: int
    end: int
    text: str


class _Home(NamedTuple):
    """Where an entry stands: in `section`, as the `number`th."""

    section: Section
    number: int

    @property
    def entry(self) -> Entry:
        return self.section.entries[self.number]


class TomlEdit:
    """One text and the changes to it. The text has to end with a line end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_end = "\r\n" if text.find("\r\n") == text.find("\n") - 1 != -2 else "\n"
        self._values = ValueEditor(text, self._line_end)
        self._changes: list[_Change] = []
        self._sections = outline(text)
        self._section_at = {section.path: section for section in self._sections}
        self._home_at: dict[Path, _Home] = {}
        self._sections_below: dict[Path, list[int]] = {}  # at or below the path
        self._homes_below: dict[Path, list[_Home]] = {}  # of entries that make the path or something below it
        for number, section in enumerate(self._sections):
            for depth in range(len(section.path) + 1):
                self._sections_below.setdefault(section.path[:depth], []).append(number)
            for entry_number, entry in enumerate(section.entries):
                home = _Home(section, entry_number)
                path = section.path
                for key in entry.keys:
                    path = (*path, key)
                    self._homes_below.setdefault(path, []).append(home)
                self._home_at[path] = home

    def change_table(self, before: Mapping[str, object], after: Mapping[str, object], path: Path = ()) -> None:
        """Change the table at the path, as finely as its text allows."""
        added = []
        for key, value in after.items():
            if key not in before or not self._change_key((*path, key), before[key], value):
                added.append(key)
        for key in before:
            if key not in after:
                self._remove((*path, key))
        self._add(path, added, after)

    def text(self) -> str:
        """The text with the changes."""
        parts: list[str] = []
        offset = 0
        for change in sorted(self._changes):
            if change.start > offset:
                parts.append(self._text[offset : change.start])
            parts.append(change.text)
            offset = max(offset, change.end)
        parts.append(self._text[offset:])
        return "".join(parts)

    def _change_key(self, path: Path, before: object, after: object) -> bool:
        """Change what stands at the path; False when it has been taken out and is to be added anew."""
        if is_same_value(before, after):
            return True
        home = self._home_at.get(path)
        if home:
            if not is_tables(after) or is_tables(before) or len(home.entry.keys) > 1:
                value = home.entry.value
                column = value.start - self._line_start(value.start)
                self._put(value.start, self._values.edited(value, before, after, column=column), end=value.end)
                return True
        elif isinstance(before, Mapping) and isinstance(after, Mapping) and (after or path in self._section_at):
            self.change_table(before, after, path)
            return True
        elif isinstance(after, list | tuple) and is_tables(after) and (*path, 0) in self._section_at:
            assert isinstance(before, list)  # it stands under [[headers]]
            self._change_elements(path, before, after)
            return True
        self._remove(path)
        return False

    def _change_elements(self, path: Path, before: Sequence[object], after: Sequence[object]) -> None:
        """Change an array of tables that stands under `[[headers]]`."""
        last: Path | None = None
        for old, new in align(before, after):
            if old is None and new is not None:
                offset = self._gap_after(last) if last else self._block_start(self._section_at[*path, 0])
                self._put_sections(offset, path, [after[new]])
                continue
            assert old is not None
            one, other = before[old], None if new is None else after[new]
            if isinstance(one, Mapping) and isinstance(other, Mapping):
                self.change_table(one, other, (*path, old))
            else:
                self._remove((*path, old))
            last = (*path, old)

    def _remove(self, path: Path) -> None:
        for number in self._sections_below.get(path, ()):
            section = self._sections[number]
            start = self._line_start(section.start)
            if not self._text[section.end : self._text.find("\n", section.end)].strip():
                start = self._before_blanks(start)  # else the comment below would move up to what is above
            self._put(start, "", end=section.end, rank=2)
        for section, number in self._homes_below.get(path, ()):
            self._put(self._line_start(section.entries[number].starts[0]), "", end=section.ends[number], rank=2)

    def _add(self, path: Path, keys: list[str], table: Mapping[str, object]) -> None:
        """Add the keys of the table to the one at the path."""
        section = self._section_at.get(path)
        if section is None and path in self._homes_below:  # the last dotted key that makes this table
            host = self._homes_below[path][-1]
            for key in keys:
                name = ".".join(render_key(str(part)) for part in (*path[len(host.section.path) :], key))
                self._put(host.section.ends[host.number], self._line(name, table[key], column=200))
            return
        plain = [key for key in keys if not is_tables(table[key])]
        if section is not None:
            self._add_lines(section, plain, table)
        elif plain:
            header = render_sections(_names(path), {key: table[key] for key in plain}) + "\n"
            self._put(self._block_start(self._sections[self._sections_below[path][0]]), self._native(header), rank=1)
        for key in keys:
            if is_tables(table[key]):
                self._put_sections(self._place_for_sections(path, key, table), (*path, key), table[key])

    def _add_lines(self, section: Section, keys: list[str], table: Mapping[str, object]) -> None:
        if not section.entries:
            lines = "".join(self._line(render_key(key), table[key]) for key in keys)
            offset = section.body
            if section.start == section.body == 0 and lines:  # the part before the first header
                head = _HEAD.match(self._text)
                offset = head.end() if head else 0
                lines = f"{self._line_end}{lines}" if head else f"{lines}{self._line_end}"
            if lines:
                self._put(offset, lines)
            return
        for key in keys:
            offset = section.end
            for earlier in _before(key, table):
                home = self._home_at.get((*section.path, earlier))
                if home and home.section is section:
                    offset = section.ends[home.number]
                    break
            self._put(offset, self._line(render_key(key), table[key]))

    def _place_for_sections(self, path: Path, key: str, table: Mapping[str, object]) -> int:
        """After the tables of the key that precedes it, else after everything in its table."""
        for earlier in _before(key, table):
            if (*path, earlier) in self._sections_below:
                return self._gap_after((*path, earlier))
        return self._gap_after(path)

    def _put_sections(self, offset: int, path: Path, value: object) -> None:
        text = self._native(render_sections(_names(path), value))
        is_first = not self._text[:offset].strip() and not self._changes
        self._put(offset, text if is_first else self._line_end + text, rank=1)

    def _gap_after(self, path: Path) -> int:
        """Where a section may be put after the last one at or below the path: comments of the next one stay with it."""
        last = self._sections_below[path][-1]
        if last + 1 == len(self._sections):
            return len(self._text)
        return max(self._sections[last].end, self._before_blanks(self._block_start(self._sections[last + 1])))

    def _line(self, name: str, value: object, *, column: int | None = None) -> str:
        width = len(name) + 3 if column is None else column
        return f"{name} = {self._values.rendered(value, column=width)}{self._line_end}"

    def _native(self, text: str) -> str:
        return text.replace("\n", self._line_end)

    def _line_start(self, offset: int) -> int:
        return self._text.rfind("\n", 0, offset) + 1

    def _block_start(self, section: Section) -> int:
        """Where the comment lines right above the section's header begin."""
        start = self._line_start(section.start)
        while start > 0:
            above = self._line_start(start - 1)
            if not self._text[above:start].lstrip().startswith("#"):
                break
            start = above
        return start

    def _before_blanks(self, offset: int) -> int:
        while offset > 0:
            above = self._line_start(offset - 1)
            if self._text[above:offset].strip():
                break
            offset = above
        return offset

    def _put(self, start: int, text: str, *, end: int | None = None, rank: int = 0) -> None:
        self._changes.append(_Change(start, rank, len(self._changes), start if end is None else end, text))


def _names(path: Path) -> list[str]:
    return [part for part in path if isinstance(part, str)]


def _before(key: str, table: Mapping[str, object]) -> Iterable[str]:
    """The keys before this one, nearest first."""
    keys = list(table)
    return reversed(keys[: keys.index(key)])
