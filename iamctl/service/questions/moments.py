"""Moments that a question names: when a request comes, and as of when the account is asked.

2026-11-17                  a day alone: its first moment for a request, its last for the account
2026-11-17T09:30:00Z        a moment; without a zone it is UTC
1794821400                  seconds since 1970
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput
from iamctl.service.past import check_number, looking_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.service.account import Account
    from iamctl.service.service import Service
    from iamctl.store.protocol import History


def moment_from(text: str, *, option: str, is_end: bool = False) -> datetime:
    """The moment that the text names, UTC.

    Args:
        option: what the text came with, for the error.
        is_end: a day alone is its last second, not its first.

    Raises:
        InvalidInput: it names none.
    """
    try:
        if text.isascii() and text.isdecimal() and len(text) > 4:
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError) as error:
        hint = "write 2026-11-17, 2026-11-17T09:30:00Z or seconds since 1970"
        raise InvalidInput(f"{option}: {text} is no moment.", hint=hint) from error
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    is_day_alone = len(text) <= len("2026-11-17")
    return moment + timedelta(days=1, seconds=-1) if is_end and is_day_alone else moment


def revision_at(history: History, moment: datetime) -> int:
    """The number of the last revision that was kept by then.

    Raises:
        InvalidInput: there was no account yet.
    """
    text = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    low, high = 0, history.head()
    while low < high:  # revisions come in the order of their times
        middle = (low + high + 1) // 2
        revision = history.revision(middle)
        if revision is not None and revision.time <= text:
            low = middle
        else:
            high = middle - 1
    if low == 0:
        first = history.revision(1)
        hint = f"its history begins at {first.time}" if first is not None else None
        raise InvalidInput(f"The account was not there on {text}.", hint=hint)
    return low


@contextmanager
def account_asked(
    service: Service,
    standing_for: str,
    *,
    policy_source_arn: str | None = None,
    revision: int | None = None,
    on: datetime | None = None,
) -> Iterator[Account]:
    """The account as it is, as it was right after a revision, or as it was at a moment.

    Raises:
        NoSuchEntity: there is no such revision.
        InvalidInput: there was no account at the moment.
    """
    if revision is None and on is None:
        with service.reading(standing_for, policy_source_arn=policy_source_arn) as account:
            yield account
        return
    with looking_back(service) as history:
        if on is not None:
            revision = revision_at(history, on)
        assert revision is not None
        if revision < 1:
            raise InvalidInput("Before revision 1 there was no account.")
        check_number(history, revision)
        with service.past(history, revision) as account:
            yield account
