"""The account's past: its revisions, open for as long as somebody looks at them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from iamctl.errors import NoSuchEntity
from iamctl.store.protocol import FileChange, History, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.service.service import Service


@contextmanager
def looking_back(service: Service) -> Iterator[History]:
    """The history with every edit by hand in it, closed at the end of the block."""
    history = service.history()
    try:
        yield history
    finally:
        history.close()


def the_revision(history: History, number: int) -> Revision:
    """The revision of this number.

    Raises:
        NoSuchEntity: there is none.
    """
    found = history.revision(number)
    if found is None:
        check_number(history, number)
        raise NoSuchEntity("revision", str(number), hint="list them with `iamctl history list`")
    return found


def check_number(history: History, number: int) -> None:
    """That there is a revision of this number, or that it is 0: the moment before the first.

    Raises:
        NoSuchEntity: there is none.
    """
    head = history.head()
    if not 0 <= number <= head:
        hint = f"revisions go from 1 to {head}; list them with `iamctl history list`"
        raise NoSuchEntity("revision", str(number), hint=hint)


def changes_between(history: History, older: int, newer: int) -> list[FileChange]:
    """Every file that differs right after the two revisions, sorted by path; 0 is the moment before the first."""
    paths = sorted({*history.paths_at(older), *history.paths_at(newer)})
    texts = (FileChange(path, history.text_at(path, older), history.text_at(path, newer)) for path in paths)
    return [change for change in texts if change.before != change.after]


def revision_members(revision: Revision) -> dict[str, object]:
    """A revision with the texts of its files, in the order in which they are hashed."""
    return {
        "Number": revision.number,
        "Time": revision.time,
        "Caller": revision.caller,
        "Operations": [{"Operation": call.name, "Parameters": call.parameters} for call in revision.operations],
        "Files": [{"Path": file.path, "Before": file.before, "After": file.after} for file in revision.files],
        "PreviousHash": revision.previous_hash,
        "Hash": revision.hash,
    }
