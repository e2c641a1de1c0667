"""One after another, by key: whoever has a key's turn is alone with it."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from iamctl.errors import Throttling

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WAITING = 4


class Turns:
    """Locks by key, for as long as somebody holds or waits for them."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._locks: dict[str, tuple[Lock, int]] = {}

    @contextmanager
    def of(self, key: str) -> Iterator[None]:
        """Have the key's turn for the block.

        Raises:
            Throttling: too many wait for it.
        """
        with self._guard:
            lock, waiting = self._locks.get(key, (Lock(), 0))
            if waiting > MOST_WAITING:
                raise Throttling("Too many attempts are made at once.")
            self._locks[key] = (lock, waiting + 1)
        try:
            with lock:
                yield
        finally:
            with self._guard:
                lock, waiting = self._locks.pop(key)
                if waiting > 1:
                    self._locks[key] = (lock, waiting - 1)
