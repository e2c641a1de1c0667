"""One kind's files as a shelf: looked up in the index, read from the disk where a person edited them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, cast

from iamctl.store.codec.kinds import KINDS, from_row
from iamctl.store.index import Entry, raise_problem
from iamctl.store.protocol import N, Noun
from iamctl.store.references import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.store.toml_view import TomlView


class TomlShelf(Generic[N]):
    """The entities of one kind in one view of the account.

    `laid` is what this change puts (by name in lower case; None where it removes), over what the index says.
    """

    def __init__(self, view: TomlView, name: str) -> None:
        self._view = view
        self.kind = KINDS[name]
        self.laid: dict[str, N | None] = {}
        self.renamed: dict[str, str] = {}

    def find(self, name: str) -> N | None:
        key = name.lower()
        if key in self.laid:
            return self.laid[key]
        entry = self._view.index.find(self.kind.shelf, name)
        path = entry.path if entry else self.kind.path(name)
        if self._view.is_stale(path):
            if path in self._view.edits:
                return cast("N | None", self._view.edited_noun(path))
            entry = self._view.index.find(self.kind.shelf, name)
        return self._noun(entry) if entry else self._unlisted(name)

    def find_id(self, unique_id: str) -> N | None:
        for noun in self.laid.values():
            if noun is not None and noun.unique_id == unique_id:
                return noun
        self._look()
        for edited in self._edited().values():
            if edited is not None and edited.unique_id == unique_id:
                return cast("N", edited)
        entry = self._view.index.find_id(self.kind.shelf, unique_id)
        if entry is None or entry.name.lower() in self.laid or entry.path in self._view.edits:
            return None
        return self._noun(entry)

    def all(self) -> Iterator[N]:
        self._look()
        merged: dict[str, Entry | Noun | None] = {
            entry.name.lower(): entry
            for entry in self._view.index.all(self.kind.shelf)
            if entry.path not in self._view.edits
        }
        merged.update(self._edited())
        merged.update(self.laid)
        for key in sorted(merged):
            value = merged[key]
            if isinstance(value, Entry):
                if not value.problem:
                    yield self._noun(value)
            elif value is not None:
                yield cast("N", value)
        self._refuse_broken()

    def count(self) -> int:
        self._look()
        edited, laid = self._edited(), self.laid
        count = self._view.index.count(self.kind.shelf)
        for key in edited.keys() | laid.keys():
            was = self._view.index.find(self.kind.shelf, key) is not None
            now = (laid[key] if key in laid else edited[key]) is not None
            count += now - was
        return count

    def names(self) -> list[str]:
        self._look()
        names = {name.lower(): name for name in self._view.index.names(self.kind.shelf)}
        for layer in (self._edited(), self.laid):
            for key, noun in layer.items():
                if noun is None:
                    names.pop(key, None)
                else:
                    names[key] = noun.name
        return [names[key] for key in sorted(names)]

    def referring(self, relation: str, key: str) -> list[N]:
        self._look()
        self._refuse_broken()
        over = {**self._edited(), **self.laid}
        found = {
            entry.name.lower(): self._noun(entry)
            for entry in self._view.index.referring(self.kind.shelf, relation, key)
            if entry.name.lower() not in over
        }
        for name, noun in over.items():
            if noun is not None and (relation, key) in references(noun):
                found[name] = cast("N", noun)
        return [found[name] for name in sorted(found)]

    def count_referring(self, relation: str, key: str) -> int:
        self._look()
        if self.laid or self._edited():
            return len(self.referring(relation, key))
        self._refuse_broken()
        return self._view.index.count_referring(self.kind.shelf, relation, key)

    def put(self, noun: N) -> None:
        """Lay the entity's text into this change; the disk changes at commit.

        Only keys that differ from the file are replaced: a person's comments and order stay.
        """
        self.laid[noun.name.lower()] = noun

    def remove(self, name: str) -> None:
        self.laid[name.lower()] = None
        self.renamed.pop(name.lower(), None)

    def rename(self, old_name: str, noun: N) -> None:
        old, new = old_name.lower(), noun.name.lower()
        if old_name != noun.name:
            origin = self.renamed.pop(old, None)
            if old != new:
                self.laid[old] = None
            self.renamed[new] = origin or self._path_of(old_name)
        self.laid[new] = noun

    def place(self, name: str, *keys: str | int) -> str:
        """`users/alice.toml`, or `users/alice.toml:3:1` where the keys lead to a line."""
        path = self._path_of(name)
        if not keys:
            return path
        from iamctl.syntax.toml_positions import place_of

        text = self._view.folder.text_if_readable(path, self.kind)
        return str(place_of(text, path, keys)) if text is not None else path

    def _path_of(self, name: str) -> str:
        entry = self._view.index.find(self.kind.shelf, name)
        return entry.path if entry else self.kind.path(name)

    def _look(self) -> None:
        self._view.look(self.kind.shelf)

    def _edited(self) -> dict[str, Noun | None]:
        """What a person's edits mean that are not in the index yet, by name in lower case."""
        return self._view.edited_nouns(self.kind.shelf)

    def _noun(self, entry: Entry) -> N:
        if entry.problem:
            raise_problem(entry.problem)
        return cast("N", from_row(self.kind, entry.facts or "", self._view.account_id))

    def _unlisted(self, name: str) -> N | None:
        """A name that neither the index nor its own file knows: a file may have come under another spelling."""
        if not self._view.names_changed(self.kind.shelf):
            return None
        self._look()
        if (entry := self._view.index.find(self.kind.shelf, name)) is not None:
            return self._noun(entry)
        return cast("N | None", self._edited().get(name.lower()))

    def _refuse_broken(self) -> None:
        for entry in self._view.index.broken(self.kind.shelf):
            if entry.problem and entry.path not in self._view.edits and entry.name.lower() not in self.laid:
                raise_problem(entry.problem)
        self._view.refuse_broken_edits(self.kind.shelf)
