"""How answers are to be shown: what the options, the environment and the terminal come to."""

from __future__ import annotations

import os
from typing import Literal, NamedTuple, TypeAlias

Format: TypeAlias = Literal["table", "json", "jsonl", "yaml", "tsv", "toml", "name"]
FORMATS: tuple[Format, ...] = ("table", "json", "jsonl", "yaml", "tsv", "toml", "name")


class OutputSettings(NamedTuple):
    """How this command shows its answer.

    Attributes:
        explicit: a format was asked for; a command that would print one line only then prints all members.
        query: a JMESPath expression over the answer's members.
        header: tables and TSV begin with the columns' titles.
        terminal: stdout is one.
        width: characters in a line of the terminal; None asks `COLUMNS` and the terminal.
        quiet: notes are left out.
    """

    format: Format = "table"
    explicit: bool = False
    query: str | None = None
    header: bool = True
    color: Literal["auto", "always", "never"] = "auto"
    terminal: bool = False
    width: int | None = None
    quiet: bool = False

    @property
    def is_colored(self) -> bool:
        """Whether colours are wanted: on a terminal that knows them; what was asked for outranks that.

        Source: https://no-color.org
        """
        if self.color != "auto":
            return self.color == "always"
        return self.terminal and not os.environ.get("NO_COLOR") and not _is_dumb()

    @property
    def is_drawn(self) -> bool:
        """Whether a table is drawn for eyes, with lines and wrapping, rather than printed plain."""
        return self.terminal and (self.color == "always" or not _is_dumb())


def _is_dumb() -> bool:
    return os.environ.get("TERM") in ("dumb", "unknown")
