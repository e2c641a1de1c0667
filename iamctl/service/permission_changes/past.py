"""Who gained and lost what between two revisions of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.service.comparing.accounts import AccountSide, compare_accounts
from iamctl.service.comparing.comparison import Comparer

if TYPE_CHECKING:
    from iamctl.service.comparing.comparison import Comparison
    from iamctl.service.comparing.known_actions import KnownActions
    from iamctl.service.service import Service
    from iamctl.store.protocol import History


def permissions_between(service: Service, history: History, older: int, newer: int) -> tuple[Comparison, KnownActions]:
    """Everybody of the account compared at two moments, and the actions that are known.

    Args:
        older: a revision that there is; 0 is the moment before the first, when nobody was there.
    """
    comparer = Comparer()
    with service.past(history, older) as before, service.past(history, newer) as after:
        one = AccountSide(f"revision {older}", before)
        return compare_accounts(one, AccountSide(f"revision {newer}", after), comparer), comparer.catalog
