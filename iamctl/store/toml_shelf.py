"""One kind's files as a shelf: looked up in the index, read from the disk where a person edited them."""

from __future__ import annotations

from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, cast

from iamctl.store.codec.kinds import KINDS, from_row
from iamctl.store.index import Entry, raise_problem
from iamctl.store.protocol import N
from iamctl.store.references import references
from iamctl.store.watch import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.store.toml_view import TomlView


class TomlShelf(Generic[N]):
    """The entities of one kind in one view of the account.

    Three layers, the upper ones first: what this change lays down, edits that are not in the index yet, the index.

    Attributes:
        laid: what this change puts, by name in lower case; None where it removes.
        renamed: for names in lower case that were renamed: the path of the file whose text moves along.
    """

    def __init__(self, view: TomlView, name: str) -> None:
        self._view = view
        self.kind = KINDS[name]
        self.laid: dict[str, N | None] = {}
        self.renamed: dict[str, str] = {}
        self._more = 0  # how many more there are than without this change
        self._laid_references: dict[tuple[str, str], set[str]] | None = None
        self._counted = (-1, 0)  # the view's moment, and how many there were

    def find(self, name: str) -> N | None:
        key = name.lower()
        if key in self.laid:
            return self.laid[key]
        present = self._present(name)
        return self._noun(present) if present else None

    def find_id(self, unique_id: str) -> N | None:
        for noun in self.laid.values():
            if noun is not None and noun.unique_id == unique_id:
                return noun
        self._look()
        edited = self._view.edited(self.kind.shelf)
        for key, reading in edited.items():
            if reading and reading.noun and reading.noun.unique_id == unique_id and key not in self.laid:
                return cast("N", reading.noun)
        entry = self._view.index.find_id(self.kind.shelf, unique_id)
        if entry is None or entry.name.lower() in self.laid or entry.name.lower() in edited:
            return None
        return self._noun(entry)

    def all(self) -> Iterator[N]:
        self._look()
        edited = self._view.edited(self.kind.shelf)
        upper: dict[str, N | Reading | None] = {**edited, **self.laid}
        over = [(key, upper[key]) for key in sorted(upper)]
        under = ((entry.name.lower(), entry) for entry in self._view.index.all(self.kind.shelf))
        problem = None
        lower = ((key, entry) for key, entry in under if key not in upper)
        for _, item in merge(over, lower, key=itemgetter(0)):
            if isinstance(item, Entry | Reading) and item.problem:
                problem = problem or item.problem
            elif item is not None:
                yield self._noun(item)
        if problem:
            raise_problem(problem)

    def count(self) -> int:
        self._look()
        moment, count = self._counted
        if moment != self._view.moment:
            index = self._view.index
            count = index.count(self.kind.shelf)
            for key, reading in self._view.edited(self.kind.shelf).items():
                count += (reading is not None) - (index.find(self.kind.shelf, key) is not None)
            self._counted = (self._view.moment, count)
        return count + self._more

    def names(self) -> list[str]:
        self._look()
        names = {name.lower(): name for name in self._view.index.names(self.kind.shelf)}
        for layer in (self._view.edited(self.kind.shelf), self.laid):
            for key, item in layer.items():
                if item is None:
                    names.pop(key, None)
                else:
                    names[key] = item.name
        return [names[key] for key in sorted(names)]

    def referring(self, relation: str, key: str) -> list[N]:
        self._look()
        self._refuse_broken()
        edited = self._view.edited(self.kind.shelf)
        found = {
            entry.name.lower(): self._noun(entry)
            for entry in self._view.index.referring(self.kind.shelf, relation, key)
            if entry.name.lower() not in edited and entry.name.lower() not in self.laid
        }
        found.update((name, self._noun(item)) for name, item in self._upper_referring(relation, key))
        return [found[name] for name in sorted(found)]

    def count_referring(self, relation: str, key: str) -> int:
        self._look()
        self._refuse_broken()
        edited, index = self._view.edited(self.kind.shelf), self._view.index
        if not self.laid and not edited:
            return index.count_referring(self.kind.shelf, relation, key)
        names = index.keys_referring(self.kind.shelf, relation, key)
        under = sum(name not in self.laid and name not in edited for name in names)
        return under + sum(1 for _ in self._upper_referring(relation, key))

    def put(self, noun: N) -> None:
        """Lay the entity's text into this change; the disk changes at commit.

        Only keys that differ from the file are replaced: a person's comments and order stay.

        Raises:
            BrokenFile: the file is there and cannot be read; it is left as it is.
        """
        self._lay(noun.name, noun)

    def remove(self, name: str) -> None:
        self._lay(name, None)
        self.renamed.pop(name.lower(), None)

    def rename(self, old_name: str, noun: N) -> None:
        old, new = old_name.lower(), noun.name.lower()
        if old_name != noun.name:
            origin = self.renamed.pop(old, None) or self._path_of(old_name)
            if old != new:
                self._lay(old_name, None)
            self._lay(noun.name, noun)
            self.renamed[new] = origin
        else:
            self._lay(noun.name, noun)

    def lay_over(self, name: str, noun: N | None) -> None:
        """Lay the entity into this change, even where its file cannot be read."""
        self._set(name.lower(), noun, was=self._is_there(name))

    def clear(self) -> None:
        """The change has been kept: nothing is laid any more."""
        self.laid.clear()
        self.renamed.clear()
        self._more = 0
        self._laid_references = None

    def place(self, name: str, *keys: str | int) -> str:
        """`users/alice.toml`, or `users/alice.toml:3:1` where the keys lead to a line."""
        path = self._path_of(name)
        if not keys:
            return path
        from iamctl.syntax.toml_positions import place_of

        text = self._view.folder.text_if_readable(path, self.kind)
        return str(place_of(text, path, keys)) if text is not None else path

    def _lay(self, name: str, noun: N | None) -> None:
        if (key := name.lower()) in self.laid:
            self._set(key, noun, was=self.laid[key] is not None)
            return
        present = self._present(name)
        if present and present.problem:
            raise_problem(present.problem)
        self._set(key, noun, was=present is not None)

    def _is_there(self, name: str) -> bool:
        key = name.lower()
        return (self.laid[key] if key in self.laid else self._present(name)) is not None

    def _set(self, key: str, noun: N | None, *, was: bool) -> None:
        self._more += (noun is not None) - was
        if self._laid_references is not None:
            self._forget_references(key)
            self._note_references(self._laid_references, key, noun)
        self.laid[key] = noun

    def _present(self, name: str) -> Entry | Reading | None:
        """What stands on the disk under this name, whatever this change does to it."""
        present = self._known(name)
        if present is None or present.problem:
            # A file may have come under another spelling, or one that shared the name have gone.
            self._look()
            present = self._known(name)
        return present

    def _known(self, name: str) -> Entry | Reading | None:
        key, shelf = name.lower(), self.kind.shelf
        if key in self._view.edited(shelf):
            return self._view.edited(shelf)[key]
        entry = self._view.index.find(shelf, name)
        if not self._view.notice(entry.path if entry else self.kind.path(name)):
            return entry
        edited = self._view.edited(shelf)
        return edited[key] if key in edited else self._view.index.find(shelf, name)

    def _path_of(self, name: str) -> str:
        present = self._known(name)
        return present.path if present else self.kind.path(name)

    def _look(self) -> None:
        self._view.look(self.kind.shelf)

    def _noun(self, item: N | Entry | Reading) -> N:
        if isinstance(item, Entry | Reading):
            if item.problem:
                raise_problem(item.problem)
            if isinstance(item, Entry):
                return cast("N", from_row(self.kind, item.facts or "", self._view.account_id))
            return cast("N", item.noun)
        return item

    def _refuse_broken(self) -> None:
        edited = self._view.edited(self.kind.shelf)
        for key, reading in edited.items():
            if reading and reading.problem and key not in self.laid:
                raise_problem(reading.problem)
        for entry in self._view.index.broken(self.kind.shelf):
            if entry.problem and entry.name.lower() not in edited and entry.name.lower() not in self.laid:
                raise_problem(entry.problem)

    def _upper_referring(self, relation: str, key: str) -> Iterator[tuple[str, N | Reading]]:
        """Those that refer to the key among what is laid and edited, by name in lower case."""
        if self._laid_references is None:
            self._laid_references = {}
            for name, noun in self.laid.items():
                self._note_references(self._laid_references, name, noun)
        for name in self._laid_references.get((relation, key), ()):
            yield name, cast("N", self.laid[name])
        for name, reading in self._view.edited(self.kind.shelf).items():
            if name not in self.laid and reading and reading.noun and (relation, key) in references(reading.noun):
                yield name, reading

    def _note_references(self, noted: dict[tuple[str, str], set[str]], name: str, noun: N | None) -> None:
        for reference in references(noun) if noun is not None else ():
            noted.setdefault(reference, set()).add(name)

    def _forget_references(self, name: str) -> None:
        before = self.laid.get(name)
        if before is not None and self._laid_references is not None:
            for reference in references(before):
                self._laid_references.get(reference, set()).discard(name)
