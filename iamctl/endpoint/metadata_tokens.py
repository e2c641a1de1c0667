"""Session tokens of the instance metadata service, version 2.

A token carries the moment at which it ends and a seal over it under a key of this one service: none is kept, so that
however many are asked for, they take no memory, and a token of another instance is none here.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-v2-how-it-works.html
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

LEAST, MOST = 1, 21_600
"""Seconds that a token may last."""
_LENGTH = 56
_MOMENT = 8


class MetadataTokens:
    """The tokens of one instance.

    Args:
        key: 32 random bytes.
        now: UTC.
    """

    def __init__(self, key: bytes, now: Callable[[], datetime]) -> None:
        self._key = key
        self._now = now

    def issue(self, seconds: int) -> str:
        """A token that lasts so long: 56 characters."""
        until = (int(self._now().timestamp()) + seconds).to_bytes(_MOMENT, "big")
        return b64encode(until + self._seal(until)).decode()

    def is_valid(self, token: str) -> bool:
        """Whether it is one of this instance's, and not over."""
        if len(token) != _LENGTH or not token.isascii():
            return False
        try:
            raw = b64decode(token, validate=True)
        except ValueError:
            return False
        until, seal = raw[:_MOMENT], raw[_MOMENT:]
        return hmac.compare_digest(seal, self._seal(until)) and self._now().timestamp() < int.from_bytes(until, "big")

    def _seal(self, until: bytes) -> bytes:
        return hmac.digest(self._key, until, sha256)


def parse_ttl(text: str | None) -> int | None:
    """The seconds that a client asks for; None where it asks for none or for what no token may last."""
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 5:
        return None
    return seconds if LEAST <= (seconds := int(text)) <= MOST else None
