"""How often one address, or one person, may ask: so many a minute, evenly, with a few at once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_KNOWN = 65_536


class _Bucket(NamedTuple):
    left: float
    at: float


class Rate:
    """Token buckets by key; the least recently seen is forgotten where there are too many.

    Args:
        clock: seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: str, per_minute: int) -> float:
        """Seconds until the key may ask; 0 lets it ask now, and counts."""
        now, speed = self._clock(), per_minute / 60
        most = max(1.0, per_minute / 6)
        with self._lock:
            before = self._buckets.pop(key, _Bucket(most, now))
            left = min(most, before.left + (now - before.at) * speed)
            granted = left >= 1
            self._buckets[key] = _Bucket(left - 1 if granted else left, now)
            if len(self._buckets) > _MOST_KNOWN:
                self._buckets.popitem(last=False)
        return 0.0 if granted else (1 - left) / speed
