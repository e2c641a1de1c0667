"""The broker's file as it holds now: read again when it changes, and kept as it was while what changed is broken."""

from __future__ import annotations

import os
import time
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.endpoint.broker.configuration import read_configuration
from iamctl.endpoint.broker.ldap_directory import LdapDirectory, LdapSettings
from iamctl.endpoint.broker.oidc_tokens import OidcSettings, OidcTokens
from iamctl.endpoint.broker.outside_command import CommandSettings, OutsideCommand
from iamctl.endpoint.broker.proxy_headers import ProxyHeaders
from iamctl.errors import IamctlError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from iamctl.endpoint.broker.authenticator import Authenticator
    from iamctl.endpoint.broker.configuration import AuthenticatorSettings, Configuration

_LOOKED_AT = 1.0
"""Seconds for which a file that was looked at is not looked at again."""


class Setup(NamedTuple):
    """A configuration with its authenticators."""

    configuration: Configuration
    authenticators: tuple[Authenticator, ...]


class InForce:
    """What holds.

    Attributes:
        mistake: what is wrong with the file as it is now; None where it is what holds.
        version: how many times another file came to hold.
    """

    def __init__(self, file: Path, *, now: Callable[[], datetime], tell: Callable[[dict[str, Any]], None]) -> None:
        """Read the file for the first time.

        Raises:
            InvalidInput, Mistakes: it does not hold.
            MachineError: a package that it needs is not installed.
        """
        self._file = file
        self._now = now
        self._tell = tell
        self._lock = Lock()
        self._seen = self._stamp()
        self._setup = self._made(())
        self._asked = time.monotonic()
        self._is_wanted = False
        self.mistake: str | None = None
        self.version = 1

    def now(self) -> Setup:
        """What holds now; a file that changed within the last second may not yet."""
        if self._is_wanted or time.monotonic() - self._asked >= _LOOKED_AT:
            with self._lock:
                self._look()
        return self._setup

    def want(self) -> None:
        """Have the file read again at the next request, whatever its stamp says; safe in a signal handler."""
        self._is_wanted = True

    def close(self) -> None:
        for authenticator in self._setup.authenticators:
            authenticator.close()

    def _look(self) -> None:
        self._asked = time.monotonic()
        stamp = self._stamp()
        if stamp == self._seen and not self._is_wanted:
            return
        self._seen, self._is_wanted = stamp, False
        before = self._setup
        try:
            self._setup = self._made(before.authenticators)
        except IamctlError as error:
            self.mistake = str(error)
            self._tell({"Event": "FileRefused", "File": str(self._file), "Code": error.code, "Message": str(error)})
            return
        self.mistake = None
        self.version += 1
        kept = {id(each) for each in self._setup.authenticators}
        for authenticator in before.authenticators:
            if id(authenticator) not in kept:
                authenticator.close()
        self._tell({"Event": "FileTaken", "File": str(self._file), "Rules": len(self._setup.configuration.rules.rules)})

    def _made(self, before: Sequence[Authenticator]) -> Setup:
        configuration = read_configuration(self._file)
        known = {each.name: each for each in before}
        made = [_kept(known.get(each.name), each) or self._authenticator(each) for each in configuration.authenticators]
        return Setup(configuration, tuple(made))

    def _authenticator(self, settings: AuthenticatorSettings) -> Authenticator:
        if isinstance(settings, LdapSettings):
            return LdapDirectory(settings)
        if isinstance(settings, OidcSettings):
            return OidcTokens(settings, self._now)
        if isinstance(settings, CommandSettings):
            return OutsideCommand(settings)
        return ProxyHeaders(settings)

    def _stamp(self) -> tuple[int, ...]:
        try:
            status = os.stat(self._file)  # noqa: PTH116
        except OSError:
            return ()
        return (status.st_mtime_ns, status.st_size, status.st_ino)


def _kept(before: Authenticator | None, settings: AuthenticatorSettings) -> Authenticator | None:
    """The authenticator that is there, with its connections and keys, if nothing about it changed."""
    return before if before is not None and getattr(before, "settings", None) == settings else None
