"""A changed table laid into a text that a person wrote.

What is unchanged stays byte for byte: comments, order, blank lines, line ends. The result is read again and held
against the table, so a comment may be lost, a value never: from fine to coarse, the first text that reads back
exactly is taken.

tomlkit is the second line and not the first: it takes 9 ms to load and ten times as long as tomllib to read, writes
`\\n` into files of `\\r\\n`, and moves comments when it removes a table. All that the first line needs is to know
where things stand. The third keeps the comments at the head and lays the rest out anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from iamctl.errors import BrokenFile, IamctlError
from iamctl.syntax.same_value import is_same_value
from iamctl.syntax.toml_read import parse_toml
from iamctl.syntax.toml_render import render_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HEAD = re.compile(r"(?:[ \t]*+(?:#[^\n]*+)?\n)*+")


def merge_toml(before: str, table: Mapping[str, object], source: str) -> str:
    """The text `before`, changed so that it reads as `table`. Keys that `table` lacks are taken out.

    Args:
        source: what to call the text in an error.

    Raises:
        BrokenFile: `before` is not TOML.
        TypeError, ValueError: as `render_toml`.
    """
    parsed = parse_toml(before, source, error=BrokenFile)
    if is_same_value(parsed, table):
        return before
    if not before.strip() or before == _rendered(parsed):
        return render_toml(table)
    for attempt in (_finely, _with_tomlkit):
        merged = _attempted(attempt, before, parsed, table)
        if merged is not None:
            return merged
    return _anew(before, table)


def _finely(text: str, parsed: dict[str, Any], table: Mapping[str, object]) -> str:
    from iamctl.syntax.toml_edit import TomlEdit  # only a file with a person's hand in it pays for it

    edit = TomlEdit(text)
    edit.change_table(parsed, table)
    return edit.text()


def _with_tomlkit(text: str, parsed: dict[str, Any], table: Mapping[str, object]) -> str:
    import tomlkit  # 9 ms that only a text which the fine edit could not take pays

    document = tomlkit.parse(text)
    for key in parsed:
        if key not in table:
            document.remove(key)
    for key, value in table.items():
        if key not in parsed or not is_same_value(parsed[key], value):
            document[key] = value
    return tomlkit.dumps(document)


def _anew(text: str, table: Mapping[str, object]) -> str:
    """The table in our own layout, below the comments at the head of the text."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    match = _HEAD.match(text.replace("\r\n", "\n"))
    head = match[0] if match else ""
    return (head + render_toml(table)).replace("\n", line_end)


def _attempted(
    attempt: Callable[[str, dict[str, Any], Mapping[str, object]], str],
    before: str,
    parsed: dict[str, Any],
    table: Mapping[str, object],
) -> str | None:
    """What the attempt makes of the text, if it reads back as the table."""
    is_ended = before.endswith("\n")
    try:
        merged = attempt(before if is_ended else before + "\n", parsed, table)
        if not is_ended:
            merged = merged.removesuffix("\n").removesuffix("\r")
        return merged if is_same_value(parse_toml(merged, "merged"), table) else None
    except (IamctlError, ValueError, TypeError, KeyError):  # tomlkit's errors are all three
        return None


def _rendered(parsed: dict[str, Any]) -> str | None:
    try:
        return render_toml(parsed)
    except ValueError:  # an integer that was written in hexadecimal and is too long for decimal
        return None
