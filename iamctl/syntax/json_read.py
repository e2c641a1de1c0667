"""JSON from text; what is wrong with it is said with line and column.

Rules kept here:
  * a number with a point or an exponent is a Decimal with its digits; NaN and Infinity are refused;
  * a key that stands twice in an object is refused: two readers could each see another document;
  * at most 64 MB, 100 levels, integers of 400 digits; half a surrogate pair is no character.

Source: https://www.rfc-editor.org/rfc/rfc8259
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import IamctlError, InvalidInput, Place
from iamctl.syntax.toml_read import DEEPEST, LARGEST, TOO_DEEP, TOO_LARGE, is_deeper, place_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Path = tuple[str | int, ...]
MOST_DIGITS = 400

_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(r'[ \t\r\n]*+("(?:[^"\\]++|\\.)*+"|[^\s"\[\]{},:]++|[\[\]{},:])', re.DOTALL)
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]").search
_SENTENCES = {
    "Expecting value": "A JSON value was expected here.",
    "Expecting property name enclosed in double quotes": "A key in double quotes was expected here.",
    "Illegal trailing comma before end of object": "A comma stands before the end of the object.",
    "Illegal trailing comma before end of array": "A comma stands before the end of the array.",
    "Expecting ':' delimiter": "A colon was expected here.",
    "Expecting ',' delimiter": "A comma was expected here.",
    "Extra data": "There is more text after the end of the JSON value.",
    "Unterminated string starting at": "The string that starts here does not end.",
    "Invalid control character at": "A control character in a string has to be written as an escape.",
    "Invalid \\escape": "A backslash is followed by what is no escape.",
    "Invalid \\uXXXX escape": "An escape \\u needs four hexadecimal digits.",
}


class _Refused(Exception):
    """Something that is valid JSON and that is refused."""


class _Step(NamedTuple):
    """One token of a JSON text; `path` and `is_start` say whether a key or an element begins with it."""

    offset: int
    token: str
    path: Path
    is_start: bool
    depth: int


def parse_json(text: str, source: str, *, error: type[IamctlError] = InvalidInput) -> Any:
    """The value that a JSON text stands for.

    Raises:
        error: the text is not JSON, or goes past the limits at the head of this module.
    """
    pages = parse_json_pages(text, source, error=error, most=1)
    return pages[0]


def parse_json_pages(
    text: str, source: str, *, error: type[IamctlError] = InvalidInput, most: int | None = None
) -> list[Any]:
    """The values of JSON texts that stand one after another, at least one and `most` of them.

    Raises:
        error: as `parse_json`.
    """
    if len(text) > LARGEST:
        raise error(TOO_LARGE, place=Place(source, 1, 1))
    start = _past_space(text, 1 if text.startswith("\ufeff") else 0)
    _check_surrogates(text, source, error)
    pages: list[Any] = []
    while start < len(text) or not pages:
        if len(pages) == most:
            raise error(_SENTENCES["Extra data"], place=place_at(text, source, start))
        page, end = _decode(text, start, source, error)
        pages.append(page)
        start = _past_space(text, end)
    return pages


def json_positions(text: str) -> dict[Path, tuple[int, int]]:
    """Path → (line, column) of its key or element, both from 1, as far as the text is JSON."""
    found: dict[Path, tuple[int, int]] = {}
    line, line_start, seen = 1, 0, 0
    for step in _steps(text, _past_space(text, 1 if text.startswith("\ufeff") else 0)):
        if step.is_start and step.path:
            breaks = text.count("\n", seen, step.offset)
            if breaks:
                line += breaks
                line_start = text.rfind("\n", seen, step.offset) + 1
            seen = step.offset
            found.setdefault(step.path, (line, step.offset - line_start + 1))
    return found


def _past_space(text: str, start: int) -> int:
    match = _SPACE.match(text, start)
    return match.end() if match else start


def _decode(text: str, start: int, source: str, error: type[IamctlError]) -> tuple[Any, int]:
    decoder = json.JSONDecoder(
        parse_float=_decimal, parse_int=_integer, parse_constant=_constant, object_pairs_hook=_object
    )
    try:
        value, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as cause:
        sentence = _SENTENCES.get(cause.msg, f"{cause.msg}.")
        if text[cause.pos : cause.pos + 1] == "":
            sentence = "The text ends before the JSON value does." if text.strip() else "The text is empty."
        raise error(sentence, place=place_at(text, source, cause.pos)) from cause
    except _Refused as cause:
        sentence, offset = _offence(text, start)
        raise error(sentence, place=place_at(text, source, offset)) from cause
    except RecursionError as cause:
        raise error(TOO_DEEP, place=place_at(text, source, _deep(text, start))) from cause
    if is_deeper(value, DEEPEST):
        raise error(TOO_DEEP, place=place_at(text, source, _deep(text, start)))
    return value, end


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as cause:  # an exponent of twenty digits
        raise _Refused(f"{text[:40]} is not a number that can be kept.") from cause


def _integer(text: str) -> int:
    if len(text) > MOST_DIGITS + text.startswith("-"):
        raise _Refused(f"This integer has more than {MOST_DIGITS} digits.")
    return int(text)


def _constant(text: str) -> float:
    raise _Refused(f"{text} is not a number that can be kept.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise _Refused("A key stands twice in this object.")
    return table


def _offence(text: str, start: int) -> tuple[str, int]:
    """The first thing that the hooks refuse, as a sentence, and where it stands; the text is JSON up to there.

    The sentence is not the hooks' own: they see an object at its end, after the numbers in it.
    """
    seen: set[Path] = set()
    hooks: dict[str, Callable[[str], object]] = {"N": _constant, "I": _constant}
    for step in _steps(text, start):
        if step.is_start and step.path and isinstance(step.path[-1], str):
            if step.path in seen:
                return f"The key {step.token} stands twice in this object.", step.offset
            seen.add(step.path)
        elif step.token[0] in "-0123456789NI":
            word = step.token.lstrip("-")
            hook = hooks.get(word[:1]) or (_decimal if set(word) & set(".eE") else _integer)
            try:
                hook(step.token)
            except _Refused as refused:
                return str(refused), step.offset
    return "The text holds what cannot be kept.", start


def _deep(text: str, start: int) -> int:
    return next((step.offset for step in _steps(text, start) if step.depth > DEEPEST), start)


def _check_surrogates(text: str, source: str, error: type[IamctlError]) -> None:
    offset = -1
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as cause:
            offset = cause.start
    if offset < 0 and _HALF_PAIR(text):
        offset = next((match.start(1) for match in _TOKEN.finditer(text) if _is_half(match[1])), -1)
    if offset >= 0:
        message = "The text holds half of a surrogate pair, which is no character."
        raise error(message, place=place_at(text, source, offset))


def _is_half(token: str) -> bool:
    if token[0] != '"' or not _HALF_PAIR(token):
        return False
    try:
        json.loads(token).encode("utf-8")
    except UnicodeEncodeError:
        return True
    except ValueError:  # a broken escape: the parser says it better
        return False
    return False


def _steps(text: str, start: int) -> Iterator[_Step]:
    """The tokens of one JSON value. Keeps its own stack, so depth costs memory and nothing else."""
    stack: list[str | int] = []  # for each open object or array the key or index that is being read
    in_key = False  # whether a string here is a key
    match = _TOKEN.match(text, start)
    while match:
        token, offset = match[1], match.start(1)
        if token in ("]", "}"):
            if not stack:
                return
            stack.pop()
            in_key = False
        elif token == ",":
            in_key = bool(stack) and isinstance(stack[-1], str)
            if stack and isinstance(stack[-1], int):
                stack[-1] += 1
        elif token != ":":
            if in_key:
                stack[-1] = json.loads(token) if token[0] == '"' else token
            after_key = bool(stack) and isinstance(stack[-1], str) and not in_key
            opens = token in ("[", "{")
            yield _Step(offset, token, tuple(stack), not after_key, len(stack) + opens)
            in_key = token == "{"
            if opens:
                stack.append("" if in_key else 0)
        if not stack:
            return
        match = _TOKEN.match(text, match.end())
