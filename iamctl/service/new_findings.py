"""What a change of texts would break that held together before: whatever lays whole files asks here first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import MachineError
from iamctl.service.integrity import findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.service.account import Account
    from iamctl.service.service import Service
    from iamctl.store.protocol import Finding


def new_findings(account: Account, before: Service) -> list[Finding]:
    """Findings on the account that it has with the change and had not without it.

    Args:
        account: with the change laid into it.
        before: the same account, to look at as it is kept.
    """
    after = findings(account)
    if not after:
        return []
    old = _known(before)
    return [finding for finding in after if (finding.code, finding.message) not in old]


def _known(before: Service) -> set[tuple[str, str]]:
    """Findings without their places, since lines move. An account that cannot be read has none to compare with."""
    try:
        with before.reading() as account:
            return {(finding.code, finding.message) for finding in findings(account)}
    except MachineError:
        return set()


def as_hints(found: Iterable[Finding], *, most: int = 5) -> list[str]:
    """Each finding in a line, the first few and how many more there are."""
    lines = [f"{finding.place.partition(':')[0]}: {finding.message.removesuffix('.')}" for finding in found]
    return lines if len(lines) <= most else [*lines[:most], f"and {len(lines) - most} more"]
