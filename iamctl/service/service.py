"""The one way in: every door calls operations through a service, and the service keeps what they did.

A caller other than root passes a gate with every call (`authorization.py`); root's calls know nothing of it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from iamctl.errors import NoSuchEntity
from iamctl.model.secret import Secret
from iamctl.service.account import Account, AwsPolicies
from iamctl.service.operation import member_name, operation_of
from iamctl.service.permission_changes.care import CARELESS, Care
from iamctl.store.protocol import (
    Edit,
    FileChange,
    Finding,
    History,
    OperationCall,
    Revision,
    Shelves,
    Store,
    VaultStatus,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from iamctl.service.permission_changes.difference import PermissionChange
    from iamctl.service.sts.identity_providers import IdentityProviders
    from iamctl.service.sts.presenting import Presented

P = ParamSpec("P")
R = TypeVar("R")


class Reading:
    """Several look-ups at one moment of an account."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def call(self, function: Callable[Concatenate[Account, P], R], *args: P.args, **parameters: P.kwargs) -> R:
        """Do one operation, if the caller may.

        Raises:
            AccessDenied: the caller may not.
            IamError: what the operation raises.
        """
        gate = self.account.gate
        if gate is None:
            return function(self.account, *args, **parameters)
        name = operation_of(function).name
        gate.authorize(name, parameters)
        result = function(self.account, *args, **parameters)
        gate.authorize_done(name, result)
        return result

    def check(self, name: str, **parameters: object) -> None:
        """That the caller may call the operation of this name, before anything is looked up for it.

        Raises:
            AccessDenied: the caller may not.
        """
        if self.account.gate is not None:
            self.account.gate.authorize(name, parameters)


class Change(Reading):
    """Several operations that happen as one change, or not at all."""

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self.operations: list[OperationCall] = []

    def call(self, function: Callable[Concatenate[Account, P], R], *args: P.args, **parameters: P.kwargs) -> R:
        """Do one operation on the change's account, if the caller may; an error ends the whole change."""
        result = super().call(function, *args, **parameters)
        self.operations.append(OperationCall(operation_of(function).name, as_members(parameters)))
        return result


