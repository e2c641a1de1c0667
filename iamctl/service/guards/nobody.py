"""The guard `nobody`: none may do an action to a resource but those who are excepted.

Looked at are what the policies of every user and role come to, boundaries and denies counted, and what a trust policy
or a resource's own policy gives by itself to whom it names, also in other accounts. A trust policy that names the
account leaves it to the identities' own policies. The root user is bound by nothing, and never meant.

A user that may call `sts:AssumeRole` counts as able to, whether or not the role trusts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.permissions.compare import added
from iamctl.analysis.permissions.from_policies import permissions_in, restricted
from iamctl.analysis.permissions.patterns import Group, wild_pattern
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.engine.request import PrincipalKind
from iamctl.service.comparing.accounts import Compiled
from iamctl.service.comparing.comparison import Comparer, question
from iamctl.service.comparing.sides import RESOURCE, TRUST, PolicySide, of_representative, treated_apart
from iamctl.service.guards.breaches import Breach, breach_of
from iamctl.service.guards.exceptions import Exceptions, identity_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.permissions.boxes import Box
    from iamctl.analysis.permissions.representatives import Representative
    from iamctl.model.guards import Guard
    from iamctl.service.account import Account
    from iamctl.service.guards.breaches import Scope


class Proving:
    """Several guards of one account proved: documents compiled and action lists read once."""

    def __init__(self) -> None:
        self.comparer = Comparer()
        self.compiled = Compiled()


def nobody_breaches(guard: Guard, account: Account, scope: Scope, proving: Proving) -> Iterator[Breach]:
    """Who may although nobody may; callers with the same policies are looked at once."""
    box = question(actions=guard.actions, resources=guard.resources)
    exceptions = Exceptions(guard)
    known: dict[object, Breach | None] = {}
    for key, arn in scope.principals:
        identity = identity_with(account, arn)
        if identity is None or exceptions.hold_identity(identity):
            continue
        standing = proving.compiled.standing(account, arn)
        if standing.signature not in known:
            nothing = permissions_in(PolicySet(Layer(())))
            sides = restricted(nothing, box), restricted(standing.permissions, box)
            found = added(*sides, proving.comparer.space, catalog=proving.comparer.catalog)
            known[standing.signature] = breach_of(key, *found)
        breach = known[standing.signature]
        if breach is not None:
            yield breach._replace(whom=key)
        elif standing.unknown:
            yield Breach(key, undecided=standing.unknown)
    for words, side, within in policies_in(account, scope, box):
        for each in treated_apart(side):
            if not (_is_own_account(account, each) or exceptions.hold(account, each)):
                yield from _by_policy(words, side, each, within, proving)


def policies_in(account: Account, scope: Scope, box: Box) -> Iterator[tuple[str, PolicySide, Box]]:
    """The trust policies and resource policies that are looked at, in words, with the requests that they decide."""
    for name in scope.trusts:
        role = account.roles.find(name)
        if role is not None:
            words = f"trust policy of role {role.role_name}"
            own = box.keeping(("resource", Group((wild_pattern(role.arn),)), True))
            yield words, PolicySide(words, Layer((NamedDocument(words, role.trust_policy),)), TRUST), own
    for arn in scope.resources:
        policy = account.resource_policies.find(arn)
        if policy is not None:
            words = f"policy of {policy.resource_arn}"
            yield words, PolicySide(words, Layer((NamedDocument(words, policy.document),)), RESOURCE), box


def _by_policy(words: str, side: PolicySide, each: Representative, box: Box, proving: Proving) -> Iterator[Breach]:
    nothing = of_representative(side._replace(layer=Layer(())), each)
    sides = restricted(nothing, box), restricted(of_representative(side, each), box)
    found = added(*sides, proving.comparer.space, catalog=proving.comparer.catalog)
    if (breach := breach_of(f"{each.words} by the {words}", *found)) is not None:
        yield breach


def _is_own_account(account: Account, each: Representative) -> bool:
    """Whether it stands for the account itself, whose own policies then decide, or for its root user."""
    principal = each.principal
    is_account = not each.is_named or principal.kind is PrincipalKind.ROOT
    return principal.account_id == account.account_id and is_account
