"""What is wrong with a text that tomllib or our limits refuse: a sentence and its place."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from iamctl.errors import Place
from iamctl.syntax.toml_read import DEEPEST, TOO_DEEP, Unkept, place_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
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


def complaint(cause: Exception, text: str, source: str) -> tuple[str, Place]:
    """The sentence and the place for what parsing the text raised."""
    if isinstance(cause, tomllib.TOMLDecodeError):
        return _syntax(str(cause), text, source)
    if isinstance(cause, Unkept):
        return f"{cause} is not a number that can be kept.", _number_place(text, source, str(cause))
    if isinstance(cause, RecursionError):
        return TOO_DEEP, deep_place(text, source)
    return "This integer has more than 4300 digits.", _digits_place(text, source)  # what int() refuses


def _syntax(message: str, text: str, source: str) -> tuple[str, Place]:
    """tomllib puts line and column at the end of its message, and words the end of the text apart from them."""
    place = place_at(text, source, len(text))
    if where := _POSITION.search(message):
        message = message[: where.start()]
        if where[1]:
            place = Place(source, int(where[1]), int(where[2]))
    return _sentence(message), place


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


def _number_place(text: str, source: str, literal: str) -> Place:
    offsets = [offset for offset, token in _values(text) if token == literal]
    return place_at(text, source, offsets[0] if offsets else text.find(literal))


def _digits_place(text: str, source: str) -> Place:
    for offset, token in _values(text):
        if len(token) > 4300 and token.lstrip("+-")[:1].isdigit():
            return place_at(text, source, offset)
    return Place(source, 1, 1)


def deep_place(text: str, source: str) -> Place:
    """Where the brackets first nest too deep; for dotted keys, the first that has too many parts."""
    depth = 0
    for offset, token in _values(text):
        depth += (token in "[{") - (token in "]}")
        if depth > DEEPEST or token.count(".") > DEEPEST:
            return place_at(text, source, offset)
    return Place(source, 1, 1)
