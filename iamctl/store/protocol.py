"""What the operations need of a store; they know nothing else of it.

A store holds one account. Reading gives shelves that all show the same moment. Editing gives shelves that
also take changes; nothing is kept until `commit`, and then all of it is, or none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

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

Noun: TypeAlias = (
    "User | Group | Role | Policy | InstanceProfile | SAMLProvider | OIDCProvider | AccountSettings"
    " | ResourcePolicy | ImportRecord | Guards"
)
N = TypeVar("N", bound="Noun")


class Shelf(Protocol[N]):
    """All entities of one kind."""

    def find(self, name: str) -> N | None:
        """The entity of this name, in whatever case, or None.

        Raises:
            BrokenFile: it is there and cannot be read.
        """

    def find_id(self, unique_id: str) -> N | None:
        """The entity with this unique id or None."""

    def all(self) -> Iterator[N]:
        """Every entity, sorted by name without regard to case.

        Raises:
            BrokenFile: one of them cannot be read; raised after the others were given.
        """

    def count(self) -> int:
        """How many there are, unreadable ones included."""

    def names(self) -> list[str]:
        """The names, sorted without regard to case, unreadable ones included."""

    def referring(self, relation: str, key: str) -> list[N]:
        """Those that refer to `key`, sorted by name. What an entity refers to stands in `references.py`.

        Raises:
            BrokenFile: an entity of this kind cannot be read, so that the answer could lack it.
        """

    def count_referring(self, relation: str, key: str) -> int:
        """How many `referring` would give."""

    def put(self, noun: N) -> None:
        """Lay the entity into this change, in the place of the one with the same name, if any."""

    def remove(self, name: str) -> None:
        """Take the entity out in this change. It has to be there."""

    def rename(self, old_name: str, noun: N) -> None:
        """Lay the entity into this change in the place of the one named `old_name`; its text moves along."""

    def place(self, name: str, *keys: str | int) -> str:
        """Where a person finds this entity: its file, relative to the account's folder."""


class SecretRef(NamedTuple):
    """Whose secret it is. The identity's own text names it; a secret that nothing names goes.

    Attributes:
        owner: the identity's unique id; the root user's is the account's; a SAML provider's is its ARN.
        kind: `access-key`, `password`, `mfa-seed`, `service-specific`, `session-key` or `saml-private-key`.
        id: never given again: a secret is not overwritten, another one takes its place.
    """

    owner: str
    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id} of {self.owner}"


class Vault(Protocol):
    """The account's secrets at one moment. There is no removing: a secret goes when its owner no longer names it."""

    def put(self, ref: SecretRef, secret: bytes) -> None:
        """Lay a secret into this change; it is kept, sealed, with the change, if its owner names it then."""

    def get(self, ref: SecretRef) -> bytes:
        """The secret.

        Raises:
            BrokenSecret: it is not there, was altered, cut, or is another's.
            WrongPassphrase, StorageFailure: the vault does not open.
        """

    def list(self, owner: str) -> list[SecretRef]:
        """The secrets that the owner has, sorted."""


Mark: TypeAlias = dict[str, Any]
"""What is kept of one thing that happened: JSON's values, and no secret."""


class Marks(Protocol):
    """What happens without the account being changed: uses of keys, failed sign-ins. Kept at once, by no revision."""

    def find(self, kind: str, key: str) -> Mark | None: ...

    def change(self, kind: str, key: str, change: Callable[[Mark | None], Mark | None]) -> Mark | None:
        """Put what `change` makes of the mark in its place, with nobody in between; None removes it."""

    def put_all(self, marks: Mapping[tuple[str, str], Mark | None]) -> None:
        """Put these marks, by kind and key, in the place of those that were, all of them or none; None removes one."""

    def all(self, kind: str) -> dict[str, Mark]:
        """Every mark of the kind, by its key."""


class VaultStatus(NamedTuple):
    """How the vault stands.

    Attributes:
        holder: who has the data key: `keyring`, `passphrase`, `file`.
        key: the data key's id.
        place: where the data key is.
        create_date: of the data key, UTC, ISO 8601.
        secrets: how many are sealed.
        problems: what is wrong with the key or with a secret; a sentence each.
        is_checked: whether every secret was opened; a passphrase that nobody gives opens none.
    """

    holder: str
    key: str
    place: str
    create_date: str
    secrets: int
    problems: tuple[str, ...]
    is_checked: bool


SHELVES = (
    "settings",
    "users",
    "groups",
    "roles",
    "policies",
    "instance_profiles",
    "saml_providers",
    "oidc_providers",
    "aws_policies",
    "resource_policies",
    "imports",
    "guards",
)
"""The names of all that `Shelves` has."""


