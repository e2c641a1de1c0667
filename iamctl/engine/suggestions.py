"""Values that a condition key could have, as the policies' own values suggest them: some that fit, some that do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iamctl.engine.conditions.dates import read_date
from iamctl.engine.conditions.numbers import read_number
from iamctl.engine.patterns import glob_source, utf16
from iamctl.engine.variables import Literal, Variable, parse_template, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from iamctl.engine.request import Request
    from iamctl.engine.variables import Template
    from iamctl.policy.statements import ConditionEntry

    Context = Mapping[str, str | tuple[str, ...]]

GENERIC = "anything"
_OTHERS = {
    "Numeric": ("0", "1", "-1", "1000000000"),
    "Date": ("0", "4102444800"),
    "Bool": ("true", "false"),
    "Binary": ("AA==", "AQ=="),
    "Ip": ("192.0.2.1", "198.51.100.1", "203.0.113.1", "10.0.0.1", "2001:db8::1"),
    "NotIp": ("192.0.2.1", "198.51.100.1", "203.0.113.1", "10.0.0.1", "2001:db8::1"),
    "Arn": ("arn:aws:iam::000000000000:user/anybody", "arn:aws:s3:::anything"),
}
_FAMILY = re.compile(r"String|Numeric|Date|Bool|Binary|NotIp|Ip|Arn|Null")


def suggested(entry: ConditionEntry, context: Context) -> Iterator[str]:
    """Values to try for the entry's key; no others are told apart by this entry.

    Args:
        context: what variables in the entry's values are filled from.
    """
    match = _FAMILY.match(entry.operator.base)
    family = match[0] if match else "String"
    for value in entry.values:
        pieces = resolve(parse_template(value), context)
        if pieces is None:
            continue
        text = "".join(piece.text if isinstance(piece, Literal) else piece for piece in pieces)
        if family == "Numeric":
            yield from _numbers_near(text)
        elif family == "Date":
            yield from _moments_near(text)
        elif family in ("Ip", "NotIp"):
            yield text.partition("/")[0]
        elif family == "Arn" or entry.operator.base in ("StringLike", "StringNotLike"):
            yield _filled(pieces)
        else:
            yield text
    yield from _OTHERS.get(family, (GENERIC,))


def captured(templates: Iterable[Template], variable: Variable, request: Request) -> Iterator[str]:
    """What the variable would have to be for a Resource to be the request's."""
    for template in templates:
        sources = []
        for piece in template:
            if not isinstance(piece, Variable):
                sources.append(glob_source((piece,)))
            elif piece.key == variable.key:
                sources.append("(?P=value)" if any("(?P<value>" in each for each in sources) else "(?P<value>[^/:]*)")
            else:
                known = request.context.get(piece.key, piece.default)
                sources.append(re.escape(utf16(known)) if isinstance(known, str) else "[^/:]*")
        match = re.fullmatch("".join(sources), utf16(request.resource), re.DOTALL)
        if match is not None and "value" in match.groupdict():
            yield match["value"]


def _numbers_near(text: str) -> Iterator[str]:
    number = read_number(text)
    if number is not None:
        yield text
        if number.adjusted() < 1000:
            yield from (str(number - 1), str(number + 1))


def _moments_near(text: str) -> Iterator[str]:
    moment = read_date(text)
    if moment is not None:
        yield text
        yield from (str(max(0, moment // 1000 - 1)), str(max(0, moment // 1000 + 1)))


def _filled(pieces: Iterable[str | Literal]) -> str:
    """A text that the pattern fits: its stars are nothing, its question marks an `x`."""
    return "".join(
        piece.text if isinstance(piece, Literal) else piece.replace("*", "").replace("?", "x") for piece in pieces
    )
