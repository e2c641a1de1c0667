"""A change in the making, on files. The lock is held from the first look to the last rename."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput
from iamctl.store.codec.kinds import KINDS, Kind, kind_of_path, parse, to_row, to_table
from iamctl.store.protocol import FileChange, Noun, OperationCall, Revision
from iamctl.store.toml_view import TomlView

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.store.codec.parts import DocumentCheck
    from iamctl.store.folder import Folder
    from iamctl.store.journal import Journal
    from iamctl.store.ledger import Ledger
    from iamctl.store.watch import Watch


class TomlEdit(TomlView):
    """The account to change. A person's edits are taken into the ledger as soon as they are met."""

    def __init__(
        self,
        account_id: str,
        folder: Folder,
        ledger: Ledger,
        watch: Watch,
        *,
        journal: Journal,
        time: Callable[[], str],
        check: DocumentCheck,
    ) -> None:
        super().__init__(account_id, folder, ledger, watch)
        self._journal = journal
        self._time = time
        self._check = check
        self._texts: dict[str, str | None] = {}

    def changes(self) -> list[FileChange]:
        return sorted(self._changes()[0])

    def replace_text(self, path: str, text: str | None) -> None:
        kind = kind_of_path(path)
        if kind is None:
            raise InvalidInput(f"{path} is no file of an account.")
        entry = self.index.at(path)
        if text is None:
            if entry:
                self.shelf(kind.shelf).laid[entry.name.lower()] = None
        else:
            noun = parse(kind, text, path, self.account_id, self._check)
            self.shelf(kind.shelf).laid[noun.name.lower()] = noun
        self._texts[path] = text

    def commit(self, *, time: str, caller: str, operations: tuple[OperationCall, ...]) -> Revision | None:
        changes, nouns = self._changes()
        if not changes:
            return None
        return self._journal.write(sorted(changes), nouns, time=time, caller=caller, operations=operations)

    def _changes(self) -> tuple[list[FileChange], dict[str, tuple[Kind, Noun]]]:
        changes: list[FileChange] = []
        nouns: dict[str, tuple[Kind, Noun]] = {}
        for kind in KINDS.values():
            shelf = self.shelf(kind.shelf)
            for key, noun in shelf.laid.items():
                if noun is None:
                    changes += self._removal(kind, key)
                else:
                    changes += self._laid(kind, noun, shelf.renamed.get(key))
                    nouns[kind.path(noun.name)] = (kind, noun)
        return [change for change in changes if change.before != change.after], nouns

    def _removal(self, kind: Kind, key: str) -> list[FileChange]:
        entry = self.index.find(kind.shelf, key)
        if entry is None or any(path == entry.path for path in self._renamed_from()):
            return []  # it never reached the disk, or its text moves along with the new name
        return [FileChange(entry.path, self._text(entry.path, kind), None)]

    def _laid(self, kind: Kind, noun: Noun, origin: str | None) -> list[FileChange]:
        from iamctl.syntax.toml_render import render_toml

        path = kind.path(noun.name)
        entry = self.index.at(origin or path)
        if path in self._texts:
            return [FileChange(path, self._text(path, kind), self._texts[path])]
        if entry is None:
            return [FileChange(path, None, render_toml(to_table(kind, noun)))]
        if origin in (None, path) and entry.facts == to_row(kind, noun):
            return []
        from iamctl.syntax.toml_merge import merge_toml

        before = self._text(entry.path, kind)
        after = merge_toml(before or "", to_table(kind, noun), path)
        if origin is None or origin == path:
            return [FileChange(path, before, after)]
        return [FileChange(origin, before, None), FileChange(path, None, after)]

    def _renamed_from(self) -> list[str]:
        return [path for kind in KINDS.values() for path in self.shelf(kind.shelf).renamed.values()]

    def _text(self, path: str, kind: Kind) -> str | None:
        return self.folder.text(path, kind)[0] if self.folder.stamp(path) else None

    def _accept(self, paths: list[str]) -> bool:
        self.end()
        self._watch.adopt(paths, self._time())
        self.begin()
        return False
