"""An account that lives in memory: what operations are tested on, held to the same contract as the files."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic

from iamctl.store.protocol import SHELVES, FileChange, Finding, History, N, OperationCall, Revision
from iamctl.store.references import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.model.account_settings import AccountSettings


class MemoryShelf(Generic[N]):
    """One kind's entities in a dictionary."""

    def __init__(self, nouns: dict[str, N], folder: str) -> None:
        self._nouns: dict[str, N] = nouns
        self._folder = folder

    def find(self, name: str) -> N | None:
        return self._nouns.get(name.lower())

    def find_id(self, unique_id: str) -> N | None:
        return next((noun for noun in self._nouns.values() if noun.unique_id == unique_id), None)

    def all(self) -> Iterator[N]:
        yield from [self._nouns[key] for key in sorted(self._nouns)]

    def count(self) -> int:
        return len(self._nouns)

    def names(self) -> list[str]:
        return [noun.name for noun in self.all()]

    def referring(self, relation: str, key: str) -> list[N]:
        return [noun for noun in self.all() if (relation, key) in references(noun)]

    def count_referring(self, relation: str, key: str) -> int:
        return len(self.referring(relation, key))

    def put(self, noun: N) -> None:
        self._nouns[noun.name.lower()] = noun

    def remove(self, name: str) -> None:
        del self._nouns[name.lower()]

    def rename(self, old_name: str, noun: N) -> None:
        self.remove(old_name)
        self.put(noun)

    def place(self, name: str, *keys: str | int) -> str:
        del keys  # there is no text whose lines could be told
        return f"{self._folder}/{name}.toml"


class MemoryEdit:
    """The shelves of one moment, and what becomes of them."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.account_id = store.account_id
        self.kept = {shelf: dict(nouns) for shelf, nouns in store.nouns.items()}
        for shelf, nouns in self.kept.items():
            setattr(self, shelf, MemoryShelf(nouns, shelf))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def changes(self) -> list[FileChange]:
        """The entities' values stand for their texts."""
        changes = []
        for shelf in SHELVES:
            old, new = self._store.nouns[shelf], self.kept[shelf]
            for key in sorted(old.keys() | new.keys()):
                if old.get(key) != new.get(key):
                    before, after = (repr(nouns[key]) if key in nouns else None for nouns in (old, new))
                    changes.append(FileChange(f"{shelf}/{key}", before, after))
        return changes

    def replace_text(self, path: str, text: str | None) -> None:
        del path, text
        raise LookupError("an account in memory has no texts")

    def commit(self, *, time: str, caller: str, operations: tuple[OperationCall, ...]) -> Revision | None:
        changes = tuple(self.changes())
        if not changes:
            return None
        self._store.nouns = {shelf: dict(nouns) for shelf, nouns in self.kept.items()}
        number = len(self._store.revisions) + 1
        revision = Revision(number, time, caller, operations, changes, "", "")
        self._store.revisions.append(revision)
        return revision


class MemoryStore:
    """One account in memory."""

    def __init__(self, settings: AccountSettings) -> None:
        self.account_id = settings.account_id
        self.nouns: dict[str, dict[str, Any]] = {shelf: {} for shelf in SHELVES}
        self.nouns["settings"][settings.name] = settings
        self.revisions: list[Revision] = []
        self.notices: list[str] = []

    @contextmanager
    def reading(self) -> Iterator[MemoryEdit]:
        yield MemoryEdit(self)

    @contextmanager
    def editing(self) -> Iterator[MemoryEdit]:
        yield MemoryEdit(self)

    def history(self) -> History:
        raise LookupError("an account in memory keeps no texts to look back at")

    def examine(self) -> list[Finding]:
        return []

    def verify(self) -> list[Finding]:
        return []

    def repair(self) -> list[Finding]:
        return []
