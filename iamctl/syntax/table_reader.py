"""Typed reading of a parsed TOML table that tells every mistake at once.

A reader notes what is wrong and goes on; whoever began asks `raise_mistakes` at the end. A value that was wrong
reads as if it were not there.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from iamctl.errors import IamctlError, InvalidInput, Mistakes

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str | int, ...]


class Mistake(NamedTuple):
    """What is wrong with the value at `path`: a sentence, and what to type instead."""

    path: Path
    message: str
    hint: str | None = None


class TableReader:
    """One table; each key is asked for once, and `finish` tells those that nobody asked for.

    Args:
        mistakes: the list that this reader and those below it add to.
        path: where the table stands in the text.
        what: what the table describes, as a message names it: `user`, `inline policy`.
    """

    __slots__ = ("_asked", "_mistakes", "path", "table", "what")

    def __init__(self, table: Mapping[str, Any], mistakes: list[Mistake], path: Path = (), what: str = "user") -> None:
        self.table = table
        self.path = path
        self.what = what
        self._mistakes = mistakes
        self._asked: list[str] = []

    def mistake(self, key: str | int | None, message: str, hint: str | None = None) -> None:
        """Note what is wrong with the key; None is the table itself."""
        self._mistakes.append(Mistake(self.path if key is None else (*self.path, key), message, hint))

    def mistake_at(self, path: Path, message: str, hint: str | None = None) -> None:
        """Note what is wrong further down, at a path that begins in this table."""
        self._mistakes.append(Mistake((*self.path, *path), message, hint))

    @overload
    def string(self, key: str, *, required: bool = False, default: str) -> str: ...
    @overload
    def string(self, key: str, *, required: bool = False, default: None = None) -> str | None: ...
    def string(self, key: str, *, required: bool = False, default: str | None = None) -> str | None:
        self._asked.append(key)
        value = self.table.get(key)
        if isinstance(value, str):
            return value
        if value is not None:
            self._wrong(key, "a string", value)
        elif required:
            self._missing(key)
        return default

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of strings in its order; empty when absent."""
        self._asked.append(key)
        value = self.table.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong(key, "a list of strings", value)
            return ()
        for index, item in enumerate(value):
            if not isinstance(item, str):
                self._wrong_item(key, index, "a string", item)
        return tuple(item for item in value if isinstance(item, str))

    @overload
    def integer(self, key: str, *, default: int) -> int: ...
    @overload
    def integer(self, key: str, *, default: None = None) -> int | None: ...
    def integer(self, key: str, *, default: int | None = None) -> int | None:
        self._asked.append(key)
        value = self.table.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None:
            self._wrong(key, "an integer", value)
        return default

    @overload
    def boolean(self, key: str, *, default: bool) -> bool: ...
    @overload
    def boolean(self, key: str, *, default: None = None) -> bool | None: ...
    def boolean(self, key: str, *, default: bool | None = None) -> bool | None:
        self._asked.append(key)
        value = self.table.get(key)
        if isinstance(value, bool):
            return value
        if value is not None:
            self._wrong(key, "true or false", value)
        return default

    @overload
    def moment(self, key: str, *, required: bool = False, default: datetime) -> datetime: ...
    @overload
    def moment(self, key: str, *, required: bool = False, default: None = None) -> datetime | None: ...
    def moment(self, key: str, *, required: bool = False, default: datetime | None = None) -> datetime | None:
        """A date and time with its offset, as UTC in whole seconds."""
        self._asked.append(key)
        value = self.table.get(key)
        if isinstance(value, datetime):
            if value.tzinfo is not None:
                try:
                    return value.astimezone(UTC).replace(microsecond=0)
                except OverflowError:
                    self.mistake(key, f"{key} is not within the years 1 to 9999 of UTC.")
                    return default
            self.mistake(key, f"{key} has no offset.", f"write {value.isoformat()}Z if it is UTC")
        elif value is not None:
            self._wrong(key, "a date and time such as 2024-01-01T00:00:00Z", value)
        elif required:
            self._missing(key)
        return default

    def string_map(self, key: str) -> dict[str, str]:
        """A table of strings in its order; empty when absent."""
        self._asked.append(key)
        value = self.table.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong(key, "a table of strings", value)
            return {}
        for name, item in value.items():
            if not isinstance(item, str):
                self._mistakes.append(Mistake((*self.path, key, name), _sentence(f"{key}.{name}", "a string", item)))
        return {name: item for name, item in value.items() if isinstance(item, str)}

    def tree(self, key: str) -> object | None:
        """Whatever the key holds."""
        self._asked.append(key)
        value: object | None = self.table.get(key)
        return value

    def reader(self, key: str, what: str | None = None) -> TableReader | None:
        """A reader of the table below the key; `what` it describes, else the key with spaces."""
        self._asked.append(key)
        value = self.table.get(key)
        if isinstance(value, dict):
            return TableReader(value, self._mistakes, (*self.path, key), what or key.replace("_", " "))
        if value is not None:
            self._wrong(key, "a table", value)
        return None

    def readers(self, key: str, what: str | None = None) -> list[TableReader]:
        """A reader for each table of an array of tables."""
        self._asked.append(key)
        value = self.table.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(key, "an array of tables", value)
            return []
        found = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                found.append(TableReader(item, self._mistakes, (*self.path, key, index), what or key.replace("_", " ")))
            else:
                self._wrong_item(key, index, "a table", item)
        return found

    def finish(self) -> None:
        """Note every key that nobody asked for; the hint is the nearest one that somebody did."""
        if self.table.keys() <= set(self._asked):
            return
        from iamctl.syntax.spelling import near

        for key in self.table:
            if key not in self._asked:
                match = near(key, self._asked, most=1)
                self.mistake(
                    key, f"{key} is not a key of {_article(self.what)}.", f"did you mean {match[0]}?" if match else None
                )

    def _missing(self, key: str) -> None:
        self.mistake(None, f"A{_article(self.what)[1:]} needs the key {key}.")

    def _wrong(self, key: str, wanted: str, value: object) -> None:
        self.mistake(key, _sentence(key, wanted, value))

    def _wrong_item(self, key: str, index: int, wanted: str, value: object) -> None:
        self._mistakes.append(Mistake((*self.path, key, index), _sentence(f"{key}[{index}]", wanted, value)))


