"""Logins: sessions that commands take up without being told, kept for one terminal or under a profile's name.

    <cache folder>/logins/terminal.<identity>.json · profile.<name>.json

Rules kept here:
  * the folder is its owner's alone, 0700, and so is each file, 0600; one that others could read or have written is
    refused;
  * a file appears whole or not at all;
  * what is there is handed on as it is: whether it is still worth anything, the account says.
"""

from __future__ import annotations

import json
import os
import re
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from iamctl.cli.cache_folder import folder_of_logins
from iamctl.errors import InvalidInput, StorageFailure
from iamctl.model.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iamctl.model.session import Credentials

_TERMINAL, _PROFILE = "terminal.", "profile."
_LARGEST = 64 * 1024


class Login(NamedTuple):
    """One login as it is kept.

    Attributes:
        place: `this terminal`, `another terminal` or `the profile work`.
        arn: of whom it is.
    """

    file: Path
    place: str
    arn: str
    access_key_id: str
    secret: Secret
    session_token: Secret
    expiration: datetime


def file_of_profile(environ: Mapping[str, str], name: str) -> Path:
    """Where the login of a profile is, or would be; names that differ in case alone have two files everywhere."""
    safe = re.sub(rb"[^a-z0-9_-]", lambda found: b"%%%02x" % found[0][0], name.encode())
    return folder_of_logins(environ) / f"{_PROFILE}{safe.decode()}.json"


def file_of_terminal(environ: Mapping[str, str]) -> Path | None:
    """Where the login of this terminal is, or would be; None where there is no terminal."""
    from iamctl.cli.terminal_identity import terminal_identity

    identity = terminal_identity()
    return folder_of_logins(environ) / f"{_TERMINAL}{identity}.json" if identity is not None else None


def find_of_profile(environ: Mapping[str, str], name: str) -> Login | None:
    """The login that is kept under the name, or None."""
    return find(file_of_profile(environ, name), f"the profile {name}")


def find_of_terminal(environ: Mapping[str, str]) -> Login | None:
    """The login of this terminal, or None."""
    file = file_of_terminal(environ)
    return find(file, "this terminal") if file is not None else None


def all_logins(environ: Mapping[str, str]) -> list[Login]:
    """Every login that is kept, of whichever terminal or profile."""
    own = file_of_terminal(environ)
    found = []
    for file in sorted(folder_of_logins(environ).glob("*.json")):
        login = find(file, _place_of(file, own))
        if login is not None:
            found.append(login)
    return found


def find(file: Path, place: str) -> Login | None:
    """What the file keeps; None where there is none.

    Raises:
        InvalidInput: it is no login, or others than its owner have access to it.
        StorageFailure: it cannot be read.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageFailure(f"{file}: {error.strerror or error}.") from error
    with os.fdopen(descriptor, "rb") as opened:
        _check_private(file, os.fstat(opened.fileno()))
        content = opened.read(_LARGEST)
    try:
        said = json.loads(content)
        return Login(
            file,
            place,
            arn=str(said["Arn"]),
            access_key_id=str(said["AccessKeyId"]),
            secret=Secret(str(said["SecretAccessKey"])),
            session_token=Secret(str(said["SessionToken"])),
            expiration=datetime.fromisoformat(said["Expiration"]).astimezone(UTC),
        )
    except (ValueError, KeyError, TypeError):
        # Not `from error`: that one may hold the content.
        raise InvalidInput(f"{file} is no login.", hint=f"remove it: `rm {file}`") from None


def keep(file: Path, credentials: Credentials, arn: str) -> None:
    """Keep a login there, in the place of the one that was.

    Raises:
        StorageFailure: it cannot be written.
    """
    from iamctl.cli.hand_over import write_whole

    said = {
        "Arn": arn,
        "AccessKeyId": credentials.access_key_id,
        "SecretAccessKey": credentials.secret_access_key.reveal(),
        "SessionToken": credentials.session_token.reveal(),
        "Expiration": credentials.expiration.isoformat(),
    }
    make_folder(file.parent)
    try:
        write_whole(file, json.dumps(said, indent=2) + "\n", replace=True)
    except OSError as error:
        raise StorageFailure(f"{file}: {error.strerror or error}.") from error


def make_folder(folder: Path) -> None:
    """The folder of logins, its owner's alone, made if it is not there.

    Raises:
        StorageFailure: it cannot be made, or is another's.
    """
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # of parents `mode` says nothing
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.name == "posix":
            _check_owner(folder, folder.stat())
            folder.chmod(0o700)
    except OSError as error:
        raise StorageFailure(f"{folder}: {error.strerror or error}.") from error


def forget(file: Path) -> None:
    """Remove a login's file, if it is there.

    Raises:
        StorageFailure: it cannot be removed.
    """
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise StorageFailure(f"{file}: {error.strerror or error}.") from error


def forget_expired(environ: Mapping[str, str], now: datetime) -> None:
    """Remove other terminals' and profiles' logins whose time is over; what cannot be read stays."""
    for file in folder_of_logins(environ).glob("*.json"):
        try:
            login = find(file, "")
        except (InvalidInput, StorageFailure):
            continue
        if login is not None and login.expiration <= now:
            forget(file)


def _place_of(file: Path, own: Path | None) -> str:
    if file.name.startswith(_PROFILE):
        quoted = file.name.removeprefix(_PROFILE).removesuffix(".json")
        name = re.sub(rb"%([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), quoted.encode())
        return f"the profile {name.decode('utf-8', 'replace')}"
    return "this terminal" if file == own else "another terminal"


def _check_private(file: Path, status: os.stat_result) -> None:
    if os.name != "posix":
        return
    _check_owner(file, status)
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InvalidInput(
            f"{file} has a login, and others than you have access to it.",
            hint=f"`chmod 600 {file}` if nobody had, else `rm {file}`",
        )


def _check_owner(path: Path, status: os.stat_result) -> None:
    if status.st_uid != os.geteuid():
        raise StorageFailure(f"{path} belongs to somebody else.", hint="say `IAMCTL_CACHE_DIR` of your own")
