"""TOML from bytes and text; what is wrong with it is said with line and column.

Rules kept here:
  * a float is a Decimal with the digits that it was written with; `nan` and `inf` are refused;
  * at most 64 MB, at most 100 levels: whatever a file holds, it is an answer or an error, never a crash.

Source: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from iamctl.errors import IamctlError, InvalidInput, Place

LARGEST = 64 * 1024 * 1024
DEEPEST = 100

# tomllib takes time in the square of a dotted key's parts: a megabyte of `a.a.a.…` would take hours.
_ENDLESS_KEY = re.compile(r"^[ \t\[]*+(?:[A-Za-z0-9_-]++[ \t]*+\.[ \t]*+){1000}", re.MULTILINE)
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_LITERAL_NAN = re.compile(r"[-+]?(?:nan|inf)\b")
_SENTENCES = {
    "Cannot overwrite a value": "This key has a value already.",
    "Invalid statement": "This is neither a key with its value nor a [table].",
    "Invalid value": "This is no TOML value; a text needs quotes around it.",
    "Illegal character '\\n'": "A text in single-line quotes has to end on its line.",
    "Invalid initial character for a key part": "A key was expected here.",
    "Expected newline or end of document after a statement": "The line should end here.",
}
_PATTERNS = (
    (re.compile(r"Cannot declare \((.*?),?\) twice"), "The table {0} is defined already and cannot be declared here."),
    (re.compile(r"Cannot (?:mutate|redefine).*? \((.*?),?\)"), "The table {0} is complete; nothing can be added."),
    (re.compile(r"Duplicate inline table key '(.*)'"), "The key {0} stands twice in this table."),
)  # fmt: skip


class _Unkept(Exception):
    """A number that is valid TOML and that is refused; its text is the argument."""


def read_text(data: bytes, source: str, *, error: type[IamctlError] = InvalidInput) -> str:
    """The text of a file in UTF-8; a byte order mark is dropped.

    Raises:
        error: a byte is not UTF-8, or is NUL, or there are more than 64 MB.
    """
    if len(data) > LARGEST:
        raise error(_TOO_LARGE, place=Place(source, 1, 1))
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as cause:
        before = data[: cause.start].decode("utf-8")
        message = f"The byte 0x{data[cause.start]:02x} is not UTF-8."
        raise error(message, place=place_at(before, source, len(before))) from cause
    if "\0" in text:
        raise error("The text holds a NUL character.", place=place_at(text, source, text.index("\0")))
    return text


def parse_toml(text: str, source: str, *, error: type[IamctlError] = InvalidInput) -> dict[str, Any]:
    """The table that a TOML text stands for.

    Raises:
        error: the text is not TOML, or goes past the limits at the head of this module.
    """
    if len(text) > 2000:
        _check_size(text, source, error)
    try:
        table = tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as cause:
        raise _syntax_error(str(cause), text, source, error) from cause
    except _Unkept as cause:
        found = text.find(str(cause))
        raise error(f"{cause} is not a number that can be kept.", place=_number_place(text, source, found)) from cause
    except RecursionError as cause:
        raise error(_TOO_DEEP, place=_deep_place(text, source)) from cause
    except ValueError as cause:  # int() refuses more than 4300 digits
        raise error("This integer has more than 4300 digits.", place=_digits_place(text, source)) from cause
    if not text.isascii():
        _check_characters(text, source, error)
    if text.count(".") + text.count("[") + text.count("{") > DEEPEST and is_deeper(table, DEEPEST):
        raise error(_TOO_DEEP, place=_deep_place(text, source))
    return table


_TOO_LARGE = "The text is larger than 64 MB."
_TOO_DEEP = f"The text nests deeper than {DEEPEST} levels."


def place_at(text: str, source: str, offset: int) -> Place:
    """The place of the character at `offset`."""
    return Place(source, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def is_deeper(tree: object, levels: int) -> bool:
    """Whether tables and lists nest deeper than `levels`."""
    if isinstance(tree, dict):
        return levels <= 0 or any(is_deeper(value, levels - 1) for value in tree.values())
    if isinstance(tree, list):
        return levels <= 0 or any(is_deeper(value, levels - 1) for value in tree)
    return False


def _check_size(text: str, source: str, error: type[IamctlError]) -> None:
    if len(text) > LARGEST:
        raise error(_TOO_LARGE, place=Place(source, 1, 1))
    if match := _ENDLESS_KEY.search(text):
        raise error(_TOO_DEEP, place=place_at(text, source, match.start()))


def _check_characters(text: str, source: str, error: type[IamctlError]) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as cause:
        message = f"The text holds half of a surrogate pair, U+{ord(text[cause.start]):04X}, which is no character."
        raise error(message, place=place_at(text, source, cause.start)) from cause


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as cause:  # an exponent of twenty digits
        raise _Unkept(text) from cause
    if not number.is_finite():
        raise _Unkept(text)
    return number


def _syntax_error(message: str, text: str, source: str, error: type[IamctlError]) -> IamctlError:
    """tomllib's error as ours. It words the end of the text apart from a line and a column."""
    where = _POSITION.search(message)
    place = place_at(text, source, len(text))
    if where:
        message = message[: where.start()]
        if where[1]:
            place = Place(source, int(where[1]), int(where[2]))
    return error(_sentence(message), place=place)


def _sentence(message: str) -> str:
    if message in _SENTENCES:
        return _SENTENCES[message]
    for pattern, sentence in _PATTERNS:
        if match := pattern.match(message):
            return sentence.format(match[1].replace("'", "").replace(", ", "."))
    return f"{message}."


def _values(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of whatever stands outside comments and quotes, as far as the text goes."""
    for match in _OUTSIDE.finditer(text):
        if match.lastgroup == "outside":
            yield match.start(), match[0]


_OUTSIDE = re.compile(
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}|'
    r"'''(?:[^']++|'{1,2}(?!'))*+'{3,5}|"
    r'"(?:[^"\\\n]++|\\.)*+"|'
    r"'[^'\n]*+'|#[^\n]*+|(?P<outside>[^\"'#\s,=\[\]{}]++|[\[\]{}])",
    re.DOTALL,
)


def _number_place(text: str, source: str, found: int) -> Place:
    literal = text[found:]
    for offset, token in _values(text):
        if literal.startswith(token) and (_LITERAL_NAN.match(token) or "e" in token.lower()):
            return place_at(text, source, offset)
    return place_at(text, source, max(found, 0))


def _digits_place(text: str, source: str) -> Place:
    for offset, token in _values(text):
        if len(token) > 4300 and token.lstrip("+-")[:1].isdigit():
            return place_at(text, source, offset)
    return Place(source, 1, 1)


def _deep_place(text: str, source: str) -> Place:
    """Where the brackets first nest too deep; for dotted keys, the first that has too many parts."""
    depth = 0
    for offset, token in _values(text):
        depth += (token in "[{") - (token in "]}")
        if depth > DEEPEST or token.count(".") > DEEPEST:
            return place_at(text, source, offset)
    return Place(source, 1, 1)
