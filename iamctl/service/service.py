"""The one way in: every door calls operations through a service, and the service keeps what they did."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from iamctl.model.secret import Secret
from iamctl.service.account import Account, AwsPolicies
from iamctl.service.operation import member_name, operation_of
from iamctl.store.protocol import FileChange, Finding, History, OperationCall, Revision, Shelves, Store, VaultStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

P = ParamSpec("P")
R = TypeVar("R")


class Change:
    """Several operations that happen as one change, or not at all."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.operations: list[OperationCall] = []

    def call(self, function: Callable[Concatenate[Account, P], R], *args: P.args, **parameters: P.kwargs) -> R:
        """Do one operation on the change's account; an error ends the whole change."""
        result = function(self.account, *args, **parameters)
        self.operations.append(OperationCall(operation_of(function).name, as_members(parameters)))
        return result


class Service:
    """One account as one caller sees it.

    Attributes:
        changes: the files that the last change touched, texts before and after.
        operations: what it consisted of.
        revision: what it was kept as; None for a dry run and where nothing differed.
    """

    def __init__(
        self,
        store: Store,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[str], str],
        aws_policies: AwsPolicies,
        caller: str,
        dry_run: bool = False,
        past: Callable[[History, int, str], Shelves] | None = None,
        entropy: Callable[[int], bytes] | None = None,
    ) -> None:
        self._entropy = entropy
        self._store = store
        self._past = past
        self._now = now
        self._new_id = new_id
        self._aws_policies = aws_policies
        self.caller = caller
        self.dry_run = dry_run
        self.account_id = store.account_id
        self.changes: list[FileChange] = []
        self.operations: list[OperationCall] = []
        self.revision: Revision | None = None

    def call(self, function: Callable[Concatenate[Account, P], R], *args: P.args, **parameters: P.kwargs) -> R:
        """Do one operation as a change of its own, or look something up.

        Raises:
            IamError: what the operation raises; then nothing has changed.
            LockTimeout, StorageFailure: the machine is in the way; nothing has changed either.
        """
        if operation_of(function).writes:
            with self.change() as change:
                return change.call(function, *args, **parameters)
        with self.reading() as account:
            return function(account, *args, **parameters)

    @contextmanager
    def reading(self) -> Iterator[Account]:
        """The account at one moment, to look at."""
        with self._store.reading() as shelves:
            yield self._account(shelves)

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Several operations as one change: kept at the end of the block, unless it raises or this is a dry run."""
        with self._store.editing() as edit:
            change = Change(self._account(edit))
            yield change
            self.operations = change.operations
            if self.dry_run:
                self.changes = edit.changes()
                return
            self.revision = edit.commit(
                time=f"{change.account.now:%Y-%m-%dT%H:%M:%SZ}",
                caller=self.caller,
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
        yield self._account(self._past(history, number, self.account_id))

    @property
    def notices(self) -> list[str]:
        """What a person should be told of the store as it was found; a sentence each."""
        return self._store.notices

    def history(self) -> History:
        return self._store.history()

    def examine(self) -> list[Finding]:
        return self._store.examine()

    def vault_status(self) -> VaultStatus | None:
        return self._store.vault_status()

    def rekey(self, holder: str | None = None) -> VaultStatus:
        return self._store.rekey(holder)

    def verify(self) -> list[Finding]:
        return self._store.verify()

    def repair(self) -> list[Finding]:
        return self._store.repair()

    def _account(self, shelves: Shelves) -> Account:
        return Account(
            shelves,
            now=self._now().replace(microsecond=0),
            new_id=self._new_id,
            aws_policies=self._aws_policies,
            caller=self.caller,
            entropy=self._entropy,
        )


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
