"""How long a role's sessions may last, as it is typed: seconds, or hours, minutes and seconds (`8h`, `1h30m`)."""

import re
from typing import Annotated, TypeAlias

import typer

from iamctl.errors import UsageError

MaxSessionDuration: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--max-session-duration",
        metavar="DURATION",
        help="the longest session: seconds, or 1h to 12h",
        show_default=False,
    ),
]
_DURATION = re.compile(r"(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s?)?", re.ASCII | re.IGNORECASE)


def parse_max_session_duration(text: str) -> int:
    """Seconds; whether a role may have as many is not looked at.

    Raises:
        UsageError: the text is no duration.
    """
    parts = _DURATION.fullmatch(text)
    if parts is None or not any(parts.groups()):
        raise UsageError(
            f"{text!r} is no duration.", hint="say `--max-session-duration` in seconds (28800) or in hours (8h)"
        )
    hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    return hours * 3600 + minutes * 60 + seconds