def raise_mistakes(mistakes: list[Mistake], text: str, source: str, error: type[IamctlError] = InvalidInput) -> None:
    """Raise what was noted, each with its place in the text; nothing when nothing was.

    Raises:
        error: there is one mistake.
        Mistakes: there are several, in the order of their places.
    """
    if not mistakes:
        return
    from iamctl.syntax.toml_positions import nearest_place, positions

    found = positions(text)
    errors = [
        error(mistake.message, hint=mistake.hint, place=nearest_place(found, source, mistake.path))
        for mistake in mistakes
    ]
    if len(errors) == 1:
        raise errors[0]
    raise Mistakes(sorted(errors, key=lambda one: one.place[1:] if one.place else (0, 0)))


def _sentence(name: str, wanted: str, value: object) -> str:
    return f"{name} must be {wanted}, not {_kind(value)}."


def _kind(value: object) -> str:
    """What a value is, with its article."""
    for kind, words in _KINDS:
        if isinstance(value, kind):
            return words
    return "nothing"


# a bool is an int and a datetime a date, so they come first
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (str, "a string"),
    (bool, "a boolean"),
    (int, "an integer"),
    ((Decimal, float), "a decimal number"),
    (datetime, "a date and time"),
    (date, "a date"),
    (time, "a time"),
    (list, "a list"),
    (dict, "a table"),
)


def _article(what: str) -> str:
    return f"an {what}" if what[:1].lower() in "aeio" else f"a {what}"