class Shelves(Protocol):
    """One moment of the account."""

    account_id: str

    @property
    def vault(self) -> Vault: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def settings(self) -> Shelf[AccountSettings]: ...
    @property
    def users(self) -> Shelf[User]: ...
    @property
    def groups(self) -> Shelf[Group]: ...
    @property
    def roles(self) -> Shelf[Role]: ...
    @property
    def policies(self) -> Shelf[Policy]: ...
    @property
    def instance_profiles(self) -> Shelf[InstanceProfile]: ...
    @property
    def saml_providers(self) -> Shelf[SAMLProvider]: ...
    @property
    def oidc_providers(self) -> Shelf[OIDCProvider]: ...
    @property
    def aws_policies(self) -> Shelf[Policy]:
        """AWS managed policies whose text here is not the published one (they came with an import)."""

    @property
    def resource_policies(self) -> Shelf[ResourcePolicy]:
        """Policies of resources, by the resources' ARNs."""

    @property
    def imports(self) -> Shelf[ImportRecord]:
        """What imports brought that the other shelves have no place for."""

    @property
    def guards(self) -> Shelf[Guards]:
        """What must always be true of the account's permissions; one entry at most, by the account's id."""


class FileChange(NamedTuple):
    """One file's text before and after a change; None where the file is not there."""

    path: str
    before: str | None
    after: str | None


class OperationCall(NamedTuple):
    """One operation as it was called: AWS's name, AWS's members; secrets are left out."""

    name: str
    parameters: dict[str, Any]


class Revision(NamedTuple):
    """One change of the account, whole.

    Attributes:
        number: counts from 1 without gaps.
        time: UTC, ISO 8601.
        caller: the ARN of who made it, and behind a blank the key id of the session by which; empty for an edit by
            hand.
        files: in the order of their paths.
        hash: SHA-256 over everything above and `previous_hash`, in hex.
    """

    number: int
    time: str
    caller: str
    operations: tuple[OperationCall, ...]
    files: tuple[FileChange, ...]
    previous_hash: str
    hash: str

    @property
    def caller_arn(self) -> str:
        return self.caller.partition(" ")[0]

    @property
    def session_id(self) -> str | None:
        """The key id of the session by which it was made; None where none was."""
        return self.caller.partition(" ")[2] or None


class Edit(Shelves, Protocol):
    """A change in the making."""

    def touched(self) -> dict[str, list[str]]:
        """What this change lays down so far, equal or not: names in lower case, by shelf."""

    def changes(self) -> list[FileChange]:
        """What a commit would do to the files, sorted by path."""

    def replace_text(self, path: str, text: str | None) -> None:
        """Lay a whole file's text into this change (None: the file goes).

        Raises:
            BrokenFile: the text does not parse or breaks a rule of its kind, with line and column.
        """

    def commit(self, *, time: str, caller: str, operations: tuple[OperationCall, ...]) -> Revision | None:
        """Keep the change. None when nothing differs: then there is no revision.

        Raises:
            StorageFailure: the disk refused; nothing has changed.
        """


class History(Protocol):
    """What was, revision by revision; open until it is closed."""

    def revisions(self, *, newest_first: bool = False) -> Iterator[Revision]:
        """Every revision, files included."""

    def revision(self, number: int) -> Revision | None: ...

    def head(self) -> int:
        """The newest revision's number; 0 when there is none."""

    def text_at(self, path: str, number: int) -> str | None:
        """The file's text right after the revision."""

    def paths_at(self, number: int) -> list[str]:
        """The files that there were right after the revision."""

    def touching(self, path: str, *, after: int) -> list[int]:
        """Later revisions that changed the file."""

    def close(self) -> None: ...


class Finding(NamedTuple):
    """Something of the account that is not as it should be, on disk or as a whole.

    Attributes:
        place: file, and line and column where they are known.
        mend: what a person can do about it; lower case, no full stop.
        repairable: whether `repair` mends it without risk.
    """

    code: str
    place: str
    message: str
    mend: str
    repairable: bool = False


class Store(Protocol):
    """One account.

    Attributes:
        notices: what a person should be told, such as that the history is gone; a sentence with its full stop each.
    """

    account_id: str
    notices: list[str]

    def reading(self) -> AbstractContextManager[Shelves]:
        """One moment of the account, to look at."""

    def editing(self) -> AbstractContextManager[Edit]:
        """The account, to change; nobody else changes it meanwhile.

        Raises:
            LockTimeout: another process changes it for longer than was asked to wait.
        """

    def held_open(self) -> AbstractContextManager[None]:
        """The account kept open for whoever asks it again and again: each look costs less. It holds nobody up."""

    def history(self) -> History: ...

    def examine(self) -> list[Finding]:
        """Every finding on disk."""

    def vault_status(self) -> VaultStatus | None:
        """How the vault stands; None where no secret was ever kept."""

    def rekey(self, holder: str | None = None) -> VaultStatus:
        """Seal every secret anew under a new data key, in one step.

        Args:
            holder: who has the new one; None is who has the present one.

        Raises:
            BrokenSecret: a secret does not open; nothing has changed.
        """

    def verify(self) -> list[Finding]:
        """Breaks in the chain of revisions, and files that differ from what the ledger says."""

    def repair(self) -> list[Finding]:
        """Mend what `examine` calls repairable; what was mended."""
