"""The guard `never = "public"`: no resource's policy and no trust policy lets in whoever happens to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.permissions.boxes import EVERYTHING
from iamctl.analysis.permissions.compare import added
from iamctl.analysis.permissions.from_policies import restricted
from iamctl.analysis.permissions.public import is_public
from iamctl.analysis.permissions.representatives import EVERYBODY, UNSIGNED
from iamctl.engine.policy_set import Layer
from iamctl.policy.wildcard import matcher
from iamctl.service.comparing.sides import TRUST, of_representative, treated_apart
from iamctl.service.guards.breaches import breach_of
from iamctl.service.guards.nobody import policies_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from iamctl.model.guards import Guard
    from iamctl.service.account import Account
    from iamctl.service.guards.breaches import Breach, Scope
    from iamctl.service.guards.nobody import Proving


def public_breaches(guard: Guard, account: Account, scope: Scope, proving: Proving) -> Iterator[Breach]:
    """The policies that let in whom they do not name."""
    patterns = [matcher(text) for text in guard.resources]
    for words, side, within in policies_in(account, _of_resources(account, scope, patterns), EVERYTHING):
        for each in treated_apart(side):
            is_provider = side.kind == TRUST and each.words == "every identity provider"
            if each not in (EVERYBODY, UNSIGNED) and not is_provider:
                continue
            nothing = of_representative(side._replace(layer=Layer(())), each)
            sides = restricted(nothing, within), restricted(of_representative(side, each), within)
            pieces, undecided = added(*sides, proving.comparer.space, catalog=proving.comparer.catalog)
            breach = breach_of(
                f"{each.words} by the {words}",
                (piece for piece in pieces if is_public(piece.box)),
                (found for found in undecided if found.box is None or is_public(found.box)),
            )
            if breach is not None:
                yield breach


def _of_resources(account: Account, scope: Scope, patterns: Sequence[Callable[[str], object]]) -> Scope:
    """What of the scope the guard means: roles and resources whose ARNs fit."""
    if not patterns:
        return scope

    def is_meant(arn: str) -> bool:
        return any(fits(arn) for fits in patterns)

    roles = (account.roles.find(name) for name in scope.trusts)
    return scope._replace(
        trusts=tuple(role.role_name for role in roles if role is not None and is_meant(role.arn)),
        resources=tuple(arn for arn in scope.resources if is_meant(arn)),
    )
