"""The `Condition` element: operators, keys, values.

Rules kept here, as IAM answers:
  * names of operators are case-sensitive; an unknown one is refused unless its map is empty;
  * `ForAllValues:` or `ForAnyValue:` may stand before and `IfExists` after, but not after Null;
  * keys are not looked at: IAM takes any;
  * values are strings, numbers, booleans, or lists of these, also an empty one.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from iamctl.policy import literals
from iamctl.policy.problems import LEGACY_PARSING, SYNTAX, Path, Problem, described, near_miss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OPERATORS = {
    "StringEquals": "string",
    "StringNotEquals": "string",
    "StringEqualsIgnoreCase": "string",
    "StringNotEqualsIgnoreCase": "string",
    "StringLike": "string",
    "StringNotLike": "string",
    "NumericEquals": "numeric",
    "NumericNotEquals": "numeric",
    "NumericLessThan": "numeric",
    "NumericLessThanEquals": "numeric",
    "NumericGreaterThan": "numeric",
    "NumericGreaterThanEquals": "numeric",
    "DateEquals": "date",
    "DateNotEquals": "date",
    "DateLessThan": "date",
    "DateLessThanEquals": "date",
    "DateGreaterThan": "date",
    "DateGreaterThanEquals": "date",
    "Bool": "boolean",
    "BinaryEquals": "binary",
    "IpAddress": "ip",
    "NotIpAddress": "ip",
    "ArnEquals": "arn",
    "ArnLike": "arn",
    "ArnNotEquals": "arn",
    "ArnNotLike": "arn",
    "Null": "boolean",
}
"""Each operator and the type of its values. Bool and Null take any text; only `true` is true."""


class Operator(NamedTuple):
    """An operator's name, taken apart: `ForAllValues:StringLikeIfExists`.

    Attributes:
        base: a key of OPERATORS.
        quantifier: how a multivalued key is compared; None is a scalar comparison.
    """

    base: str
    quantifier: Literal["ForAllValues", "ForAnyValue"] | None
    if_exists: bool


@lru_cache(maxsize=256)
def parse_operator(name: str) -> Operator | None:
    """The operator of this name, None when there is none."""
    quantifier: Literal["ForAllValues", "ForAnyValue"] | None = None
    base = name
    if name.startswith("ForAllValues:"):
        quantifier, base = "ForAllValues", name.removeprefix("ForAllValues:")
    elif name.startswith("ForAnyValue:"):
        quantifier, base = "ForAnyValue", name.removeprefix("ForAnyValue:")
    if_exists = base.endswith("IfExists")
    base = base.removesuffix("IfExists")
    if base not in OPERATORS or (base == "Null" and if_exists):
        return None
    return Operator(base, quantifier, if_exists)


def condition_problems(condition: object, path: Path, *, check_literals: bool) -> Iterator[Problem]:
    """Every problem of one `Condition`.

    Args:
        check_literals: also refuse malformed numbers, dates, networks and ARNs; base64 is always looked at.
    """
    if not isinstance(condition, dict):
        yield Problem(path, SYNTAX, f"Condition must be an object of operators, not {described(condition)}")
        return
    for name, comparisons in condition.items():
        here = (*path, name)
        if not isinstance(comparisons, dict):
            yield Problem(here, SYNTAX, f"{name} must hold an object of condition keys, not {described(comparisons)}")
            continue
        operator = parse_operator(name)
        if operator is None:
            if comparisons:
                yield Problem(here, SYNTAX, f"{name} is not a condition operator{_operator_near(name)}")
            continue
        value_type = OPERATORS[operator.base]
        checked = check_literals or value_type == "binary"
        for key, values in comparisons.items():
            yield from _value_problems(values, (*here, key), value_type if checked else "string", name)


def _value_problems(values: object, path: Path, value_type: str, operator: str) -> Iterator[Problem]:
    several = isinstance(values, list)
    for index, value in enumerate(values if isinstance(values, list) else [values]):
        here = (*path, index) if several else path
        if not isinstance(value, str | bool | int | Decimal | float):
            detail = f"a value of {path[-1]} must be a string, a number or a boolean, not {described(value)}"
            yield Problem(here, SYNTAX, detail)
        elif not _is_finite(value):
            yield Problem(here, SYNTAX, f"{value} is not a number that JSON can hold")
        elif value_type in ("string", "boolean"):
            continue
        elif (text := _text_of(value)) is not None and "${" not in text and not _is_literal(value_type, text):
            yield Problem(here, LEGACY_PARSING, f'"{text}" is not {_EXPECTED[value_type]}, which {operator} needs')


def _is_finite(value: object) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    return not isinstance(value, float) or value - value == 0


def _text_of(value: object) -> str:
    """A condition's value as IAM compares it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


_EXPECTED = {
    "numeric": "a number",
    "date": "a date such as 2020-04-01T00:00:00Z",
    "ip": "an IP address or network such as 203.0.113.0/24",
    "arn": "an ARN",
    "binary": "base64",
}


def _is_literal(value_type: str, text: str) -> bool:
    tests: dict[str, Callable[[str], bool]] = {
        "numeric": literals.is_number,
        "date": literals.is_date,
        "ip": literals.is_network,
        "arn": literals.is_arn_pattern,
        "binary": literals.is_base64,
    }
    return tests[value_type](text)


def _operator_near(name: str) -> str:
    if name.lower().endswith("nullifexists"):
        return "; Null does not take IfExists"
    quantified = [f"{quantifier}:{base}" for quantifier in ("ForAllValues", "ForAnyValue") for base in OPERATORS]
    names = [*OPERATORS, *quantified] if ":" in name else OPERATORS
    return near_miss(name, [*names, *(f"{base}IfExists" for base in names)] if "exist" in name.lower() else names)
