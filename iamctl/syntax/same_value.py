"""Whether two parsed trees hold the same values, told apart as finely as a text tells them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal


def is_same_value(one: object, other: object) -> bool:
    """Equal in types and digits: `1`, `1.0`, `1.00` and `true` are four values. The order of keys is no difference."""
    if isinstance(one, Mapping):
        return (
            isinstance(other, Mapping)
            and one.keys() == other.keys()
            and all(is_same_value(value, other[key]) for key, value in one.items())
        )
    if isinstance(one, list | tuple):
        return isinstance(other, list | tuple) and len(one) == len(other) and all(map(is_same_value, one, other))
    if isinstance(one, Decimal | float) and isinstance(other, Decimal | float):
        return _digits(one) == _digits(other)
    return type(one) is type(other) and one == other


def _digits(number: Decimal | float) -> str:
    return str(number if isinstance(number, Decimal) else Decimal(repr(number)))
