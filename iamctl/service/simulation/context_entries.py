"""ContextEntries: what a simulated request carries, by name, type and values.

Rules kept here, as recorded answers of the simulator have them:
  * a scalar type takes one value, a list type any number; a name stands once, in whatever case of letters;
  * numbers, dates, addresses and base64 are held against their type; a boolean and a string take any text;
  * numbers are compared without leading zeros, dates as UTC with milliseconds.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.conditions.addresses import read_address, read_network
from iamctl.engine.conditions.dates import read_date
from iamctl.engine.conditions.numbers import read_number
from iamctl.errors import InvalidInput, ValidationError
from iamctl.policy.literals import is_base64

if TYPE_CHECKING:
    from collections.abc import Iterable

SCALARS = ("string", "numeric", "boolean", "ip", "binary", "date")
TYPES = tuple(name for scalar in SCALARS for name in (scalar, f"{scalar}List"))
SHORTEST, LONGEST = 5, 256


class ContextEntry(NamedTuple):
    """One key of the request.

    Attributes:
        context_key_name: 5-256 characters.
        context_key_type: one of TYPES.
    """

    context_key_name: str
    context_key_values: tuple[str, ...]
    context_key_type: str = "string"


def context_of_entries(entries: Iterable[ContextEntry]) -> dict[str, str | tuple[str, ...]]:
    """The entries as a request's context.

    Raises:
        ValidationError: a name's length, or a type that is none.
        InvalidInput: a name twice, two values of a scalar, a value that is not of its type.
    """
    context: dict[str, str | tuple[str, ...]] = {}
    for entry in entries:
        _check_shape(entry)
        name, values = entry.context_key_name, entry.context_key_values
        scalar = entry.context_key_type.removesuffix("List")
        read = tuple(_value(name, scalar, value) for value in values)
        if name.lower() in context:
            raise InvalidInput(f"The context key {name} stands twice.", hint="a key is the same in any case of letters")
        if scalar != entry.context_key_type:
            context[name.lower()] = read
        elif len(read) == 1:
            context[name.lower()] = read[0]
        else:
            hint = f"several values need the type {scalar}List"
            raise InvalidInput(f"The context key {name} has {len(read)} values, and {scalar} is one.", hint=hint)
    return context


def _check_shape(entry: ContextEntry) -> None:
    name = entry.context_key_name
    if not SHORTEST <= len(name) <= LONGEST:
        raise ValidationError(f"The context key {name!r} must have {SHORTEST} to {LONGEST} characters.")
    if entry.context_key_type not in TYPES:
        message = (
            "1 validation error detected: Value at 'contextKeyType' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(TYPES)}]"
        )
        raise ValidationError(message, hint=f"{entry.context_key_type} of {name} is none of them")


def _value(name: str, scalar: str, value: str) -> str:
    """The value as conditions get it.

    Raises:
        InvalidInput: it is not of the type.
    """
    if scalar == "numeric" and (number := read_number(value)) is not None:
        return str(number)
    if scalar == "date" and (moment := read_date(value)) is not None:
        return _iso(moment) or value
    if not _is_of(scalar, value):
        raise InvalidInput(f"{value!r} of the context key {name} is not of the type {scalar}.")
    return value


def _is_of(scalar: str, value: str) -> bool:
    if scalar == "ip":
        return read_address(value) is not None or read_network(value) is not None
    if scalar == "binary":
        return is_base64(value)
    return scalar in ("string", "boolean")


def _iso(milliseconds: int) -> str | None:
    """UTC with milliseconds; None beyond the years that a calendar has here."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03}Z"
