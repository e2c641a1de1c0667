"""The text of one TOML value, changed where its value changes: comments between elements stay where they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from iamctl.syntax.same_value import is_same_value
from iamctl.syntax.toml_alignment import align
from iamctl.syntax.toml_render import INDENT, WIDTH, render_inline, render_key, render_value

if TYPE_CHECKING:
    from iamctl.syntax.toml_outline import Entry, Value

# what belongs to an element after its end: the comma, and a comment on the same line
_TRAIL = re.compile(r"(?P<before>[ \t]*+)(?P<comma>,?)(?P<after>(?:[ \t]*+#[^\r\n]*+)?)")
_LATE_COMMA = re.compile(
    r"(?P<before>(?:[ \t\r\n]++|#[^\n]*+)*+)(?P<comma>,)(?P<after>(?:[ \t]*+#[^\r\n]*+)?)"
)  # on a line of its own
_LAST_COMMENT = re.compile(r"(?:[^\n]*\n)*[^\n]*#[^\r\n]*")


class ValueEditor(NamedTuple):
    """The text around the values, and the line end that it uses."""

    text: str
    line_end: str

    def edited(self, value: Value, before: object, after: object, *, column: int = WIDTH) -> str:
        """The value's text with `after` in the place of `before`; `column` is where it begins in its line."""
        if is_same_value(before, after):
            return self.text[value.start : value.end]
        if value.items is not None and isinstance(before, list) and isinstance(after, list | tuple) and after:
            if "\n" in self.text[value.start : value.end]:
                return self._edited_lines(value.start, value.end, value.items, before, after)
            return self._edited_row(value, value.items, before, after, column=column)
        if value.entries is not None and isinstance(before, Mapping) and isinstance(after, Mapping):
            return self._edited_table(value, value.entries, before, after)
        return self.rendered(after, column=column)

    def rendered(self, value: object, *, column: int) -> str:
        text = render_value(value, column=column) if column < WIDTH else render_inline(value)
        return text.replace("\n", self.line_end)

    def _edited_table(
        self, value: Value, entries: tuple[Entry, ...], before: Mapping[str, object], after: Mapping[str, object]
    ) -> str:
        if any(len(entry.keys) > 1 for entry in entries) or not after or not entries:
            return render_inline(after)
        pairs = [
            self.text[entry.starts[0] : entry.value.start]
            + self.edited(entry.value, before[entry.keys[0]], after[entry.keys[0]])
            for entry in entries
            if entry.keys[0] in after
        ]
        pairs += [f"{render_key(key)} = {render_inline(item)}" for key, item in after.items() if key not in before]
        opening = self.text[value.start : entries[0].starts[0]]
        closing = self.text[entries[-1].value.end : value.end]
        return opening + ", ".join(pairs) + closing

    def _edited_row(
        self, value: Value, items: tuple[Value, ...], before: list[object], after: Sequence[object], *, column: int
    ) -> str:
        """An array on one line; it is spread over several when it grows too long and may."""
        texts = []
        for old, new in align(before, after):
            if new is not None:
                texts.append(
                    render_inline(after[new]) if old is None else self.edited(items[old], before[old], after[new])
                )
        if column < WIDTH and column + sum(map(len, texts)) + 2 * len(texts) > WIDTH:
            return f"[{self.line_end}" + "".join(f"{INDENT}{text},{self.line_end}" for text in texts) + "]"
        opening = self.text[value.start : items[0].start] if items else "["
        closing = "]" if not items else self.text[items[-1].end : value.end].replace(",", "")
        return opening + ", ".join(texts) + closing

    def _edited_lines(
        self, start: int, end: int, items: tuple[Value, ...], before: list[object], after: Sequence[object]
    ) -> str:
        """An array over several lines. Each element has a lead (line end, comment lines, indent) and a trail."""
        lines = _Lines(self.line_end)
        leads, trails, tail = self._leads_and_trails(start, end, items)
        indent = next((lead.rpartition("\n")[2] for lead in leads if "\n" in lead), INDENT)
        for old, new in align(before, after):
            if old is None and new is not None:
                lines.new(indent, render_inline(after[new]))
            elif old is not None and new is not None:
                item = self.edited(items[old], before[old], after[new])
                lines.kept(leads[old], item, trails[old], indent)
            elif old is not None:
                lines.gone(leads[old])
        return "[" + lines.closed(tail) + "]"

    def _leads_and_trails(
        self, start: int, end: int, items: tuple[Value, ...]
    ) -> tuple[list[str], list[re.Match[str]], str]:
        leads: list[str] = []
        trails: list[re.Match[str]] = []
        offset = start + 1
        for item in items:
            leads.append(self.text[offset : item.start])
            trail = _TRAIL.match(self.text, item.end)
            assert trail  # it matches the empty text too
            if not trail["comma"]:
                trail = _LATE_COMMA.match(self.text, item.end) or trail
            trails.append(trail)
            offset = trail.end()
        return leads, trails, self.text[offset : end - 1]


class _Lines:
    """The inside of an array over several lines, as it grows."""

    def __init__(self, line_end: str) -> None:
        self._line_end = line_end
        self._parts: list[str] = []
        self._is_open = False  # whether the line ends in a comment, so that nothing may follow in it
        self._comma_at: int | None = None  # the part to which the last element's missing comma would be added

    def new(self, indent: str, item: str) -> None:
        self._add_comma()
        self._parts.append(f"{self._line_end}{indent}{item},")
        self._is_open = False

    def kept(self, lead: str, item: str, trail: re.Match[str], indent: str) -> None:
        self._add_comma()
        if self._is_open and not lead.lstrip(" \t").startswith(("\n", "\r")):
            lead = self._line_end + indent
        self._parts += [lead, item, trail["before"] + trail["comma"] + trail["after"]]
        if not trail["comma"]:
            self._comma_at = len(self._parts) - 2
        self._is_open = bool(trail["after"])

    def gone(self, lead: str) -> None:
        """The element goes with the comment on its line; comments on lines above it stay."""
        if match := _LAST_COMMENT.match(lead):
            self._parts.append(match[0])
            self._is_open = True

    def closed(self, tail: str) -> str:
        if self._is_open and not tail.lstrip(" \t").startswith(("\n", "\r")):
            tail = self._line_end + tail
        return "".join(self._parts) + tail

    def _add_comma(self) -> None:
        if self._comma_at is not None:
            self._parts[self._comma_at] += ","
            self._comma_at = None
