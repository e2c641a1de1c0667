"""Parameters that take one word of a fixed set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.model.names import validation_error

if TYPE_CHECKING:
    from collections.abc import Sequence


def check_one_of(member: str, value: str, allowed: Sequence[str]) -> None:
    """That the value is one of the words, letter by letter.

    Raises:
        ValidationError: it is not, in AWS's words.
    """
    if value not in allowed:
        words = ", ".join(allowed)
        where = f"Value '{value}' at '{member}' failed to satisfy constraint: Member must"
        raise validation_error([f"{where} satisfy enum value set: [{words}]"])
