"""Which account a dump goes into: its own, made where it is not there, or another one under a new id.

A dump's account is told by the ARNs of its entities. Another account takes it only when it was named with
`--into`: then the dump's ARNs are rewritten first. Naming an account for commands in general is not enough.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from iamctl import bootstrap
from iamctl.errors import InvalidInput
from iamctl.exchange.renumbering import Renumbered, renumber
from iamctl.model.names import ACCOUNT_ID, check
from iamctl.service.new_account import new_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.exchange.dump import Dump
    from iamctl.service.service import Service


class Target(NamedTuple):
    """The account that the dump goes into.

    Attributes:
        is_new: the account comes into being with the import.
        renumbered: what was rewritten; None where the dump is of this very account.
    """

    account_id: str
    is_new: bool
    renumbered: tuple[str, Renumbered] | None = None

    @property
    def rewritten(self) -> str | None:
        """What the rewriting came to."""
        if self.renumbered is None:
            return None
        old, (rewritten, _) = self.renumbered
        return f"{rewritten} texts that named account {old} name account {self.account_id} now"

    @property
    def left(self) -> str | None:
        """What the rewriting left alone."""
        if self.renumbered is None or not self.renumbered[1].left:
            return None
        old, (_, left) = self.renumbered
        return f"{left} texts in policy documents still name account {old}; they are left as they are"


def aim(dump: Dump, *, into: str | None, account_id: str | None, known: list[str]) -> Target:
    """Find the dump's account, and make the dump that of the account `into` where another was named.

    Args:
        into: what `--into` says.
        account_id: the account that commands in general mean, where one was named.
        known: the accounts that there are.

    Raises:
        ValidationError: `into` is not 12 digits.
        InvalidInput, Mistakes: the dump does not say whose it is, or it is not of the account that was named.
    """
    if into is not None:
        check(ACCOUNT_ID, into)
    own = dump.account_id()
    chosen = into or own or account_id
    if chosen is None:
        raise InvalidInput(
            f"{dump.source} holds no ARN that says whose account it is.", hint="name one: `--into ACCOUNT-ID`"
        )
    if into is None and account_id not in (None, chosen):
        raise InvalidInput(
            f"{dump.source} is a dump of account {own}, not of {account_id}.",
            hint=f"`--into {account_id}` takes it into that account and rewrites its ARNs",
        )
    check(ACCOUNT_ID, chosen)
    renumbered = (own, renumber(dump, own, chosen)) if own not in (None, chosen) and own is not None else None
    return Target(chosen, chosen not in known, renumbered)


@contextmanager
def opened(
    target: Target, *, directory: str | None, dry_run: bool, lock_timeout: float | None = None
) -> Iterator[Service]:
    """A service on the account. A new one is there at the end of the block, if nothing raises and it is no dry run."""
    if not target.is_new:
        yield bootstrap.open_service(
            directory=directory, account=target.account_id, dry_run=dry_run, lock_timeout=lock_timeout
        )
        return
    settings = new_settings(account_id=target.account_id, create_date=bootstrap.now())
    with bootstrap.new_account(settings, directory=directory, dry_run=dry_run) as service:
        yield service
