"""People whom a reverse proxy knows (Kerberos, a client certificate, its own sign-in) and names in a header.

Rules kept here:
  * the header counts only beside a key that proxy and broker alone have, compared in constant time;
  * each header comes once: what a client slipped in beside the proxy's own makes the request nobody's;
  * the key's file may hold several lines: an old key beside a new one, while they change.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, NamedTuple

from iamctl.endpoint.broker.authenticator import HEADERS, NotProven, Proof
from iamctl.service.brokering.person import Person

if TYPE_CHECKING:
    from iamctl.model.secret import Secret

LEAST_KEY = 32
"""Characters."""


class ProxySettings(NamedTuple):
    """One proxy as the broker's file has it.

    Attributes:
        keys: at least 32 characters each.
        user_header, key_header: names in lower case.
        attributes: attribute → header, in lower case.
        separator: between the values of one header.
        strip: what is taken off the name's end, such as `@ACME.EXAMPLE`.
    """

    name: str
    keys: tuple[Secret, ...]
    user_header: str = "x-forwarded-user"
    key_header: str = "x-broker-key"
    attributes: tuple[tuple[str, str], ...] = ()
    separator: str = ","
    strip: str = ""


class ProxyHeaders:
    """An authenticator on a proxy's word."""

    kind = "proxy"
    takes = HEADERS

    def __init__(self, settings: ProxySettings) -> None:
        self.name = settings.name
        self.settings = settings

    def person(self, proof: Proof) -> Person:
        settings = self.settings
        key = self._one(proof, settings.key_header)
        if key is None or not self._is_key(key):
            raise NotProven("a proxy's header without the proxy's key")
        user = self._one(proof, settings.user_header)
        if not user:
            raise NotProven("the proxy names nobody")
        attributes: dict[str, tuple[str, ...]] = {"user": (user,)}
        for attribute, header in settings.attributes:
            if (text := self._one(proof, header)) is not None:
                values = [value.strip() for value in text.split(settings.separator)]
                attributes[attribute] = tuple(value for value in values if value)
        return Person(name=user.removesuffix(settings.strip), through=self.name, attributes=attributes)

    def look_up(self, user_name: str) -> Person | None:  # noqa: ARG002 - a proxy tells of nobody by itself
        return None

    def check(self) -> None:
        """Nothing: requests come through it, or do not."""

    def close(self) -> None:
        """There is nothing to let go of."""

    def _is_key(self, given: str) -> bool:
        # All of them are compared, so that the time does not tell which one it was.
        found = [hmac.compare_digest(given.encode(), key.reveal().encode()) for key in self.settings.keys]
        return any(found)

    def _one(self, proof: Proof, header: str) -> str | None:
        values = [value for name, value in proof.headers if name == header]
        if len(values) > 1:
            raise NotProven(f"{header} came {len(values)} times")
        return values[0] if values else None
