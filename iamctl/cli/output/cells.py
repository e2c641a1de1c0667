"""One value as a person reads it: in a cell of a table, in a field of TSV, beside its key.

What could drive a terminal is written out everywhere.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from iamctl.cli.output.json_text import render_compact_json, render_json, scalar_text
from iamctl.cli.output.visible import visible

NOTHING = "-"
"""An absent value or an empty text: a gap would shift the columns for `awk`."""


def cell(value: Any) -> str:
    """The value on one line: tags as `key=value`, lists separated by commas, documents as compact JSON."""
    if isinstance(value, str):
        return visible(value) or NOTHING
    if isinstance(value, list | tuple):
        return ", ".join(line for element in value for line in _element_lines(element)) or NOTHING
    if value is None or value == {}:
        return NOTHING
    return render_compact_json(value) if isinstance(value, dict) else scalar_text(value)


def line(value: Any) -> str:
    """The value as a whole line: like `cell`, but an absent value is an empty line and text stays as it is."""
    return visible(value) if isinstance(value, str) else "" if value is None else cell(value)


def field(value: Any) -> str:
    r"""The value in TSV: lists and objects as compact JSON; a backslash is `\\`, so that `\t` and `\n` can be told.

    Source: https://en.wikipedia.org/wiki/Tab-separated_values#Delimiter_collision
    """
    if value is None:
        return ""
    if isinstance(value, dict | list | tuple):
        value = render_compact_json(value)
    return visible(value.replace("\\", "\\\\")) if isinstance(value, str) else scalar_text(value)


def lines(key: str, value: Any) -> list[str]:
    """The value beside its key, one line or several: each element, each tag, a policy document as indented JSON."""
    if isinstance(value, dict) and value:
        return _object_lines(key, value)
    if isinstance(value, list | tuple) and value:
        return [text for element in value for text in _element_lines(element)]
    if isinstance(value, str) and "\n" in value:
        return [visible(part) for part in value.split("\n")]
    return [cell(value)]


def is_document(key: str, value: Any) -> bool:
    """Whether a member is a policy document, told by its name or its shape."""
    return isinstance(value, dict) and (key.endswith("Document") or "Statement" in value)


def _object_lines(key: str, value: dict[str, Any]) -> list[str]:
    if is_document(key, value) or not _is_flat(value):
        return render_json(value).split("\n")
    return [f"{visible(member)}={line(inner)}" for member, inner in value.items()]


def _element_lines(element: Any) -> list[str]:
    """One element of a list: a line, or indented JSON when it is nested."""
    if not isinstance(element, dict):
        return [cell(element)]
    if element.keys() == {"Key", "Value"}:
        return [f"{cell(element['Key'])}={line(element['Value'])}"]
    if _is_flat(element):
        return [" ".join(f"{visible(member)}={line(inner)}" for member, inner in element.items())]
    return [render_compact_json(element)]


def _is_flat(value: dict[str, Any]) -> bool:
    return all(inner is None or isinstance(inner, str | int | float | Decimal) for inner in value.values())
