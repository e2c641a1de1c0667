"""A narrowed policy as members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.service.comparing.wording import comparison_members

if TYPE_CHECKING:
    from iamctl.service.members import Members
    from iamctl.service.shrinking.narrowing import Shrunk
    from iamctl.service.shrinking.used import Log


def shrunk_members(shrunk: Shrunk, log: Log, *, used: int, others: int) -> Members:
    """The answer as JSON has it; sizes are characters without white space.

    Args:
        used: how many different uses count.
        others: how many are of somebody else.
    """
    compared = comparison_members(shrunk.comparison, shrunk.comparer.catalog)
    return {
        "Policy": shrunk.comparison.before,
        "Document": shrunk.document.tree if shrunk.document is not None else None,
        "Size": {"Before": shrunk.before, "After": shrunk.after},
        "Log": {"Uses": used, "OfOthers": others, "Denied": log.denied, "WithoutAction": log.free},
        "Unmapped": [{"Event": event, "Count": count} for event, count in log.unmapped],
        "Comparison": compared,
    }
