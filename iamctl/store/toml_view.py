"""One moment of the account, from its files.

The moment is a snapshot of the ledger's database. A file that differs from the index was edited by a person,
unless somebody else's change is under way: that one is in the ledger before any of its files is replaced, so a
ledger that moved on explains the difference, and the snapshot stays what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.store.codec.kinds import KINDS
from iamctl.store.index import Index, raise_problem
from iamctl.store.journal import end_transaction
from iamctl.store.toml_shelf import TomlShelf

if TYPE_CHECKING:
    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.group import Group
    from iamctl.model.import_record import ImportRecord
    from iamctl.model.instance_profile import InstanceProfile
    from iamctl.model.oidc_provider import OIDCProvider
    from iamctl.model.policy import Policy
    from iamctl.model.role import Role
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.user import User
    from iamctl.store.folder import Folder
    from iamctl.store.ledger import Ledger
    from iamctl.store.protocol import Noun
    from iamctl.store.watch import Reading, Watch


class TomlView:
    """The account to look at.

    Attributes:
        edits: what a person's edits say that are not in the index yet, by path; None where a file is gone.
    """

    def __init__(self, account_id: str, folder: Folder, ledger: Ledger, watch: Watch) -> None:
        self.account_id = account_id
        self.folder = folder
        self.ledger = ledger
        self.index = Index(ledger.connection)
        self.edits: dict[str, Reading | None] = {}
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
        self.imports: TomlShelf[ImportRecord] = TomlShelf(self, "imports")

    def begin(self) -> None:
        """Take the snapshot."""
        self.ledger.connection.execute("BEGIN")
        self._head = self.ledger.head()
        self._is_pending = self.ledger.applied() < self._head

    def end(self) -> None:
        end_transaction(self.ledger.connection)

    def shelf(self, name: str) -> TomlShelf[Any]:
        shelf: TomlShelf[Any] = getattr(self, name)
        return shelf

    def is_stale(self, path: str) -> bool:
        """Whether the file says something else than the index, because a person edited it."""
        return path in self.edits or (self._watch.is_stale(path) and self._accept([path]))

    def look(self, shelf: str) -> None:
        """Notice every edit on the shelf, once."""
        if shelf not in self._looked:
            self._looked.add(shelf)
            paths = [path for path in self._watch.edited(shelf) if path not in self.edits]
            if paths:
                self._accept(paths)

    def names_changed(self, shelf: str) -> bool:
        """Whether files came or went in the shelf's folder since the last look."""
        folder = KINDS[shelf].folder
        row = self.ledger.connection.execute("SELECT mtime FROM folder WHERE path = ?", (folder,)).fetchone()
        return self.folder.mtime(folder) != (row[0] if row else 0)

    def edited_noun(self, path: str) -> Noun | None:
        """What the edited file says; None where it is gone.

        Raises:
            BrokenFile: it cannot be read.
        """
        reading = self.edits[path]
        if reading is not None and reading.problem:
            raise_problem(reading.problem)
        return reading.noun if reading else None

    def edited_nouns(self, shelf: str) -> dict[str, Noun | None]:
        """The edits on the shelf, by name in lower case."""
        nouns: dict[str, Noun | None] = {}
        for path, reading in self.edits.items():
            if reading is None or reading.noun is None:
                entry = self.index.at(path)
                if entry and KINDS[shelf].path(entry.name).startswith(path.rpartition("/")[0] + "/"):
                    nouns.setdefault(entry.name.lower(), None)
            elif reading.kind.shelf == shelf:
                nouns[reading.noun.name.lower()] = reading.noun
        return nouns

    def refuse_broken_edits(self, shelf: str) -> None:
        """Raise what is wrong with an edited file of the shelf, if anything is."""
        for reading in self.edits.values():
            if reading is not None and reading.problem and reading.kind.shelf == shelf:
                raise_problem(reading.problem)

    def _accept(self, paths: list[str]) -> bool:
        """Read the edited files into this view; False when they are no edits but somebody's change under way."""
        if self._is_pending or self._has_moved():
            return False
        for path in paths:
            self.edits[path] = self._watch.read(path)
        return True

    def _has_moved(self) -> bool:
        now = self.ledger.another(self.folder.root)
        if now is None:
            return False
        try:
            return now.head() != self._head
        finally:
            now.close()
