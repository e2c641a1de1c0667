"""What a provider for tests remembers of sign-ins: codes, device codes, refresh and access tokens; in memory alone.

Rules kept here:
  * a code is worth one exchange within a minute, by the client and to the address that it was given for;
  * a client that gave a challenge has to show its verifier; S256 only;
  * a device may ask every second; who asks sooner is told to slow down;
  * at most 1000 of each kind, the oldest go.

Sources: https://www.rfc-editor.org/rfc/rfc6749, https://www.rfc-editor.org/rfc/rfc7636,
         https://www.rfc-editor.org/rfc/rfc8628
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 1000
CODE_LIFETIME = timedelta(minutes=1)
TOKEN_LIFETIME = timedelta(hours=1)
REFRESH_LIFETIME = timedelta(hours=12)
DEVICE_LIFETIME = timedelta(minutes=10)
INTERVAL = 1
"""Seconds between two questions of a device."""
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


class OAuthError(Exception):
    """An error of OAuth's, which is no API error of AWS's.

    Attributes:
        code: `invalid_grant`, …
        says: a sentence.
    """

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says


class Grant(NamedTuple):
    """That a subject let a client know who it is.

    Attributes:
        redirect_uri: where the code went; empty for devices.
        challenge: PKCE's; None where the client gave none.
    """

    subject: str
    client_id: str
    scope: str
    redirect_uri: str = ""
    nonce: str | None = None
    challenge: str | None = None

    def check_exchange(self, client_id: str, redirect_uri: str, verifier: str | None) -> None:
        """That whoever brings the code is whom it was given to.

        Raises:
            OAuthError: it is not.
        """
        if client_id != self.client_id or redirect_uri != self.redirect_uri:
            raise OAuthError("invalid_grant", "The code was given to another client, or for another address.")
        if self.challenge is None:
            return
        digest = hashlib.sha256((verifier or "").encode()).digest()
        shown = urlsafe_b64encode(digest).rstrip(b"=")
        if verifier is None or not hmac.compare_digest(shown, self.challenge.encode()):
            raise OAuthError("invalid_grant", "The code_verifier is not that of the code_challenge.")


class Device(NamedTuple):
    """A device that waits for somebody to type its code in.

    Attributes:
        subject: who did; None is nobody so far, empty is who refused.
        asked: when the device asked last.
    """

    client_id: str
    scope: str
    user_code: str
    subject: str | None = None
    asked: datetime | None = None


T = TypeVar("T")


class Kept(Generic[T]):
    """Values under random names, each for a time."""

    def __init__(self, lifetime: timedelta, now: Callable[[], datetime], entropy: Callable[[int], bytes]) -> None:
        self._lifetime = lifetime
        self._now = now
        self._entropy = entropy
        self._values: dict[str, tuple[datetime, T]] = {}

    def put(self, value: T) -> str:
        """Its new name."""
        name = urlsafe_b64encode(self._entropy(32)).rstrip(b"=").decode()
        while len(self._values) >= MOST:
            del self._values[next(iter(self._values))]
        self._values[name] = (self._now() + self._lifetime, value)
        return name

    def find(self, name: str) -> T | None:
        found = self._values.get(name)
        if found is None or found[0] <= self._now():
            self._values.pop(name, None)
            return None
        return found[1]

    def take(self, name: str) -> T | None:
        """The same, and it is gone."""
        value = self.find(name)
        self._values.pop(name, None)
        return value

    def replace(self, name: str, value: T) -> None:
        self._values[name] = (self._values[name][0], value)

    def items(self) -> list[tuple[str, T]]:
        now = self._now()
        return [(name, value) for name, (end, value) in self._values.items() if end > now]


class Grants:
    """All that is remembered."""

    def __init__(self, now: Callable[[], datetime], entropy: Callable[[int], bytes]) -> None:
        self._now = now
        self._entropy = entropy
        self.codes: Kept[Grant] = Kept(CODE_LIFETIME, now, entropy)
        self.access: Kept[Grant] = Kept(TOKEN_LIFETIME, now, entropy)
        self.refresh: Kept[Grant] = Kept(REFRESH_LIFETIME, now, entropy)
        self.devices: Kept[Device] = Kept(DEVICE_LIFETIME, now, entropy)

    def begin_device(self, client_id: str, scope: str) -> tuple[str, Device]:
        """A new device code, and what its person has to type."""
        letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in self._entropy(8))
        device = Device(client_id, scope, f"{letters[:4]}-{letters[4:]}")
        return self.devices.put(device), device

    def decide_device(self, user_code: str, subject: str) -> bool:
        """Let the device in that shows this code, or with an empty subject refuse it; whether there is one."""
        wanted = "".join(user_code.upper().split()).replace("-", "")
        for name, device in self.devices.items():
            if device.subject is None and device.user_code.replace("-", "") == wanted:
                self.devices.replace(name, device._replace(subject=subject))
                return True
        return False

    def poll_device(self, device_code: str, client_id: str) -> Grant:
        """What the device gets once somebody let it in.

        Raises:
            OAuthError: nobody has, somebody refused, or it asks too often.
        """
        device = self.devices.find(device_code)
        if device is None or device.client_id != client_id:
            raise OAuthError("expired_token", "There is no such device code, or it is over.")
        if device.subject is None:
            now, before = self._now(), device.asked
            self.devices.replace(device_code, device._replace(asked=now))
            if before is not None and now - before < timedelta(seconds=INTERVAL):
                raise OAuthError("slow_down", f"Ask every {INTERVAL} seconds.")
            raise OAuthError("authorization_pending", "Nobody typed the code in so far.")
        self.devices.take(device_code)
        if not device.subject:
            raise OAuthError("access_denied", "The code was typed in, and refused.")
        return Grant(device.subject, client_id, device.scope)
