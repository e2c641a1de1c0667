"""TOML from plain values, in the layout that a person would choose.

Rules kept here:
  * the order of keys is the order in which the text is read back, at every depth. A table that is followed by a
    plain key of the same level is therefore written inline; only the tables after the last plain key get headers;
  * a table that only holds tables has no header of its own, an empty one has;
  * arrays that would pass column 100 stand one element to a line;
  * a Decimal keeps its digits: `1.10` stays `1.10`, and `1E0` stays a float.

Source: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

WIDTH = 100
INDENT = "    "
_LONG_TEXT = 60  # characters; a shorter text with line breaks reads well enough with `\n`

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+").fullmatch
# Allowed raw by TOML and escaped all the same: C1 controls, line separators and what reverses the direction of
# text, so that a file says what it seems to say.
_INVISIBLE = r"\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff"
_ODD = re.compile(rf'["\\\x00-\x1f{_INVISIBLE}\ud800-\udfff]')
_ODD_IN_LINES = re.compile(rf'\\|"(?="")|"\Z|[\x00-\x08\x0b-\x1f{_INVISIBLE}\ud800-\udfff]')
_SHORT_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"
}  # fmt: skip


def render_toml(table: Mapping[str, object]) -> str:
    """The TOML text of a table; it ends with a line end unless the table is empty.

    Raises:
        TypeError: a value is None or of a type that TOML lacks, or a key is not a string.
        ValueError: NaN, an infinity, a lone surrogate, or an integer of more than 4300 digits.
    """
    lines: list[str] = []
    _add_body(lines, table, "")
    return "\n".join(lines) + "\n" if lines else ""


def render_sections(names: Sequence[str], value: object) -> str:
    """A table, or a list of tables that is not empty, with its headers; ends with a line end."""
    lines: list[str] = []
    _add_sections(lines, ".".join(map(render_key, names)), value)
    return "\n".join(lines) + "\n"


def render_key(key: str) -> str:
    """The key bare where it can be, else quoted."""
    if not isinstance(key, str):
        raise TypeError(f"A key of a TOML table has to be a string, not {key!r}.")
    return key if _BARE_KEY(key) else _string(key)


def render_value(value: object, *, column: int = 0) -> str:
    """A value as it stands after `key = `, which is `column` characters wide; may take several lines."""
    if isinstance(value, str) and "\n" in value and len(value) > _LONG_TEXT:
        return '"""\n' + _ODD_IN_LINES.sub(_escape, value) + '"""'
    text = render_inline(value)
    if column + len(text) > WIDTH and value and isinstance(value, list | tuple):
        return "[\n" + "".join(f"{INDENT}{render_inline(item)},\n" for item in value) + "]"
    return text


def render_inline(value: object) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(render_inline, value)) + "]"
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{render_key(key)} = {render_inline(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return _scalar(value)


def is_tables(value: object) -> bool:
    """Whether the value can stand under headers: a table, or a list of tables that is not empty."""
    if isinstance(value, list | tuple):
        return bool(value) and all(isinstance(item, Mapping) for item in value)
    return isinstance(value, Mapping)


def _add_body(lines: list[str], table: Mapping[str, object], prefix: str) -> None:
    """Add the keys of one table, then the tables below it; `prefix` is its header's inside."""
    plain = 0  # how many keys come before the tables with headers
    for position, value in enumerate(table.values(), 1):
        if not is_tables(value):
            plain = position
    for position, (key, value) in enumerate(table.items()):
        name = render_key(key)
        if position < plain:
            lines.append(f"{name} = {render_value(value, column=len(name) + 3)}")
        else:
            _add_sections(lines, f"{prefix}.{name}" if prefix else name, value)


def _add_sections(lines: list[str], name: str, value: object) -> None:
    if isinstance(value, Mapping):
        if not value or not all(map(is_tables, value.values())):
            _add_header(lines, f"[{name}]")
        _add_body(lines, value, name)
    elif isinstance(value, list | tuple):
        for item in value:
            _add_header(lines, f"[[{name}]]")
            _add_body(lines, item, name)


def _add_header(lines: list[str], header: str) -> None:
    if lines:
        lines.append("")
    lines.append(header)


def _string(text: str) -> str:
    return f'"{_ODD.sub(_escape, text)}"' if _ODD.search(text) else f'"{text}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if "\ud800" <= character <= "\udfff":
        raise ValueError(f"A text holds half of a surrogate pair, U+{ord(character):04X}, which is no character.")
    return _SHORT_ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal | float):
        return _number(value if isinstance(value, Decimal) else Decimal(repr(value)))
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"TOML has no way to write {value!r}.")


def _number(number: Decimal) -> str:
    if not number.is_finite():
        raise ValueError(f"{number} is not a number that can be kept.")
    text = str(number).replace("E+", "E")
    return text if "." in text or "E" in text else f"{text}E0"  # without an exponent it would come back as an integer


def _moment(moment: datetime) -> str:
    text = moment.isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
