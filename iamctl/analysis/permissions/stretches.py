"""Numbers, dates and addresses: one value from every stretch between the bounds that tests name.

A test answers alike for all values of a stretch, so whether some value passes is known once one of each was asked.
Values are written as requests write them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from iamctl.engine.conditions.addresses import Network, read_network
from iamctl.engine.conditions.dates import read_date
from iamctl.engine.conditions.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAPPED = Network(128, 0xFFFF << 32, 96)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXACT = Context(prec=9000, Emax=10**9, Emin=-(10**9))
_DOCUMENTATION = (Network(32, 0xCB007107, 32), Network(128, 0x20010DB8 << 96 | 7, 128))
"""Addresses that stand for any other: https://www.rfc-editor.org/rfc/rfc5737 and rfc3849."""


def number_values(bounds: Iterable[str]) -> list[str]:
    """A number below all bounds, each bound, one between two neighbours, and one above all."""
    numbers = sorted({number for bound in bounds if (number := read_number(bound)) is not None})
    if not numbers:
        return ["0"]
    found = [*numbers, numbers[0] - 1, numbers[-1] + 1] if _is_small(numbers) else list(numbers)
    if not _is_small(numbers):
        found += [_EXACT.subtract(numbers[0], Decimal(1)), _EXACT.add(numbers[-1], Decimal(1))]
    found += [_EXACT.divide(_EXACT.add(low, high), Decimal(2)) for low, high in pairwise(numbers)]
    return [_number_text(number) for number in found]


def _is_small(numbers: list[Decimal]) -> bool:
    return all(abs(number) < 10**20 and number == number.to_integral_value() for number in (numbers[0], numbers[-1]))


def _number_text(number: Decimal) -> str:
    text = str(number)
    return text if "E" in text and abs(number.adjusted()) > 50 else format(number, "f")


def date_values(bounds: Iterable[str]) -> list[str]:
    """A moment before all bounds, each bound, one between two neighbours, and one after all."""
    moments = sorted({moment for bound in bounds if (moment := read_date(bound)) is not None})
    if not moments:
        return ["2026-01-01T00:00:00Z"]
    day = 86_400_000
    found = [*moments, moments[0] - day, moments[0] - 1, moments[-1] + day, moments[-1] + 1]
    found += [(low + high) // 2 for low, high in pairwise(moments) if high - low > 1]
    return [text for moment in found if (text := _date_text(moment)) is not None]


def _date_text(moment: int) -> str | None:
    """As the context has it; seconds since 1970 for years that a calendar of four digits lacks."""
    try:
        date = _EPOCH + timedelta(milliseconds=moment)
    except OverflowError:
        return str(moment // 1000) if moment >= 0 and moment % 1000 == 0 else None
    text = date.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return f"{text}.{moment % 1000:03d}Z" if moment % 1000 else f"{text}Z"


def address_values(bounds: Iterable[str]) -> list[str]:
    """An address in each network, one right before and one right after it, and one that stands for all others."""
    networks = [network for bound in bounds if (network := read_network(bound)) is not None]
    found: dict[str, None] = {}
    for network in (*_DOCUMENTATION, *networks, _MAPPED):
        size = 1 << (network.bits - network.length)
        first = network.value & -size
        for value in (first + (1 if size > 2 else 0), first, first + size, first - 1, first + size - 1):
            if 0 <= value < 1 << network.bits and not (network.bits == 128 and value >> 32 == 0xFFFF):
                found[_address_text(network.bits, value)] = None
    return list(found)


def _address_text(bits: int, value: int) -> str:
    if bits == 32:
        return ".".join(str(value >> shift & 0xFF) for shift in (24, 16, 8, 0))
    return ":".join(_shortened(f"{value >> shift & 0xFFFF:x}" for shift in range(112, -1, -16)))


def _shortened(groups: Iterator[str]) -> list[str]:
    """The groups with the trailing zeros before the last one as `::`."""
    listed = list(groups)
    end = 7
    while end > 1 and listed[end - 1] == "0":
        end -= 1
    return listed if 7 - end < 2 else [*listed[:end], "", listed[7]]
