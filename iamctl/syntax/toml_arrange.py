"""A TOML text with its keys and tables in another order, and nothing lost: comments go along with what they precede.

Rules kept here:
  * a comment belongs to the key or header below it; what stands above a blank line at the text's beginning stays there;
  * `key=value` becomes `key = value`, indentation goes, one blank line stands before a header and at most one
    elsewhere;
  * values are not touched.

Source: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from iamctl.syntax.toml_outline import Entry, Path, Section, outline
from iamctl.syntax.toml_render import render_key

if TYPE_CHECKING:
    from collections.abc import Callable

    Rank = Callable[[Path], tuple[int, ...]]

_COMMENTS_ABOVE = re.compile(r"(?:[ \t]*#[^\n]*\n)*[ \t]*\Z")


def arrange(text: str, rank: Rank) -> str:
    """The text with the sections, and the keys of each, in the order of their ranks; equal ranks keep their order.

    Args:
        rank: of the path of a section, or of a key in its section.

    Raises:
        NotTOML: the text is not TOML.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if text and not text.endswith("\n"):
        text += "\n"
    sections = outline(text)
    starts = [0, *(_start_with_comments(text, before.end, section.start) for before, section in pairwise(sections))]
    ends = [*starts[1:], len(text)]
    bodies = [_section(text, *each, rank) for each in zip(sections, starts, ends, strict=True)]
    ranked = sorted(zip(sections, bodies, strict=True), key=lambda each: rank(each[0].path))
    return "\n".join(body for _, body in ranked if body.strip())


def _start_with_comments(text: str, low: int, start: int) -> int:
    match = _COMMENTS_ABOVE.search(text[low:start])
    return low + (match.start() if match else start - low)


def _section(text: str, section: Section, start: int, end: int, rank: Rank) -> str:
    head = _gap(text[start : section.start]) + _line(text[section.start : section.body]) if section.path else ""
    gaps = [section.body, *section.ends]
    entries = [
        (
            rank((*section.path, entry.keys[0])),
            text[low : _line_start(text, entry.starts[0])],
            _entry(text, entry, high),
        )
        for entry, low, high in zip(section.entries, gaps, section.ends, strict=False)
    ]
    if entries and not section.path:
        order, above, line = entries[0]
        preface, blank, rest = above.rpartition("\n\n")
        if blank:
            head, entries[0] = _gap(preface + "\n") + "\n", (order, rest, line)
    body = "".join(_gap(above) + line for _, above, line in sorted(entries, key=lambda each: each[0]))
    return head + body.lstrip("\n") + _gap(text[section.end : end]).rstrip("\n") + _ending(text[section.end : end])


def _ending(trailer: str) -> str:
    return "\n" if trailer.strip() else ""


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _entry(text: str, entry: Entry, end: int) -> str:
    keys = ".".join(map(render_key, entry.keys))
    return f"{keys} = {text[entry.value.start : entry.value.end]}" + _rest(text[entry.value.end : end])


def _rest(text: str) -> str:
    """What stands behind a value: a comment or nothing."""
    comment = text.strip()
    return f" {comment}\n" if comment else "\n"


def _line(text: str) -> str:
    """A header's line."""
    return text.strip() + "\n"


def _gap(text: str) -> str:
    """Comments and blank lines: indentation goes, several blank lines become one."""
    lines = "".join(f"{line.strip()}\n" for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines)
