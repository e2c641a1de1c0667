"""A word of the command tree that commands stand under."""

from __future__ import annotations

from typing import NamedTuple


class Group(NamedTuple):
    """A word that commands stand under.

    Attributes:
        options: commands that may be typed as an option too: `check --batch FILE` is `check batch FILE`.
    """

    help: str
    commands: dict[str, str | Group]
    options: tuple[str, ...] = ()
