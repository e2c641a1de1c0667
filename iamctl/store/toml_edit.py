"""A change in the making, on files. The lock is held from the first look to the last rename."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput
from iamctl.store.codec.kinds import KINDS, Kind, from_row, kind_of_path, parse, to_row, to_table
from iamctl.store.journal import Journal, Plan, Step, edited_meanwhile
from iamctl.store.ledger import Ledger, text_hash
from iamctl.store.protocol import FileChange, OperationCall, Revision
from iamctl.store.references import secrets_of
from iamctl.store.toml_view import TomlView

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.store.codec.parts import DocumentCheck
    from iamctl.store.folder import Folder
    from iamctl.store.protocol import Noun, SecretRef
    from iamctl.store.vault.change import VaultChange
    from iamctl.store.vault.sealed_vault import SealedVault
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
        open_vault: Callable[[], SealedVault],
        at: Step,
    ) -> None:
        super().__init__(account_id, folder, ledger, watch, open_vault)
        self._at = at
        self._journal = journal
        self._time = time
        self._check = check
        self._texts: dict[str, tuple[str, Noun]] = {}  # texts laid as they are, and what they say

    @cached_property
    def vault(self) -> VaultChange:
        from iamctl.store.vault.change import VaultChange

        return VaultChange(self._open_vault(), self._at)

    def touched(self) -> dict[str, list[str]]:
        return {kind.shelf: [*laid] for kind in KINDS.values() if (laid := self.shelf(kind.shelf).laid)}

    def changes(self) -> list[FileChange]:
        return self._plan().changes

    def replace_text(self, path: str, text: str | None) -> None:
        kind = kind_of_path(path)
        if kind is None:
            raise InvalidInput(f"{path} is no file of an account.")
        self.notice(path)
        shelf = self.shelf(kind.shelf)
        self._texts.pop(path, None)
        if text is not None:
            noun = parse(kind, text, path, self.account_id, self._check)
            shelf.lay_over(noun.name, noun)
            self._texts[path] = (text, noun)
        elif entry := self.index.at(path):
            shelf.lay_over(entry.name, None)

    def commit(self, *, time: str, caller: str, operations: tuple[OperationCall, ...]) -> Revision | None:
        plan = self._plan()
        if not plan.changes:
            return None
        if self._may_move_secrets():
            mark = self.vault.prepare(self._named_secrets())
            try:
                plan = plan._replace(vault_mark=mark)
                revision = self._journal.write(plan, time=time, caller=caller, operations=operations)
            finally:
                self.vault.settle(self.ledger)
        else:
            revision = self._journal.write(plan, time=time, caller=caller, operations=operations)
        for kind in KINDS.values():
            self.shelf(kind.shelf).clear()
        self._texts.clear()
        self.begin()
        return revision

    def _may_move_secrets(self) -> bool:
        """Whether secrets could come or go: without, nothing of the vault is loaded."""
        is_laid = bool(self.users.laid or self.settings.laid or self.saml_providers.laid)
        return "vault" in self.__dict__ or (is_laid and (self.folder.root / "vault").exists())

    def _named_secrets(self) -> dict[str, set[SecretRef]]:
        """The secrets that the text of each owner in this change names, by the owner's unique id."""
        named: dict[str, set[SecretRef]] = {}
        gone = []
        for shelf in (self.users, self.settings, self.saml_providers):
            for key, noun in shelf.laid.items():
                if noun is not None:
                    named[noun.unique_id] = secrets_of(noun)
                entry = self.index.find(shelf.kind.shelf, key)
                if entry is not None and entry.facts is not None:
                    gone.append(from_row(shelf.kind, entry.facts, self.account_id).unique_id)
        return {unique_id: set() for unique_id in gone} | named

    def _plan(self) -> Plan:
        """What each file will say, from all that was laid down."""
        after: dict[str, str | None] = {}
        nouns: dict[str, tuple[Kind, Noun]] = {}
        for kind in KINDS.values():
            shelf = self.shelf(kind.shelf)
            moved = set(shelf.renamed.values())
            for key, noun in shelf.laid.items():
                entry = self.index.find(kind.shelf, key)
                if entry and (noun is None or entry.path != kind.path(noun.name)):
                    after.setdefault(entry.path, None)
                if noun is not None:
                    origin = shelf.renamed.get(key) or (entry.path if entry and entry.path not in moved else None)
                    self._lay(kind, noun, origin, after, nouns)
        return self._held_against_disk(after, nouns)

    def _lay(
        self,
        kind: Kind,
        noun: Noun,
        origin: str | None,
        after: dict[str, str | None],
        nouns: dict[str, tuple[Kind, Noun]],
    ) -> None:
        """Add what the entity's file will say to `after`; `origin` is the file whose text it goes on from."""
        path = kind.path(noun.name)
        nouns[path] = (kind, noun)
        if origin and origin != path:
            after.setdefault(origin, None)
        if path in self._texts:
            laid, said = self._texts[path]
            # An entity that was put again afterwards goes on from the text that was laid.
            after[path] = laid if said == noun else _merged(laid, kind, noun, path)
            return
        entry = self.index.at(origin) if origin else None
        if origin == path and entry and entry.facts == to_row(kind, noun):
            after.pop(path, None)  # an entity of its old name may have been laid there before
            return
        text = self.folder.text(origin, kind)[0] if origin and self.folder.stamp(origin) else None
        if text is None:
            from iamctl.syntax.toml_render import render_toml

            after[path] = render_toml(to_table(kind, noun))
        else:
            after[path] = _merged(text, kind, noun, path)

    def _held_against_disk(self, after: dict[str, str | None], nouns: dict[str, tuple[Kind, Noun]]) -> Plan:
        """The plan, with the texts that stand there now.

        Raises:
            ConcurrentModification: a person edited one of the files since this change looked at it.
        """
        plan = Plan([], nouns, {})
        for path in sorted(after):
            entry, stamp = self.index.at(path), self.folder.stamp(path)
            if entry is None and stamp and stamp in plan.stamps.values():
                stamp = None  # the file system ignores case, and this is the same file under its old name
            kind = kind_of_path(path)
            assert kind is not None, "every path comes from a kind"
            before = self.folder.text(path, kind)[0] if stamp else None
            is_known = (entry.stamp if entry else None) in (stamp, stamp and stamp.unsettled())
            if not is_known or (entry and not entry.problem and text_hash(before) != self.ledger.last_hash(path)):
                raise edited_meanwhile(path)
            if before != after[path]:
                plan.changes.append(FileChange(path, before, after[path]))
                plan.stamps[path] = stamp
        return plan

    def _accept(self, paths: list[str]) -> bool:
        self.end()
        self._watch.adopt(paths, self._time())
        self.begin()
        return True


def _merged(text: str, kind: Kind, noun: Noun, path: str) -> str:
    from iamctl.syntax.toml_merge import merge_toml

    return merge_toml(text, to_table(kind, noun), path)
