"""Moments as a question names them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from iamctl.errors import InvalidInput
from iamctl.service.questions.moments import moment_from, revision_at
from iamctl.store.protocol import Revision


class Times:
    """A history of which only the times count."""

    def __init__(self, *times: str) -> None:
        self.revised = [Revision(number, time, "", (), (), "", "") for number, time in enumerate(times, 1)]

    def head(self) -> int:
        return len(self.revised)

    def revision(self, number: int) -> Revision | None:
        return self.revised[number - 1] if 1 <= number <= self.head() else None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-17", datetime(2026, 11, 17, tzinfo=UTC)),
        ("2026-11-17T09:30:00Z", datetime(2026, 11, 17, 9, 30, tzinfo=UTC)),
        ("2026-11-17T09:30", datetime(2026, 11, 17, 9, 30, tzinfo=UTC)),
        ("2026-11-17T09:30:00+02:00", datetime(2026, 11, 17, 7, 30, tzinfo=UTC)),
        ("1794821400", datetime(2026, 11, 16, 9, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read(text: str, moment: datetime) -> None:
    assert moment_from(text, option="--at") == moment


def test_a_day_alone_may_be_its_end() -> None:
    assert moment_from("2026-11-17", option="--on", is_end=True) == datetime(2026, 11, 17, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "tuesday", "2026-13-01", "9" * 30])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="is no moment"):
        moment_from(text, option="--at")


@pytest.mark.parametrize(("hour", "number"), [(1, 1), (2, 3), (3, 3), (5, 4)])
def test_the_revision_of_a_moment_is_the_last_one_by_then(hour: int, number: int) -> None:
    history: Any = Times(*(f"2026-01-01T0{each}:00:00Z" for each in (1, 2, 2, 4)))

    assert revision_at(history, datetime(2026, 1, 1, hour, tzinfo=UTC)) == number


def test_before_the_first_revision_there_was_no_account() -> None:
    history: Any = Times("2026-01-01T01:00:00Z")

    with pytest.raises(InvalidInput) as refused:
        revision_at(history, datetime(2025, 1, 1, tzinfo=UTC))

    assert refused.value.hints == ("its history begins at 2026-01-01T01:00:00Z",)
