"""What can be wrong with a word on demand, and what STS answers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping


class Fault(NamedTuple):
    """One thing that is wrong, or only odd.

    Attributes:
        meaning: lower case, no full stop.
        answer: STS's error code; None where it takes the word all the same.
        strict_answer: of a provider that is verified strictly; None where it takes the word.
    """

    meaning: str
    answer: str | None
    strict_answer: str | None


REPLAYED = "replayed"
EXPIRED, INVALID, TOO_LONG = "ExpiredTokenException", "InvalidIdentityToken", "ValidationError"
REJECTED = "IDPRejectedClaim"


def refused(meaning: str, answer: str = INVALID) -> Fault:
    """A fault that every provider's word is refused for."""
    return Fault(meaning, answer, answer)


def the_fault(table: Mapping[str, Fault], name: str) -> Fault:
    """The fault of this name.

    Raises:
        InvalidInput: there is none.
    """
    if name not in table:
        raise InvalidInput(f"{name!r} is no fault.", hint=f"one of {', '.join(table)}")
    return table[name]


def fault_members(table: Mapping[str, Fault]) -> list[dict[str, str | None]]:
    return [
        {"Fault": name, "Meaning": fault.meaning, "Answer": fault.answer, "StrictAnswer": fault.strict_answer}
        for name, fault in table.items()
    ]
