"""TOML from bytes and text; what is wrong with it is said with line and column.

Rules kept here:
  * a float is a Decimal with the digits that it was written with; `nan` and `inf` are refused;
  * at most 64 MB, at most 100 levels: whatever a file holds, it is an answer or an error, never a crash.

Source: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from iamctl.errors import IamctlError, InvalidInput, Place

LARGEST = 64 * 1024 * 1024
DEEPEST = 100

TOO_LARGE = "The text is larger than 64 MB."
TOO_DEEP = f"The text nests deeper than {DEEPEST} levels."


class Unkept(Exception):
    """A number that is valid TOML and that is refused; its text is the argument."""


def read_text(data: bytes, source: str, *, error: type[IamctlError] = InvalidInput) -> str:
    """The text of a file in UTF-8; a byte order mark is dropped.

    Raises:
        error: a byte is not UTF-8, or is NUL, or there are more than 64 MB.
    """
    if len(data) > LARGEST:
        raise error(TOO_LARGE, place=Place(source, 1, 1))
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
    import tomllib  # 3 ms that a command whose files are all in the index does not pay

    if len(text) > 2000:
        _check_size(text, source, error)
    try:
        table = tomllib.loads(text, parse_float=_decimal)
    except (ValueError, RecursionError, Unkept) as cause:
        from iamctl.syntax.toml_complaint import complaint  # patterns that only a broken text pays for

        message, place = complaint(cause, text, source)
        raise error(message, place=place) from cause
    if not text.isascii():
        _check_characters(text, source, error)
    if text.count(".") + text.count("[") + text.count("{") > DEEPEST and is_deeper(table, DEEPEST):
        from iamctl.syntax.toml_complaint import deep_place

        raise error(TOO_DEEP, place=deep_place(text, source))
    return table


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
        raise error(TOO_LARGE, place=Place(source, 1, 1))
    # tomllib takes time in the square of a dotted key's parts: a megabyte of `a.a.a.…` would take hours.
    if match := re.search(r"^[ \t\[]*+(?:[A-Za-z0-9_-]++[ \t]*+\.[ \t]*+){1000}", text, re.MULTILINE):
        raise error(TOO_DEEP, place=place_at(text, source, match.start()))


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
        raise Unkept(text) from cause
    if not number.is_finite():
        raise Unkept(text)
    return number
