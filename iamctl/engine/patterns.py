"""Texts against patterns with wildcards, in linear time, whether or not a variable has to be filled in first.

`?` is one UTF-16 unit, as in the Java that answers for AWS: a character beyond U+FFFF needs two.
"""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING

from iamctl.engine.variables import Literal, is_plain, parse_template, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from iamctl.engine.variables import Template

    Context = Mapping[str, "str | tuple[str, ...]"]
    Test = Callable[[str], object]

_WILDCARD = re.compile(r"[*?]")


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


class Globs:
    """Several patterns without variables, of which one has to fit.

    Most are a name, or its beginning and a star, and need no expression: AWS's ReadOnlyAccess lists two thousand
    actions, which take 100 ms to compile. The expression of the others is compiled when a text begins as one of them.

    Args:
        texts: as UTF-16 units; `*` and `?` are wildcards.
        templates: texts in pieces, of which some are literal.
    """

    __slots__ = ("_beginnings", "_expression", "_others", "_others_begin", "_whole")

    def __init__(self, texts: Iterable[str], templates: Iterable[Iterable[str | Literal]] = ()) -> None:
        # A pattern's own text fits it, wildcards or not: each stands for any character, itself too.
        self._whole = dict.fromkeys(texts)
        wild = [text for text in self._whole if "*" in text or "?" in text]
        stripped = [text.rstrip("*") for text in wild]
        starred = ["*" not in beginning and "?" not in beginning for beginning in stripped]
        self._beginnings = tuple(compress(stripped, starred))
        others = [text for text, is_starred in zip(wild, starred, strict=True) if not is_starred]
        self._others: list[Iterable[str | Literal]] = [(text,) for text in others]
        self._others += templates
        begin = [_WILDCARD.split(text, maxsplit=1)[0] for text in others]
        self._others_begin = tuple(begin if len(begin) == len(self._others) else [""])
        self._expression: Test | None = None

    def fit(self, units: str) -> bool:
        """Whether one fits the text (as UTF-16 units)."""
        if units in self._whole or units.startswith(self._beginnings):
            return True
        if not units.startswith(self._others_begin):
            return False
        if self._expression is None:
            self._expression = compiled(map(glob_source, self._others))
        return self._expression(units) is not None


class Patterns:
    """Several patterns of which one has to fit.

    Args:
        has_variables: whether `${…}` is a variable in them.
    """

    __slots__ = ("_plain", "fits_all", "templates", "texts")

    def __init__(self, texts: tuple[str, ...], *, has_variables: bool) -> None:
        self.texts = texts
        self.fits_all = "*" in texts
        plain = [utf16(text) for text in texts if not (has_variables and "${" in text)]
        parsed = [parse_template(text) for text in texts if "${" in text] if has_variables else []
        literal = [template for template in parsed if is_plain(template)]
        self._plain = Globs(plain, literal).fit  # type: ignore[arg-type]
        self.templates: tuple[Template, ...] = tuple(each for each in parsed if not is_plain(each))

    def prefixes(self) -> list[str]:
        """What each of the texts that fit begins with, up to the first wildcard or variable."""
        return [utf16(re.split(r"[*?]|\$\{", text, maxsplit=1)[0]) for text in self.texts]

    def fit(self, units: str, context: Context) -> bool:
        """Whether one fits the text (as UTF-16 units). A pattern whose variable has no value fits nothing."""
        if self.fits_all or self._plain(units):
            return True
        return any(fits(template, units, context) for template in self.templates)

    def fit_plain(self, units: str) -> bool:
        """Whether one without variables fits the text (as UTF-16 units)."""
        return self.fits_all or self._plain(units)


def fits(template: Template, units: str, context: Context) -> bool:
    """Whether a pattern with variables fits the text (as UTF-16 units)."""
    pieces = resolve(template, context)
    if pieces is None:
        return False
    return re.fullmatch(glob_source(pieces), units, re.DOTALL) is not None
