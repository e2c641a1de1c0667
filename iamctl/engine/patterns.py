"""Texts against patterns with wildcards, in linear time, whether or not a variable has to be filled in first.

`?` is one UTF-16 unit, as in the Java that answers for AWS: a character beyond U+FFFF needs two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iamctl.engine.variables import Literal, is_plain, parse_template, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from iamctl.engine.variables import Template

    Context = Mapping[str, "str | tuple[str, ...]"]
    Test = Callable[[str], object]


def utf16(text: str) -> str:
    """The text with each character beyond U+FFFF as its two surrogates."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    return "".join(
        character
        if character <= "\uffff"
        else chr(0xD7C0 + (ord(character) >> 10)) + chr(0xDC00 + (ord(character) & 0x3FF))
        for character in text
    )


def glob_source(pieces: Iterable[str | Literal]) -> str:
    """A regular expression, without alternatives that could be tried twice, for a text in pieces."""
    tokens: list[str] = [""]
    for piece in pieces:
        if isinstance(piece, Literal):
            tokens[-1] += re.escape(utf16(piece.text))
            continue
        for part in re.split(r"(\*+|\?)", utf16(piece)):
            if part.startswith("*"):
                if tokens[-1] or len(tokens) == 1:
                    tokens.append("")
            elif part == "?":
                tokens[-1] += "."
            else:
                tokens[-1] += re.escape(part)
    first, *rest = tokens
    if not rest:
        return first
    # Atomic groups take the earliest fit and never come back: linear, whatever the pattern.
    *middle, last = rest
    return first + "".join(f"(?>.*?{token})" for token in middle) + ".*" + last


def compiled(sources: Iterable[str]) -> Test:
    """A test whether one of the expressions fits the whole text (as UTF-16 units)."""
    return re.compile("|".join(f"(?:{source})" for source in sources) or r"(?!)", re.DOTALL).fullmatch


class Patterns:
    """Several patterns of which one has to fit.

    Args:
        has_variables: whether `${…}` is a variable in them.
    """

    __slots__ = ("fits_all", "plain", "templates", "texts")

    def __init__(self, texts: tuple[str, ...], *, has_variables: bool) -> None:
        self.texts = texts
        self.fits_all = "*" in texts
        templates = [parse_template(text) if has_variables else (text,) for text in texts]
        sources = [glob_source(template) for template in templates if is_plain(template)]  # type: ignore[arg-type]
        self.plain: Test | None = compiled(sources) if sources else None
        self.templates: tuple[Template, ...] = tuple(each for each in templates if not is_plain(each))

    def prefixes(self) -> list[str]:
        """What each of the texts that fit begins with, up to the first wildcard or variable."""
        return [utf16(re.split(r"[*?]|\$\{", text, maxsplit=1)[0]) for text in self.texts]

    def fit(self, units: str, context: Context) -> bool:
        """Whether one fits the text (as UTF-16 units). A pattern whose variable has no value fits nothing."""
        if self.fits_all:
            return True
        if self.plain is not None and self.plain(units):
            return True
        return any(fits(template, units, context) for template in self.templates)

    def fit_plain(self, units: str) -> bool:
        """Whether one without variables fits the text (as UTF-16 units)."""
        return self.fits_all or (self.plain is not None and self.plain(units) is not None)


def fits(template: Template, units: str, context: Context) -> bool:
    """Whether a pattern with variables fits the text (as UTF-16 units)."""
    pieces = resolve(template, context)
    if pieces is None:
        return False
    return re.fullmatch(glob_source(pieces), units, re.DOTALL) is not None
