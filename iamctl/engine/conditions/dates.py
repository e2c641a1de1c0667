"""Moments as conditions compare them: milliseconds since 1970; a text that is no date equals nothing.

A year, a month, a day alone and a missing zone (UTC) are read; digits alone are epoch seconds; digits below the
millisecond do not count.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
"""

from __future__ import annotations

import re

_DATE = re.compile(
    r"([+-]?[0-9]{4,9})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?"
    r"(?:[tT](?:([0-9]{1,2})(?::([0-9]{1,2})(?::([0-9]{1,2})(?:[.,]([0-9]{1,18}))?)?)?)?([zZ]|[+-][0-9]{2}:?(?:[0-9]{2})?)?)?"
)
_EPOCH = re.compile(r"\+?[0-9]{1,19}")
_LATEST_SECOND = 2**63 - 1
_DAYS_TO_1970 = 719468


def read_date(text: str) -> int | None:
    """Milliseconds since 1970 of the moment that the text is, or None.

    Four digits are a year only with something behind them: digits alone are seconds.
    """
    if _EPOCH.fullmatch(text):
        seconds = int(text)
        return seconds * 1000 if seconds <= _LATEST_SECOND else None
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (
        int(part) if part else default for part, default in zip(match.groups()[:6], (0, 1, 1, 0, 0, 0), strict=True)
    )
    if not (1 <= month <= 12 and 1 <= day <= _days_in(year, month) and hour <= 23 and minute <= 59 and second <= 59):
        return None
    zone = _zone_minutes(match[8])
    if zone is None:
        return None
    milliseconds = int((match[7] or "0").ljust(3, "0")[:3])
    minutes = (_days_since_1970(year, month, day) * 24 + hour) * 60 + minute - zone
    return (minutes * 60 + second) * 1000 + milliseconds


def _zone_minutes(text: str | None) -> int | None:
    if text is None or text in "zZ":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-1 if text[0] == "-" else 1)


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _days_since_1970(year: int, month: int, day: int) -> int:
    """Days in the proleptic Gregorian calendar, for any year.

    Source: https://howardhinnant.github.io/date_algorithms.html#days_from_civil
    """
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - _DAYS_TO_1970
