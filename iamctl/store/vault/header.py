"""`vault/vault.json`: which data key seals this vault's secrets, and where that key is.

Replacing this file is what a re-sealing commits by: secrets lie in the folder named for their data key, and the
header says which folder counts.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from typing import Any, NamedTuple

from iamctl.errors import BrokenFile, NewerFormat

HEADER_FILE = "vault.json"
FORMAT = 1
KEYRING, PASSPHRASE, FILE = "keyring", "passphrase", "file"
HOLDERS = (KEYRING, PASSPHRASE, FILE)


class Stretching(NamedTuple):
    """How a passphrase becomes a key: argon2id and its costs (the second choice of RFC 9106, section 4).

    Attributes:
        memory: KiB.
    """

    salt: bytes
    time: int = 3
    memory: int = 65_536
    lanes: int = 4


class Header(NamedTuple):
    """What the file says.

    Attributes:
        key: the data key's id, 16 hexadecimal digits; the name of the secrets' folder.
        holder: who has the data key: `keyring`, `passphrase` or `file`.
        check: nothing, sealed under the data key: by it the right key is known.
        stretching: of a passphrase.
        wrapped: the data key, sealed under the passphrase's key.
    """

    account: str
    key: str
    holder: str
    create_date: str
    check: bytes = b""
    stretching: Stretching | None = None
    wrapped: bytes = b""

    @property
    def check_line(self) -> bytes:
        """What the check is bound to."""
        return f"iamctl vault {self.account} {self.key} {self.holder} check".encode()

    @property
    def wrapping_line(self) -> bytes:
        """What the wrapped data key is bound to."""
        return f"iamctl vault {self.account} {self.key} data key".encode()


def render_header(header: Header) -> str:
    said: dict[str, Any] = {
        "format": FORMAT,
        "account": header.account,
        "key": header.key,
        "holder": header.holder,
        "create_date": header.create_date,
        "check": _text(header.check),
    }
    if header.stretching:
        said["argon2id"] = header.stretching._asdict() | {"salt": _text(header.stretching.salt)}
        said["wrapped_key"] = _text(header.wrapped)
    return json.dumps(said, indent=2) + "\n"


def parse_header(text: str, place: str) -> Header:
    """The header that the text says.

    Raises:
        BrokenFile: it is none.
        NewerFormat: a later version wrote it.
    """
    try:
        said = json.loads(text)
        if isinstance(said["format"], int) and said["format"] > FORMAT:
            raise NewerFormat(
                f"{place} has format {said['format']}; this iamctl knows formats up to {FORMAT}.",
                hint="install a newer iamctl: `pip install --upgrade iamctl`; nothing was changed",
            )
        header = Header(
            said["account"],
            said["key"],
            said["holder"],
            said["create_date"],
            _bytes(said["check"]),
            _stretching(said["argon2id"]) if said["holder"] == PASSPHRASE else None,
            _bytes(said["wrapped_key"]) if said["holder"] == PASSPHRASE else b"",
        )
        _check(header)
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenFile(
            f"{place}: this is no header of a vault.", hint="put it back from a backup; without it no secret opens"
        ) from error
    return header


def _check(header: Header) -> None:
    if header.holder not in HOLDERS or not re.fullmatch(r"[0-9a-f]{16}", header.key):
        raise ValueError(header.holder)
    if not re.fullmatch(r"\d{12}", header.account) or not isinstance(header.create_date, str):
        raise ValueError(header.account)


def _stretching(said: dict[str, Any]) -> Stretching:
    found = Stretching(_bytes(said["salt"]), said["time"], said["memory"], said["lanes"])
    # A header from a stranger must not take the machine's memory, nor a minute.
    bounds = ((found.time, 10), (found.memory, 2**20), (found.lanes, 16))
    if any(not isinstance(cost, int) or not 1 <= cost <= most for cost, most in bounds) or len(found.salt) != 16:
        raise ValueError("costs")
    return found


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)
