"""An account that lives in memory: what operations are tested on, held to the same contract as the files."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic

from iamctl.errors import BrokenSecret, NoSuchEntity
from iamctl.store.protocol import (
    SHELVES,
    FileChange,
    Finding,
    History,
    Mark,
    N,
    OperationCall,
    Revision,
    SecretRef,
    VaultStatus,
)
from iamctl.store.references import references, secrets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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


class MemoryVault:
    """Secrets in a dictionary, unsealed: nothing of them outlives the process."""

    def __init__(self, kept: dict[SecretRef, bytes], laid: dict[SecretRef, bytes]) -> None:
        self._kept = kept
        self._laid = laid

    def put(self, ref: SecretRef, secret: bytes) -> None:
        self._laid[ref] = secret

    def get(self, ref: SecretRef) -> bytes:
        secrets = self._kept | self._laid
        if ref not in secrets:
            raise BrokenSecret(f"The secret of the {ref} is not there.")
        return secrets[ref]

    def list(self, owner: str) -> list[SecretRef]:
        return sorted(ref for ref in self._kept | self._laid if ref.owner == owner)


class MemoryMarks:
    """Marks in a dictionary."""

    def __init__(self, kept: dict[tuple[str, str], Mark]) -> None:
        self._kept = kept

    def find(self, kind: str, key: str) -> Mark | None:
        return self._kept.get((kind, key))

    def change(self, kind: str, key: str, change: Callable[[Mark | None], Mark | None]) -> Mark | None:
        value = change(self._kept.get((kind, key)))
        if value is None:
            self._kept.pop((kind, key), None)
        else:
            self._kept[kind, key] = value
        return value

    def put_all(self, marks: Mapping[tuple[str, str], Mark | None]) -> None:
        for (kind, key), value in marks.items():
            self.change(kind, key, lambda _, value=value: value)  # type: ignore[misc]

    def all(self, kind: str) -> dict[str, Mark]:
        return {key: self._kept[each, key] for each, key in sorted(self._kept) if each == kind}


class MemoryEdit:
    """The shelves of one moment, and what becomes of them."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.account_id = store.account_id
        self._laid: dict[SecretRef, bytes] = {}
        self.kept = {shelf: dict(nouns) for shelf, nouns in store.nouns.items()}
        for shelf, nouns in self.kept.items():
            setattr(self, shelf, MemoryShelf(nouns, shelf))

    @property
    def vault(self) -> MemoryVault:
        return MemoryVault(self._store.secrets, self._laid)

    @property
    def marks(self) -> MemoryMarks:
        return MemoryMarks(self._store.marks)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def touched(self) -> dict[str, list[str]]:
        found = {}
        for shelf in SHELVES:
            old, new = self._store.nouns[shelf], self.kept[shelf]
            if names := sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)):
                found[shelf] = names
        return found

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
        owners = [each for shelf in ("users", "settings", "saml_providers") for each in self.kept[shelf].values()]
        named = {ref for owner in owners for ref in secrets_of(owner)}
        secrets = self._store.secrets | self._laid
        self._store.secrets = {ref: secrets[ref] for ref in secrets if ref in named}
        self._laid.clear()
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
        self.secrets: dict[SecretRef, bytes] = {}
        self.marks: dict[tuple[str, str], Mark] = {}

    @contextmanager
    def reading(self) -> Iterator[MemoryEdit]:
        yield MemoryEdit(self)

    @contextmanager
    def held_open(self) -> Iterator[None]:
        yield

    @contextmanager
    def editing(self) -> Iterator[MemoryEdit]:
        yield MemoryEdit(self)

    def history(self) -> History:
        raise LookupError("an account in memory keeps no texts to look back at")

    def vault_status(self) -> VaultStatus | None:
        return None

    def rekey(self, holder: str | None = None) -> VaultStatus:
        raise NoSuchEntity(f"vault of {holder} in account", self.account_id)

    def examine(self) -> list[Finding]:
        return []

    def verify(self) -> list[Finding]:
        return []

    def repair(self) -> list[Finding]:
        return []
