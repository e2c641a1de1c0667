"""What discovery and token information need of HTTP: one address, one answer. The real one is `http_fetch.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias


class Fetched(NamedTuple):
    """An answer of whatever status; the body is whole."""

    status: int
    body: bytes


class Unreachable(Exception):
    """There is no whole answer.

    Attributes:
        reason: a clause for a person, lower case, no full stop; it never has the address's query in it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Fetch: TypeAlias = Callable[[str], Fetched]
"""Gets an address.

Raises:
    Unreachable: there is no answer, or one that is not to be read.
"""
Post: TypeAlias = Callable[[str, Mapping[str, str]], Fetched]
"""Posts a form to an address, which may be secret; likewise.

Raises:
    Unreachable: there is no answer, or one that is not to be read.
"""
