"""One moment of the account, from its files.

The moment is a snapshot of the ledger's database. A file that differs from the index was edited by a person,
unless somebody else's change is under way: that one is in the ledger before any of its files is replaced, so a
ledger that moved on explains the difference, and the snapshot stays what it is.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from iamctl.store.codec.kinds import kind_of_path
from iamctl.store.index import Index
from iamctl.store.journal import end_transaction
from iamctl.store.toml_shelf import TomlShelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.group import Group
    from iamctl.model.guards import Guards
    from iamctl.model.import_record import ImportRecord
    from iamctl.model.instance_profile import InstanceProfile
    from iamctl.model.oidc_provider import OIDCProvider
    from iamctl.model.policy import Policy
    from iamctl.model.resource_policy import ResourcePolicy
    from iamctl.model.role import Role
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.user import User
    from iamctl.store.folder import Folder
    from iamctl.store.ledger import Ledger
    from iamctl.store.protocol import Marks, Vault
    from iamctl.store.vault.sealed_vault import SealedVault
    from iamctl.store.watch import Reading, Watch


class TomlView:
    """The account to look at.

    Attributes:
        edits: what a person's edits say that are not in the index yet, by path; None where a file is gone.
        moment: counts up whenever what the shelves stand on changes.
    """

    def __init__(
        self, account_id: str, folder: Folder, ledger: Ledger, watch: Watch, open_vault: Callable[[], SealedVault]
    ) -> None:
        self._open_vault = open_vault
        self.account_id = account_id
        self.folder = folder
        self.ledger = ledger
        self.index = Index(ledger.connection)
        self.edits: dict[str, Reading | None] = {}
        self.moment = 0
        self._over: dict[str, dict[str, Reading | None]] = {}
        self._watch = watch
        self._looked: set[str] = set()
        self._head = 0
        self._is_pending = False
        self.settings: TomlShelf[AccountSettings] = TomlShelf(self, "settings")
        self.users: TomlShelf[User] = TomlShelf(self, "users")
        self.groups: TomlShelf[Group] = TomlShelf(self, "groups")
        self.roles: TomlShelf[Role] = TomlShelf(self, "roles")
        self.policies: TomlShelf[Policy] = TomlShelf(self, "policies")
        self.aws_policies: TomlShelf[Policy] = TomlShelf(self, "aws_policies")
        self.instance_profiles: TomlShelf[InstanceProfile] = TomlShelf(self, "instance_profiles")
        self.saml_providers: TomlShelf[SAMLProvider] = TomlShelf(self, "saml_providers")
        self.oidc_providers: TomlShelf[OIDCProvider] = TomlShelf(self, "oidc_providers")
        self.resource_policies: TomlShelf[ResourcePolicy] = TomlShelf(self, "resource_policies")
        self.imports: TomlShelf[ImportRecord] = TomlShelf(self, "imports")
        self.guards: TomlShelf[Guards] = TomlShelf(self, "guards")

    @cached_property
    def vault(self) -> Vault:
        return self._open_vault()

    @cached_property
    def marks(self) -> Marks:
        from iamctl.store.marks import LedgerMarks

        return LedgerMarks(self.folder.root)

    def begin(self) -> None:
        """Take the snapshot."""
        self.ledger.connection.execute("BEGIN")
        self._head = self.ledger.head()
        self._is_pending = self.ledger.applied() < self._head
        self.moment += 1

    def end(self) -> None:
        end_transaction(self.ledger.connection)

    def shelf(self, name: str) -> TomlShelf[Any]:
        shelf: TomlShelf[Any] = getattr(self, name)
        return shelf

    def notice(self, path: str) -> bool:
        """Take in the file's edit, if a person edited it since the index was written; whether one did."""
        return path not in self.edits and self._watch.is_stale(path) and self._accept([path])

    def look(self, shelf: str) -> None:
        """Notice every edit on the shelf, once."""
        if shelf not in self._looked:
            paths = [path for path in self._watch.edited(shelf) if path not in self.edits]
            self._looked.add(shelf)
            if paths:
                self._accept(paths)

    def edited(self, shelf: str) -> dict[str, Reading | None]:
        """The edits on the shelf by name in lower case; None where a name is gone."""
        if shelf not in self._over:
            self._over[shelf] = self._edited(shelf)
        return self._over[shelf]

    def _edited(self, shelf: str) -> dict[str, Reading | None]:
        over: dict[str, Reading | None] = {}
        for path, reading in self.edits.items():
            kind = kind_of_path(path)
            if kind is None or kind.shelf != shelf:
                continue
            if reading is None:
                entry = self.index.at(path)
                if entry:
                    over.setdefault(entry.name.lower(), None)
                continue
            known = over.get(reading.name.lower())
            if known is None or reading.problem:  # of several files with one name, one that tells of it
                over[reading.name.lower()] = reading
        return over

    def _accept(self, paths: list[str]) -> bool:
        """Read the edited files into this view; False when they are no edits but somebody's change under way."""
        readings = self._watch.readings(paths)
        # Asked after the reading: what was read may be a change that was committed just before.
        if self._is_pending or self.ledger.head_now(self.folder.root) != self._head:
            return False
        self.edits.update(readings)
        self._over.clear()
        self.moment += 1
        return True
