"""The AWS shared credentials file: one profile written, everything else left as it is, byte for byte.

Source: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidInput, StorageFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SECTION = re.compile(r"\s*\[\s*(?P<name>[^\]]*?)\s*\]\s*([#;].*)?$")
_SETTING = re.compile(r"(?P<key>[A-Za-z0-9_]+)\s*=\s*(?P<value>.*)$")
_OWN = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")


class Profile(NamedTuple):
    """Where a profile stands in the file's lines: from its heading to before the next one."""

    start: int
    end: int


def shared_credentials_file(environ: Mapping[str, str]) -> Path:
    """Where the file is, or would be; through a symbolic link, where that leads."""
    chosen = environ.get("AWS_SHARED_CREDENTIALS_FILE")
    return Path(os.path.realpath(Path(chosen or "~/.aws/credentials").expanduser()))


def check_profile_name(name: str) -> None:
    """That a profile may be called so.

    Raises:
        UsageError: the file could not say it.
    """
    if not name.strip() or name != name.strip() or not name.isprintable() or set(name) & set("[]#;"):
        raise UsageError(f"{name!r} is no profile's name.")


def text_of(path: Path) -> str:
    """The file's text; empty where there is none.

    Raises:
        InvalidInput: it is no UTF-8.
        StorageFailure: it cannot be read.
    """
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is not UTF-8.") from None
    except OSError as error:
        raise StorageFailure(f"{path}: {error.strerror or error}.") from error


def sections_in(text: str) -> list[str]:
    """The sections' names as the headings have them, in the file's order."""
    return [found["name"] for line in text.splitlines() if (found := _SECTION.match(line)) is not None]


def lines_in(text: str, name: str) -> list[str]:
    """What stands in the section of this name; nothing where there is none."""
    lines = text.splitlines()
    profile = _find(lines, name)
    return lines[profile.start + 1 : profile.end] if profile is not None else []


def key_in(text: str, name: str) -> str | None:
    """The access key id that the profile has."""
    return settings_in(text, name).get("aws_access_key_id")


def settings_in(text: str, name: str) -> dict[str, str]:
    """What the section of this name sets, keys in lower case; without those nested in another setting."""
    found = (_SETTING.match(line) for line in lines_in(text, name))
    return {each["key"].lower(): each["value"].strip() for each in found if each is not None}


def credentials_in(text: str, name: str) -> tuple[str, str, str] | None:
    """The profile's key id, secret and session token, each empty where it has none; None where there is no profile."""
    lines = text.splitlines()
    profile = _find(lines, name)
    if profile is None:
        return None
    said = dict.fromkeys(_OWN, "")
    for line in lines[profile.start + 1 : profile.end]:
        if (found := _SETTING.match(line)) and found["key"].lower() in said:
            said[found["key"].lower()] = found["value"].strip()
    key, secret, token = said.values()
    return key, secret, token


def with_profile(text: str, name: str, access_key_id: str, secret: str, *, session_token: str | None = None) -> str:
    """The text with the profile's key in it; its other settings and all comments stay."""
    own = [f"aws_access_key_id = {access_key_id}\n", f"aws_secret_access_key = {secret}\n"]
    if session_token is not None:
        own.append(f"aws_session_token = {session_token}\n")
    return with_settings(text, name, own, replaced=_OWN)


def with_settings(text: str, name: str, own: list[str], *, replaced: Iterable[str]) -> str:
    """The text with these lines in the section of this name, where they take the place of the settings `replaced`."""
    lines = text.splitlines(keepends=True)
    profile = _find(lines, name)
    if profile is None:
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{gap}[{name}]\n{''.join(own)}"
    head = lines[: profile.start + 1]
    if not head[-1].endswith("\n"):
        head[-1] += "\n"
    kept = [line for line in lines[profile.start + 1 : profile.end] if not _sets(line, replaced)]
    return "".join([*head, *own, *kept, *lines[profile.end :]])


def _find(lines: list[str], name: str) -> Profile | None:
    start = None
    for number, line in enumerate(lines):
        if (section := _SECTION.match(line.rstrip("\r\n"))) is None:
            continue
        if start is not None:
            return Profile(start, number)
        if section["name"] == name:
            start = number
    return Profile(start, len(lines)) if start is not None else None


def _sets(line: str, keys: Iterable[str]) -> bool:
    found = _SETTING.match(line)
    return found is not None and found["key"].lower() in keys
