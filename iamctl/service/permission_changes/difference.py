"""What a change gives and takes: for every user and role that it touches, by trust policies, by resources' policies.

Callers with the same policies before and after are compared once, so that a change of a group with 500 members costs
as much as one of a single user's.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.service.comparing.accounts import Compiled
from iamctl.service.comparing.comparison import Comparer, Comparison, parts_of
from iamctl.service.comparing.sides import RESOURCE, TRUST, PolicySide, by_representative
from iamctl.service.guards.exceptions import identity_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.permissions.compare import Difference
    from iamctl.model.document import Document
    from iamctl.service.account import Account
    from iamctl.service.comparing.known_actions import KnownActions
    from iamctl.service.permission_changes.escalation import Opened
    from iamctl.service.permission_changes.touched import Touched

BEFORE, AFTER = "the account now", "the account after this change"


class PermissionChange(NamedTuple):
    """What a change comes to.

    Attributes:
        gaining: the ARNs, before and after, of users and roles that gain something or may, some of each kind of gain
            first.
        opened: the ways to reach more that are new; empty where nobody looked for them.
    """

    comparison: Comparison
    catalog: KnownActions
    gaining: tuple[tuple[str, str], ...] = ()
    opened: Opened | None = None


def permission_change(
    before: Account, after: Account, touched: Touched, *, labels: tuple[str, str] = (BEFORE, AFTER)
) -> PermissionChange:
    """The difference for everybody whom a change touches.

    Args:
        labels: what the two moments are called.
    """
    comparer = Comparer()
    remarks: dict[str, None] = {}
    compiled = Compiled()
    known: dict[object, Difference] = {}
    found: list[tuple[str, Difference]] = []
    gaining: dict[object, list[tuple[str, str]]] = {}
    for was, now in touched.principals:
        one, other = compiled.standing(before, was), compiled.standing(after, now)
        remarks.update(dict.fromkeys((*one.unknown, *other.unknown)))
        if one.signature == other.signature:
            continue
        key = (one.signature, other.signature)
        if key not in known:
            known[key] = comparer.difference(one.permissions, other.permissions)
        found.append((now, known[key]))
        if known[key].gained or any(each.is_gain for each in known[key].undecided):
            gaining.setdefault(key, []).append((was, now))
    count = len(touched.principals)
    for words, one_side, other_side in _policy_pairs(before, after, touched):
        count += 1
        for whom, difference in by_representative(one_side, other_side, comparer):
            found.append((f"{whom} by the {words}", difference))
            if difference.gained and identity_with(after, whom) is not None:
                gaining.setdefault(words, []).append((whom, whom))
    comparison = Comparison(*labels, parts_of(found), count, tuple(remarks))
    in_turn = (each for some in zip_longest(*gaining.values()) for each in some if each is not None)
    return PermissionChange(comparison, comparer.catalog, tuple(dict.fromkeys(in_turn)))


def _policy_pairs(before: Account, after: Account, touched: Touched) -> Iterator[tuple[str, PolicySide, PolicySide]]:
    for name in touched.trusts:
        roles = (before.roles.find(name), after.roles.find(name))
        words = f"trust policy of role {name}"
        yield words, *(_side(words, TRUST, role.trust_policy if role is not None else None) for role in roles)  # type: ignore[misc]
    for arn in touched.resources:
        policies = (before.resource_policies.find(arn), after.resource_policies.find(arn))
        words = f"policy of {arn}"
        yield words, *(_side(words, RESOURCE, each.document if each is not None else None) for each in policies)  # type: ignore[misc]


def _side(label: str, kind: str, document: Document | None) -> PolicySide:
    return PolicySide(label, Layer(() if document is None else (NamedDocument(label, document),)), kind)
