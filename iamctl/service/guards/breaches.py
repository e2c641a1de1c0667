"""What keeps a guard from holding: who could do what, each with the request that would get through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iamctl.analysis.permissions.compare import Piece, Undecided
    from iamctl.service.account import Account
    from iamctl.service.permission_changes.touched import Touched


class Breach(NamedTuple):
    """One reason why a guard does not hold.

    Attributes:
        whom: who could do it, in words: an ARN, or whom a policy lets in.
        action, resource, context: the request; the action is empty where there is none to show.
        undecided: what it hangs on; then it is not known whether the guard holds.
        detail: what else a person should know; the steps of a path, an answer that was not expected.
        path: the steps of a path to admin, as members.
    """

    whom: str
    action: str = ""
    resource: str = "*"
    context: Mapping[str, Any] = {}
    undecided: tuple[str, ...] = ()
    detail: str = ""
    path: tuple[Mapping[str, Any], ...] = ()


class Scope(NamedTuple):
    """Who and what of an account is looked at.

    Attributes:
        principals: what a user or a role goes by, and its ARN in this account.
        trusts: names of roles.
        resources: ARNs of resources.
    """

    principals: tuple[tuple[str, str], ...]
    trusts: tuple[str, ...]
    resources: tuple[str, ...]

    def narrowed(self, keys: Iterable[str]) -> Scope:
        """Those of the principals that go by one of the keys."""
        wanted = set(keys)
        return self._replace(principals=tuple(each for each in self.principals if each[0] in wanted))


def whole(account: Account) -> Scope:
    """All of an account."""
    nouns = [noun.arn for shelf in (account.users, account.roles) for noun in shelf.all()]
    return Scope(
        tuple((arn, arn) for arn in nouns),
        tuple(account.roles.names()),
        tuple(policy.resource_arn for policy in account.resource_policies.all()),
    )


def scopes_of(touched: Touched) -> tuple[Scope, Scope]:
    """What a change touches, before and after it."""
    before = Scope(tuple((now, was) for was, now in touched.principals), touched.trusts, touched.resources)
    return before, before._replace(principals=tuple((now, now) for _, now in touched.principals))


def breach_of(whom: str, pieces: Iterable[Piece], undecided: Iterable[Undecided]) -> Breach | None:
    """The first request that gets through; else what it hangs on whether one does; None where none does."""
    for piece in pieces:
        return Breach(whom, piece.witness.action, piece.witness.resource, dict(piece.witness.context))
    constructs = dict.fromkeys(construct for each in undecided for construct in each.constructs)
    return Breach(whom, undecided=tuple(constructs)) if constructs else None
