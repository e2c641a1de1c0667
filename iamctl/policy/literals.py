"""Values of conditions that have a form: numbers, dates, networks, ARNs, base64.

Written as loosely as IAM reads them when a policy is saved. A value with a policy variable has no form yet.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import re
from functools import cache

EARLIEST_YEAR, LATEST_YEAR = -292275054, 292278993
LATEST_EPOCH_SECOND = 2**63 - 1


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def is_number(text: str) -> bool:
    """`12`, `+1`, `1.`, `1e0`; not NaN, not Infinity."""
    return _number().fullmatch(text) is not None


@cache
def _date() -> re.Pattern[str]:
    day = r"(?P<year>-?[0-9]{1,9})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?"
    time = r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{1,2})(?::(?P<second>[0-9]{1,2})(?:\.[0-9]{1,9})?)?)?"
    zone = r"z|[+-](?P<zone_hour>[0-9]{2})(?::(?P<zone_minute>[0-9]{2}))?"
    return re.compile(rf"{day}(?:t(?:{time})?(?:{zone})?)?", re.IGNORECASE)


def is_date(text: str) -> bool:
    """ISO 8601 (`2020`, `2020-04-01`, `2020-04-01T00:00:00Z`) or seconds since 1970."""
    if text.removeprefix("+").isdecimal() and text.isascii():
        return len(text) < 25 and int(text) <= LATEST_EPOCH_SECOND
    match = _date().fullmatch(text)
    if match is None:
        return False
    limits = {"month": (1, 12), "day": (1, 31), "hour": (0, 23), "minute": (0, 59), "second": (0, 59)}
    limits |= {"year": (EARLIEST_YEAR, LATEST_YEAR), "zone_hour": (0, 23), "zone_minute": (0, 59)}
    parts = {name: int(part) for name, part in match.groupdict().items() if part is not None}
    return all(limits[name][0] <= part <= limits[name][1] for name, part in parts.items())


def is_network(text: str) -> bool:
    """An IPv4 or IPv6 address with or without a prefix length; leading zeros and `/+24` are fine."""
    address, slash, length = text.partition("/")
    bits = 128 if ":" in address else 32
    if slash and not (_is_count(length.removeprefix("+")) and int(length) <= bits):
        return False
    if bits == 128:
        return _is_ipv6(address)
    octets = address.split(".")
    return len(octets) == 4 and all(_is_count(octet) and int(octet) <= 255 for octet in octets)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9


def _is_ipv6(address: str) -> bool:
    """Groups of hexadecimal digits; the dotted spelling is malformed in a policy."""
    before, gap, after = address.partition("::")
    groups = [*before.split(":")] if before else []
    groups += after.split(":") if after else []
    if not all(re.fullmatch(r"[0-9A-Fa-f]{1,4}", group) for group in groups):
        return False
    return len(groups) < 8 if gap else len(groups) == 8


def is_arn_pattern(text: str) -> bool:
    """Six parts that begin with `arn`, or a text whose wildcards leave it open what it is."""
    parts = text.split(":", 5)
    if len(parts) < 6:
        return "*" in text or "?" in text
    return parts[0] == "arn" or "*" in parts[0] or "?" in parts[0]


@cache
def _base64() -> re.Pattern[str]:
    return re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def is_base64(text: str) -> bool:
    return _base64().fullmatch(text) is not None