class Service:
    """One account as one caller sees it.

    Attributes:
        caller: the ARN of who asks: the root user's, or once the account has been looked at, the acting caller's.
        acting_as: whom the caller was named as; None is the root user, bound by nothing.
        changes: the files that the last change touched, texts before and after.
        operations: what it consisted of.
        revision: what it was kept as; None for a dry run and where nothing differed.
        care: how the permissions of changes are looked at.
        permissions: who gained and lost what by it, if `care` says so and it touched anybody.
        permissions_untold: why that is not told although somebody is touched; a phrase.
    """

    def __init__(
        self,
        store: Store,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[str], str],
        aws_policies: AwsPolicies,
        caller: str,
        acting_as: str | None = None,
        presented: Presented | None = None,
        session_name: str = "iamctl",
        allow_lock_out: bool = False,
        care: Care = CARELESS,
        dry_run: bool = False,
        past: Callable[[History, int, str], Shelves] | None = None,
        entropy: Callable[[int], bytes] | None = None,
        identity_providers: Callable[[], IdentityProviders] | None = None,
    ) -> None:
        """Make a service.

        Args:
            acting_as: a user's or role's name, ARN or unique id, or a role session's ARN; None is the root user.
            presented: the caller's credentials, where it is not only named.
            session_name: of the role's session, where a role acts.
            allow_lock_out: let a change take away the caller's own right to administer.
        """
        self._entropy = entropy
        self._identity_providers = identity_providers
        self._store = store
        self._past = past
        self._now = now
        self._new_id = new_id
        self._aws_policies = aws_policies
        self.caller = caller
        self.acting_as = acting_as
        self.presented = presented
        self._session_name = session_name
        self._allow_lock_out = allow_lock_out
        self.dry_run = dry_run
        self.account_id = store.account_id
        self.changes: list[FileChange] = []
        self.operations: list[OperationCall] = []
        self.revision: Revision | None = None
        self.care = care
        self.permissions: PermissionChange | None = None
        self.permissions_untold = ""

    def call(self, function: Callable[Concatenate[Account, P], R], *args: P.args, **parameters: P.kwargs) -> R:
        """Do one operation as a change of its own, or look something up.

        Raises:
            IamError: what the operation raises; then nothing has changed.
            LockTimeout, StorageFailure: the machine is in the way; nothing has changed either.
        """
        if operation_of(function).writes:
            with self.change() as change:
                return change.call(function, *args, **parameters)
        with self.lookups() as reading:
            return reading.call(function, *args, **parameters)

    @contextmanager
    def lookups(self) -> Iterator[Reading]:
        """One moment of the account, for several look-ups."""
        with self._store.reading() as shelves:
            reading = Reading(self._account(shelves))
            with _telling_no_names(reading.account):
                yield reading

    @contextmanager
    def reading(self, standing_for: str = "ReadAccount", **parameters: object) -> Iterator[Account]:
        """The account at one moment, whole.

        Args:
            standing_for: the operation that the caller has to be allowed; without it only root looks at everything.

        Raises:
            AccessDenied: the caller may not.
        """
        with self.lookups() as reading:
            reading.check(standing_for, **parameters)
            yield reading.account

    @contextmanager
    def change(self, care: Care | None = None) -> Iterator[Change]:
        """Several operations as one change: kept at the end of the block, unless it raises or this is a dry run.

        Args:
            care: in the place of the service's own.

        Raises:
            LockOut: the caller, who is not root, would lose its own right to administer.
            NewAccess, Undecided: somebody gains something, or may, and `care` says that nobody is to.
            GuardBroken, Undecided: a guard of the account would no longer hold, or may not.
            BrokenFile, Mistakes: guards.toml cannot be read; then nothing is changed.
        """
        with self._store.editing() as edit:
            change = Change(self._account(edit))
            with _telling_no_names(change.account):
                yield change
            self.operations = change.operations
            gate = change.account.gate
            if gate is not None and not gate.standing.is_root and not self._allow_lock_out:
                self._check_lock_out(change)
            self._review(change, edit, care or self.care)
            if self.dry_run:
                self.changes = edit.changes()
                return
            self.revision = edit.commit(
                time=f"{change.account.now:%Y-%m-%dT%H:%M:%SZ}",
                caller=_with_session(change.account),
                operations=tuple(change.operations),
            )
            self.changes = list(self.revision.files) if self.revision else []

    @contextmanager
    def past(self, history: History, number: int) -> Iterator[Account]:
        """The account right after a revision, to look at; the clock is the present one.

        Args:
            history: open, and for as long as the account is looked at.
            number: of a revision that there is.
        """
        assert self._past is not None, "a store that keeps no texts has no past"
        self._check("ReadHistory")
        yield self._account(self._past(history, number, self.account_id))

    def held_open(self) -> AbstractContextManager[None]:
        """The account kept open, for who asks it again and again; another thread may not end what one began."""
        return self._store.held_open()

    @property
    def notices(self) -> list[str]:
        """What a person should be told of the store as it was found; a sentence each."""
        return self._store.notices

    def history(self) -> History:
        self._check("ReadHistory")
        return self._store.history()

    def examine(self) -> list[Finding]:
        self._check("Examine")
        return self._store.examine()

    def vault_status(self) -> VaultStatus | None:
        self._check("SealVault")
        return self._store.vault_status()

    def rekey(self, holder: str | None = None) -> VaultStatus:
        self._check("SealVault")
        return self._store.rekey(holder)

    def verify(self) -> list[Finding]:
        self._check("ReadHistory")
        return self._store.verify()

    def repair(self) -> list[Finding]:
        self._check("Repair")
        return self._store.repair()

    def _check(self, name: str) -> None:
        """That the caller may use a part of the account that is no operation's."""
        if self.acting_as is not None or self.presented is not None:
            with self.lookups() as reading:
                reading.check(name)

    def _review(self, change: Change, edit: Edit, care: Care) -> None:
        """Hold the change to guards and to what is wanted of it; where there is neither, it pays nothing."""
        self.permissions, self.permissions_untold = None, ""
        names = edit.touched()
        if not (care.looks or "guards" in names or edit.guards.names()):
            return
        from iamctl.service.permission_changes.review import review

        with self._store.reading() as shelves:
            found = review(self._unguarded(shelves), change.account, names, care)
        self.permissions, self.permissions_untold = found.permissions, found.untold
        change.operations.extend(found.operations)

    def _account(self, shelves: Shelves) -> Account:
        account = self._unguarded(shelves)
        if self.acting_as is not None or self.presented is not None:
            self._let_in(account)
        return account

    def _unguarded(self, shelves: Shelves) -> Account:
        """The account without a gate."""
        return Account(
            shelves,
            now=self._now().replace(microsecond=0),
            new_id=self._new_id,
            aws_policies=self._aws_policies,
            caller=self.caller,
            entropy=self._entropy,
            identity_providers=self._identity_providers,
        )

    def _let_in(self, account: Account) -> None:
        """Find out who asks, and what it has to pass.

        Raises:
            IncompleteSignature, InvalidClientTokenId, SignatureDoesNotMatch, ExpiredToken: it did not prove it.
        """
        from iamctl.service.authorization import Gate, named_standing  # root pays for no engine

        if self.presented is not None:
            from iamctl.service.sts.presenting import proven
            from iamctl.service.sts.standing import standing_of

            found = proven(account, self.presented)
            standing = standing_of(account, *found)
            if found.session is None:
                from iamctl.service.access_keys import note_use

                note_use(account, found.access_key_id, service_name="iam", region="us-east-1")
        else:
            assert self.acting_as is not None
            standing = named_standing(account, self.acting_as, self._session_name)
        account.standing = standing
        account.caller = self.caller = standing.caller.principal.arn
        if not standing.is_root or standing.session is not None:
            account.gate = Gate(account, standing)

    def _check_lock_out(self, change: Change) -> None:
        from iamctl.service.lock_out import check_lock_out

        with self._store.reading() as shelves:
            check_lock_out(self._account(shelves), change.account, change.operations)


@contextmanager
def _telling_no_names(account: Account) -> Iterator[None]:
    """For a caller that policies bind, what is not found suggests no near names: it may not know of those."""
    try:
        yield
    except NoSuchEntity as error:
        if account.gate is not None:
            left = (hint.partition("? ")[2] if hint.startswith("did you mean") else hint for hint in error.hints)
            error.hints = tuple(hint for hint in left if hint)
        raise


def _with_session(account: Account) -> str:
    """Who made a change, as its revision says it."""
    session = account.standing.session if account.standing is not None else None
    return account.caller if session is None else f"{account.caller} {session.access_key_id}"


def as_members(parameters: dict[str, Any]) -> dict[str, Any]:
    """Python's parameters as the API's members: `user_name="x"` becomes `UserName: "x"`; None was not given.

    Secrets are left out: what comes out here stands in the history.
    """
    return {
        member_name(name): _as_json(value)
        for name, value in parameters.items()
        if value is not None and value is not False and not isinstance(value, Secret) and value != ()
    }


def _as_json(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {member_name(key): item for key, item in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [_as_json(item) for item in value]
    if hasattr(value, "text") and hasattr(value, "tree"):
        return value.text
    return value if isinstance(value, str | int | bool | dict) else str(value)
