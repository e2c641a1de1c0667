"""Marks of several sessions that reach the disk as one: a disk takes as long for a hundred as for one.

Whoever issues sees the marks as they will be; they are kept once `keep` returns, and given to nobody before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamctl.service.account import Account
    from iamctl.store.protocol import Mark, Marks, Shelves


class MarksTogether:
    """Marks over those of an account that are laid down until they are kept, together."""

    def __init__(self, kept: Marks) -> None:
        self._kept = kept
        self._laid: dict[tuple[str, str], Mark | None] = {}

    def find(self, kind: str, key: str) -> Mark | None:
        return self._laid[kind, key] if (kind, key) in self._laid else self._kept.find(kind, key)

    def change(self, kind: str, key: str, change: Callable[[Mark | None], Mark | None]) -> Mark | None:
        value = change(self.find(kind, key))
        self._laid[kind, key] = value
        return value

    def put_all(self, marks: Mapping[tuple[str, str], Mark | None]) -> None:
        self._laid.update(marks)

    def all(self, kind: str) -> dict[str, Mark]:
        found = self._kept.all(kind) | {key: value for (each, key), value in self._laid.items() if each == kind}
        return {key: value for key, value in sorted(found.items()) if value is not None}

    def keep(self) -> None:
        """Have all of them on the disk.

        Raises:
            StorageFailure: none of them is.
        """
        if self._laid:
            self._kept.put_all(self._laid)
            self._laid = {}


def with_marks_together(account: Account) -> MarksTogether:
    """Have the account lay down its marks; whoever asked keeps them."""
    together = MarksTogether(account.marks)
    account.shelves = cast("Shelves", _WithMarks(account.shelves, together))
    return together


class _WithMarks:
    """Shelves with marks of their own."""

    def __init__(self, shelves: Shelves, marks: MarksTogether) -> None:
        self._shelves = shelves
        self.marks = marks

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shelves, name)
