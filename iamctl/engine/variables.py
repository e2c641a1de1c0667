"""Policy variables: `${aws:username}` in a Resource or in a condition's value.

Rules kept here:
  * only in documents of Version 2012-10-17; before that the text is literal;
  * a key that the request lacks takes the default of `${key, 'default'}`; without one the whole text has no value;
  * a multivalued key has no value, and its default is not taken;
  * what comes from the request is literal, and `${*}`, `${?}`, `${$}` are those characters themselves;
  * `$` without a brace, and a brace that never closes, are literal.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_WITH_DEFAULT = re.compile(r"\s*([^,]*?)\s*,\s*'(.*)'\s*", re.DOTALL)


class Variable(NamedTuple):
    """A key in lower case and its default."""

    key: str
    default: str | None


class Literal(NamedTuple):
    """Characters that stand for themselves, wildcards too."""

    text: str


Template = tuple["str | Literal | Variable", ...]
"""A text in pieces: a plain `str` may hold wildcards, a `Literal` holds none."""


def parse_template(text: str) -> Template:
    """The text in pieces; one plain piece when it has no variable."""
    pieces: list[str | Literal | Variable] = []
    end = 0
    for match in _VARIABLE.finditer(text):
        if match.start() > end:
            pieces.append(text[end : match.start()])
        pieces.append(_piece(match[1]))
        end = match.end()
    if end < len(text) or not pieces:
        pieces.append(text[end:])
    return tuple(pieces)


def is_plain(template: Template) -> bool:
    """Whether the text means the same for every request."""
    return not any(isinstance(piece, Variable) for piece in template)


def resolve(template: Template, context: Mapping[str, str | tuple[str, ...]]) -> list[str | Literal] | None:
    """The text for this request, plain and literal pieces apart; None when it has no value."""
    resolved: list[str | Literal] = []
    for piece in template:
        if not isinstance(piece, Variable):
            resolved.append(piece)
            continue
        value = context.get(piece.key)
        if isinstance(value, tuple):
            return None
        if value is None:
            value = piece.default
        if value is None:
            return None
        resolved.append(Literal(value))
    return resolved


def keys_of(template: Template) -> tuple[str, ...]:
    """The keys that the text asks the request for."""
    return tuple(piece.key for piece in template if isinstance(piece, Variable))


def _piece(inside: str) -> Literal | Variable:
    if inside in ("*", "?", "$"):
        return Literal(inside)
    if match := _WITH_DEFAULT.fullmatch(inside):
        return Variable(match[1].lower(), match[2])
    return Variable(inside.strip().lower(), None)
