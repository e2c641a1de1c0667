"""What a login at a broker leaves for the next time: credentials until they end, and the company's session.

A file for each broker, person and role in the cache folder, its owner's alone. Losing it costs a login.
"""

from __future__ import annotations

import json
import os
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.cli.cache_folder import cache_dir
from iamctl.errors import StorageFailure
from iamctl.model.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

RENEWED_BEFORE = timedelta(minutes=5)


class Kept(NamedTuple):
    """What was kept.

    Attributes:
        members: of a credential_process; None where there are none.
        refresh_token: of the company's session.
    """

    members: dict[str, Any] | None = None
    refresh_token: Secret | None = None

    def good_members(self, now: datetime) -> dict[str, Any] | None:
        """The credentials, if they hold for five minutes yet."""
        if self.members is None:
            return None
        ends = datetime.fromisoformat(self.members["Expiration"]).astimezone(UTC)
        return self.members if ends - RENEWED_BEFORE > now else None


class BrokerKept:
    """The file of one purpose.

    Args:
        purpose: all that tells it from others: address, person, role, duration.
    """

    def __init__(self, environ: Mapping[str, str], purpose: tuple[str, ...]) -> None:
        self._purpose = list(purpose)
        text = json.dumps(self._purpose).encode()
        self.file = cache_dir(environ) / "broker" / f"{zlib.crc32(text):08x}{zlib.adler32(text):08x}.json"

    def read(self) -> Kept:
        """What the file keeps; nothing where there is none, or what it says is not understood.

        Raises:
            StorageFailure: others than its owner have access to it.
        """
        try:
            with self.file.open("rb") as opened:
                status = os.fstat(opened.fileno())
                if os.name == "posix" and (status.st_uid != os.geteuid() or status.st_mode & 0o077):
                    raise StorageFailure(
                        f"{self.file} holds credentials, and others than you have access to it.",
                        hint=f"`chmod 600 {self.file}` if nobody had, else `rm {self.file}`",
                    )
                said = json.loads(opened.read())
            if said["Purpose"] != self._purpose:
                return Kept()
            token, members = said.get("RefreshToken"), said.get("Credentials")
            kept = Kept(members, Secret(token) if token is not None else None)
            kept.good_members(datetime.now(UTC))  # noqa: TID251 - whether it reads, not what time it is
        except FileNotFoundError:
            return Kept()
        except OSError as error:
            raise StorageFailure(f"{self.file}: {error.strerror or error}.") from error
        except (ValueError, KeyError, TypeError, AttributeError):
            return Kept()
        return kept

    def write(self, kept: Kept) -> None:
        """Keep it in the place of what was kept.

        Raises:
            StorageFailure: it cannot be written.
        """
        from iamctl.cli.hand_over import write_whole

        said = {
            "Purpose": self._purpose,
            "Credentials": kept.members,
            "RefreshToken": kept.refresh_token.reveal() if kept.refresh_token is not None else None,
        }
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self.file, json.dumps(said) + "\n", replace=True)
        except OSError as error:
            raise StorageFailure(f"{self.file}: {error.strerror or error}.") from error
