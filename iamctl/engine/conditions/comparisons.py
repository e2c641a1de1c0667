"""What each operator compares: one value of the request with the values of the policy.

A matcher is made once from the policy's values and answers for one value of a request: it fits one of them, it
differs from all, or one side cannot be read. Negation and absence are `operators.py`'s.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, TypeAlias

from iamctl.engine.conditions.addresses import read_address, read_network
from iamctl.engine.conditions.dates import read_date
from iamctl.engine.conditions.numbers import read_number
from iamctl.engine.patterns import Patterns, compiled, glob_source, utf16
from iamctl.engine.variables import Literal, is_plain, parse_template, resolve
from iamctl.policy.literals import is_base64

Context: TypeAlias = Mapping[str, "str | tuple[str, ...]"]


class Answer(Enum):
    """What came of one comparison."""

    FITS = 1
    DIFFERS = 2
    REQUEST_UNREADABLE = 3
    POLICY_UNREADABLE = 4


Match: TypeAlias = Callable[[str, Context], Answer]
Matcher: TypeAlias = Callable[[tuple[str, ...], bool], Match]


def is_negated(base: str) -> bool:
    """Whether the operator holds when no value fits."""
    return "Not" in base


def _said(is_fit: object) -> Answer:
    return Answer.FITS if is_fit else Answer.DIFFERS


def _equal_texts(values: tuple[str, ...], with_variables: bool, fold: Callable[[str], str]) -> Match:
    """Letter for letter, once both sides are folded."""
    templates = [parse_template(value) if with_variables else (value,) for value in values]
    plain = {fold(_joined(template)) for template in templates if is_plain(template)}
    varying = [template for template in templates if not is_plain(template)]

    def match(value: str, context: Context) -> Answer:
        folded = fold(value)
        if folded in plain:
            return Answer.FITS
        for template in varying:
            pieces = resolve(template, context)
            if pieces is not None and fold(_joined(pieces)) == folded:
                return Answer.FITS
        return Answer.DIFFERS

    return match


def _joined(pieces: Iterable[Any]) -> str:
    return "".join(piece.text if isinstance(piece, Literal) else piece for piece in pieces)


def string_equals(values: tuple[str, ...], with_variables: bool) -> Match:
    return _equal_texts(values, with_variables, str)


def string_equals_ignore_case(values: tuple[str, ...], with_variables: bool) -> Match:
    """Lower-cased, not case-folded: `ſ` is not `s`, the Kelvin sign is `k`, a final sigma depends on its place."""
    return _equal_texts(values, with_variables, str.lower)


def string_like(values: tuple[str, ...], with_variables: bool) -> Match:
    patterns = Patterns(values, has_variables=with_variables)
    return lambda value, context: _said(patterns.fit(utf16(value), context))


def numeric(compare: Callable[[Any, Any], bool]) -> Matcher:
    def matcher(values: tuple[str, ...], with_variables: bool) -> Match:
        del with_variables  # numbers have none
        numbers = [number for value in values if (number := read_number(value)) is not None]

        def match(value: str, context: Context) -> Answer:
            del context
            number = read_number(value)
            return _said(number is not None and any(compare(number, each) for each in numbers))

        return match

    return matcher


def date(compare: Callable[[Any, Any], bool]) -> Matcher:
    def matcher(values: tuple[str, ...], with_variables: bool) -> Match:
        del with_variables  # dates have none
        moments = [moment for value in values if (moment := read_date(value)) is not None]

        def match(value: str, context: Context) -> Answer:
            del context
            moment = read_date(value)
            return _said(moment is not None and any(compare(moment, each) for each in moments))

        return match

    return matcher


def boolean(values: tuple[str, ...], with_variables: bool) -> Match:
    """Only `true`, in any case, is true; anything else is false, on both sides."""
    templates = [parse_template(value) if with_variables else (value,) for value in values]

    def match(value: str, context: Context) -> Answer:
        is_true = value.lower() == "true"
        for template in templates:
            pieces = resolve(template, context)
            if pieces is not None and (_joined(pieces).lower() == "true") == is_true:
                return Answer.FITS
        return Answer.DIFFERS

    return match


def binary(values: tuple[str, ...], with_variables: bool) -> Match:
    """Base64 letter for letter: of a request's `YR==` and a policy's `YQ==`, the same byte, AWS says they differ."""
    del with_variables  # bytes have none
    wanted = {value for value in values if is_base64(value)}
    return lambda value, _: _said(value in wanted)


def ip_address(values: tuple[str, ...], with_variables: bool) -> Match:
    del with_variables  # addresses have none
    networks = [network for value in values if (network := read_network(value)) is not None]

    def match(value: str, context: Context) -> Answer:
        del context
        address = read_address(value)
        if address is None:
            return Answer.REQUEST_UNREADABLE
        return _said(any(network.holds(address) for network in networks))

    return match


def arn_like(values: tuple[str, ...], with_variables: bool) -> Match:
    """Six parts, each a pattern of its own; a wildcard crosses none of the first five colons."""
    templates = [parse_template(value) if with_variables else (value,) for value in values]
    plain = [is_plain(template) for template in templates]
    tests: dict[int, _ArnTest] = {}  # compiled when first asked: six expressions take a millisecond

    def match(value: str, context: Context) -> Answer:
        parts = value.split(":", 5)
        if len(parts) != 6 or parts[0] != "arn":
            return Answer.REQUEST_UNREADABLE
        units = [utf16(part) for part in parts]
        for number, template in enumerate(templates):
            found = tests.get(number)
            if found is None:
                pieces = resolve(template, context)
                if pieces is None:
                    continue
                found = _arn_test(pieces)
                if plain[number]:
                    tests[number] = found
            if found is _UNREADABLE:
                return Answer.POLICY_UNREADABLE
            if all(each(unit) for each, unit in zip(found, units, strict=True)):
                return Answer.FITS
        return Answer.DIFFERS

    return match


_ArnTest: TypeAlias = "tuple[Callable[[str], object], ...]"
_UNREADABLE: _ArnTest = ()


def _arn_test(pieces: Iterable[Any]) -> _ArnTest:
    """One test for each of the six parts; none when the pattern has fewer parts or is no ARN."""
    parts: list[list[str | Literal]] = [[]]
    for piece in pieces:
        text = piece.text if isinstance(piece, Literal) else piece
        split = text.split(":", 6 - len(parts)) if len(parts) < 6 else [text]
        for number, part in enumerate(split):
            if number:
                parts.append([])
            parts[-1].append(Literal(part) if isinstance(piece, Literal) else part)
    if len(parts) != 6 or not compiled([glob_source(parts[0])])("arn"):
        return _UNREADABLE
    return tuple(compiled([glob_source(part)]) for part in parts)


MATCHERS: dict[str, Matcher] = {
    "StringEquals": string_equals,
    "StringNotEquals": string_equals,
    "StringEqualsIgnoreCase": string_equals_ignore_case,
    "StringNotEqualsIgnoreCase": string_equals_ignore_case,
    "StringLike": string_like,
    "StringNotLike": string_like,
    "NumericEquals": numeric(operator.eq),
    "NumericNotEquals": numeric(operator.eq),
    "NumericLessThan": numeric(operator.lt),
    "NumericLessThanEquals": numeric(operator.le),
    "NumericGreaterThan": numeric(operator.gt),
    "NumericGreaterThanEquals": numeric(operator.ge),
    "DateEquals": date(operator.eq),
    "DateNotEquals": date(operator.eq),
    "DateLessThan": date(operator.lt),
    "DateLessThanEquals": date(operator.le),
    "DateGreaterThan": date(operator.gt),
    "DateGreaterThanEquals": date(operator.ge),
    "Bool": boolean,
    "BinaryEquals": binary,
    "IpAddress": ip_address,
    "NotIpAddress": ip_address,
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "ArnNotEquals": arn_like,
    "ArnNotLike": arn_like,
}
