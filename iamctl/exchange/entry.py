"""One object of a dump, read member by member; what is wrong is noted and told at the end, all at once.

A member that is null reads as if it were not there. Policy documents come as objects (the AWS CLI decodes them)
or as the strings of the raw API: JSON, percent-encoded after RFC 3986.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from iamctl.errors import IamctlError
from iamctl.model.document import Document
from iamctl.model.names import Constraint, constraint_broken

if TYPE_CHECKING:
    from iamctl.exchange.json_places import Path


class Mistake(NamedTuple):
    """What is wrong with the value at `path`."""

    path: Path
    message: str


class Entry:
    """One object of a dump.

    Args:
        path: where it stands; the first element counts the JSON values of the text.
        mistakes: the list that is added to.
    """

    __slots__ = ("mistakes", "path", "value")

    def __init__(self, value: dict[str, Any], path: Path, mistakes: list[Mistake]) -> None:
        self.value = value
        self.path = path
        self.mistakes = mistakes

    def mistake(self, member: str | None, message: str) -> None:
        """Note what is wrong with the member; None is the object itself."""
        self.mistakes.append(Mistake(self.path if member is None else (*self.path, member), message))

    def find_text(self, member: str) -> str | None:
        found: str | None = self._typed(member, str, "a string")
        return found

    def text(self, member: str, constraint: Constraint | None = None) -> str:
        """A string that has to be there and be what the API's model allows."""
        found = self.find_text(member)
        if found is None:
            if self.value.get(member) is None:
                self.mistake(None, f"{member} is missing.")
            return ""
        if constraint and (clause := constraint_broken(constraint, found)):
            self.mistake(member, f"{clause}.")
        return found

    def texts(self, member: str) -> tuple[str, ...]:
        """A list of strings, each once; empty when absent."""
        found = self._list(member)
        for index, item in enumerate(found):
            if not isinstance(item, str):
                message = f"{member}[{index}] must be a string, not {_kind(item)}."
                self.mistakes.append(Mistake((*self.path, member, index), message))
        return tuple(dict.fromkeys(item for item in found if isinstance(item, str)))

    def is_true(self, member: str, *, default: bool) -> bool:
        found = self._typed(member, bool, "true or false")
        return default if found is None else found

    def entry(self, member: str) -> Entry | None:
        """The object under the member."""
        found = self._typed(member, dict, "an object")
        return None if found is None else Entry(found, (*self.path, member), self.mistakes)

    def entries(self, member: str) -> list[Entry]:
        """The objects of a list; empty when absent."""
        entries = []
        for index, item in enumerate(self._list(member)):
            path = (*self.path, member, index)
            if isinstance(item, dict):
                entries.append(Entry(item, path, self.mistakes))
            else:
                self.mistakes.append(Mistake(path, f"{member}[{index}] must be an object, not {_kind(item)}."))
        return entries

    def moment(self, member: str, default: datetime) -> datetime:
        """ISO 8601 or seconds since 1970, as UTC in whole seconds; what has no offset is UTC."""
        value = self.value.get(member)
        if value is None:
            return default
        try:
            if isinstance(value, str):
                found = datetime.fromisoformat(value)
                found = found if found.tzinfo else found.replace(tzinfo=UTC)
                return found.astimezone(UTC).replace(microsecond=0)
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                return datetime.fromtimestamp(int(value), UTC)
        except (ValueError, OverflowError, OSError):
            pass
        self.mistake(member, f"{member} must be a date and time such as 2024-01-01T00:00:00Z.")
        return default

    def document(self, member: str) -> Document:
        """The policy document under the member; it has to be there and to be an object without nulls."""
        tree = self.value.get(member)
        if tree is None:
            self.mistake(None, f"{member} is missing.")
            return Document("{}")
        if isinstance(tree, str):
            try:
                tree = document_tree(tree)
            except UnicodeDecodeError:
                self.mistake(member, f"{member} is no policy document: its percent-encoding is no UTF-8.")
                return Document("{}")
            except IamctlError as error:
                where = f" (line {error.place.line}, column {error.place.column} of it)" if error.place else ""
                self.mistake(member, f"{member} is no policy document: {error.message}{where}")
                return Document("{}")
        if not isinstance(tree, dict):
            self.mistake(member, f"{member} must be a policy document, not {_kind(tree)}.")
        elif (null := _path_of_null(tree)) is not None:
            self.mistakes.append(Mistake((*self.path, member, *null), "A policy document holds no null."))
        else:
            return Document.of(tree)
        return Document("{}")

    def _list(self, member: str) -> list[Any]:
        return self._typed(member, list, "a list") or []

    def _typed(self, member: str, kind: type, wanted: str) -> Any:
        value = self.value.get(member)
        if value is None or isinstance(value, kind):
            return value
        self.mistake(member, f"{member} must be {wanted}, not {_kind(value)}.")
        return None


def document_tree(text: str) -> Any:
    """What a document's string stands for, percent-encoded or plain.

    Raises:
        InvalidInput: it is not JSON.
        UnicodeDecodeError: what is percent-encoded is not UTF-8.
    """
    from iamctl.syntax.json_read import parse_json

    return parse_json(text if text.lstrip().startswith("{") else unquote(text, errors="strict"), "document")


def _path_of_null(tree: Any) -> Path | None:
    if tree is None:
        return ()
    steps: Any = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in steps:
        if (below := _path_of_null(value)) is not None:
            return (step, *below)
    return None


def _kind(value: object) -> str:
    if value is None:
        return "null"
    kinds = ((str, "a string"), (bool, "a boolean"), (dict, "an object"), (list, "a list"))
    return next((words for kind, words in kinds if isinstance(value, kind)), "a number")
