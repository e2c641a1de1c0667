"""The account right after one of its revisions: shelves over the texts that the ledger keeps, only to look at.

A file is read when it is asked for; a question about one user reads a handful, however large the account was.
What a text says is taken as it was taken then: the grammar of documents is not held against it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, cast

from iamctl.errors import StorageFailure
from iamctl.store.codec.kinds import KINDS, kind_of_path, parse
from iamctl.store.file_names import entity_name
from iamctl.store.protocol import N
from iamctl.store.references import references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.store.codec.kinds import Kind
    from iamctl.store.protocol import History, Marks, Shelves, Vault


class PastShelf(Generic[N]):
    """One kind's entities as they were."""

    def __init__(self, kind: Kind, paths: Iterable[str], history: History, number: int, account_id: str) -> None:
        self._kind = kind
        self._paths = {path.lower(): path for path in paths}
        self._history = history
        self._number = number
        self._account_id = account_id
        self._read: dict[str, N] = {}

    def find(self, name: str) -> N | None:
        path = self._paths.get(self._kind.path(name).lower())
        return self._at(path) if path is not None else None

    def find_id(self, unique_id: str) -> N | None:
        return next((noun for noun in self.all() if noun.unique_id == unique_id), None)

    def all(self) -> Iterator[N]:
        yield from sorted((self._at(path) for path in self._paths.values()), key=lambda noun: noun.name.lower())

    def count(self) -> int:
        return len(self._paths)

    def names(self) -> list[str]:
        named = ((entity_name(path.rpartition("/")[2]), path) for path in self._paths.values())
        return sorted((name or self._at(path).name for name, path in named), key=str.lower)

    def referring(self, relation: str, key: str) -> list[N]:
        return [noun for noun in self.all() if (relation, key) in references(noun)]

    def count_referring(self, relation: str, key: str) -> int:
        return len(self.referring(relation, key))

    def put(self, noun: N) -> None:
        raise StorageFailure(f"{noun.name} cannot be changed at revision {self._number}: the past stays as it was.")

    def remove(self, name: str) -> None:
        raise StorageFailure(f"{name} cannot be removed at revision {self._number}: the past stays as it was.")

    def rename(self, old_name: str, noun: N) -> None:
        del noun
        self.remove(old_name)

    def place(self, name: str, *keys: str | int) -> str:
        del keys  # where in a text of the past something stood, nobody can open
        return f"{self._kind.path(name)} at revision {self._number}"

    def _at(self, path: str) -> N:
        if path not in self._read:
            text = self._history.text_at(path, self._number)
            assert text is not None, "it was listed as there"
            found = parse(self._kind, text, path, self._account_id, lambda tree, kind: ())  # noqa: ARG005
            self._read[path] = cast("N", found)
        return self._read[path]


class PastShelves:
    """Every shelf right after a revision; BrokenFile when a text of it is asked for that was broken then."""

    def __init__(self, history: History, number: int, account_id: str) -> None:
        self.account_id = account_id
        by_shelf: dict[str, list[str]] = {shelf: [] for shelf in KINDS}
        for path in history.paths_at(number):
            if (kind := kind_of_path(path)) is not None:
                by_shelf[kind.shelf].append(path)
        for shelf, kind in KINDS.items():
            setattr(self, shelf, PastShelf[Any](kind, by_shelf[shelf], history, number, account_id))

    @property
    def vault(self) -> Vault:
        raise StorageFailure("The past has no secrets: what was deleted is gone.")

    @property
    def marks(self) -> Marks:
        raise StorageFailure("The past has no marks: only the present ones are kept.")

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def past_shelves(history: History, number: int, account_id: str) -> Shelves:
    """The shelves right after the revision, for as long as the history is open."""
    return cast("Shelves", PastShelves(history, number, account_id))
