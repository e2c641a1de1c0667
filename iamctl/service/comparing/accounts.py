"""Two moments of an account, or two accounts: every user and role, every trust policy and resource policy.

Callers with the same policies before and after are compared once. What only follows from who asks (names, tags) counts
among the policies where a statement looks at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.permissions.from_policies import permissions_in
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.errors import NoSuchEntity
from iamctl.service.comparing.comparison import Comparison, parts_of
from iamctl.service.comparing.sides import RESOURCE, TRUST, PolicySide, by_representative, known_of
from iamctl.service.questions.bearing import caller_bearing
from iamctl.service.questions.callers import Caller, caller_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.analysis.permissions.compare import Difference
    from iamctl.analysis.permissions.from_policies import Permissions
    from iamctl.engine.policy_set import PolicySet as Policies
    from iamctl.service.account import Account
    from iamctl.service.comparing.comparison import Comparer

_NOTHING = PolicySet(Layer(()))


class AccountSide(NamedTuple):
    """A whole account at one moment."""

    label: str
    account: Account


class Standing(NamedTuple):
    """What a caller has.

    Attributes:
        signature: equal where the policies are, and what their statements look at of who asks.
    """

    signature: object
    permissions: Permissions
    unknown: tuple[str, ...] = ()


class Compiled:
    """The policies of an account's callers, each document compiled once."""

    def __init__(self) -> None:
        self._layers: dict[tuple[str, ...], Layer] = {}
        self._alone: dict[str, Layer] = {}

    def standing(self, account: Account, principal: str) -> Standing:
        """What a user or a role (its ARN) of the account has; nothing where it is not there."""
        try:
            caller = caller_of(account, principal, suggests=False)
        except NoSuchEntity:
            return Standing((), permissions_in(_NOTHING))
        return self._of_caller(account, caller)

    def _of_caller(self, account: Account, caller: Caller) -> Standing:
        bearing = caller_bearing(account, caller, layer_of=self.layer_of)
        known = known_of(caller)
        asked = sorted({key for layer in _layers(bearing.policies) for each in layer.statements for key in each.asks})
        follows = tuple((key, known.context.get(key, "absent")) for key in asked if not known.is_open(key))
        signature = (*map(id, _layers(bearing.policies)), caller.principal.kind, follows)
        return Standing(signature, permissions_in(bearing.policies, caller.principal, known), bearing.unknown)

    def layer_of(self, documents: Iterable[NamedDocument]) -> Layer:
        named = tuple(documents)
        key = tuple(sorted({each.document.text for each in named}))
        found = self._layers.get(key)
        if found is None:
            alone = [self._of_document(each) for each in named]
            found = self._layers[key] = (
                alone[0] if len(alone) == 1 else Layer.of(each for layer in alone for each in layer.statements)
            )
        return found

    def _of_document(self, document: NamedDocument) -> Layer:
        found = self._alone.get(document.document.text)
        if found is None:
            found = self._alone[document.document.text] = Layer((document,))
        return found


def _layers(policies: Policies) -> Iterator[Layer]:
    yield policies.identity
    if policies.boundary is not None:
        yield policies.boundary


def compare_accounts(
    before: AccountSide, after: AccountSide, comparer: Comparer, *, only: str | None = None
) -> Comparison:
    """Everybody of the two accounts.

    Args:
        only: a user or a role (its name or ARN): nobody else, and no policies of resources and roles.

    Raises:
        NoSuchEntity: neither account has `only`.
    """
    remarks: dict[str, None] = {}
    compiled = Compiled()
    known: dict[object, Difference] = {}
    found: list[tuple[str, Difference]] = []
    callers = _callers(before.account, after.account) if only is None else {only: _named(before, after, only)}
    for was, now in callers.values():
        one, other = compiled.standing(before.account, was), compiled.standing(after.account, now)
        remarks.update(dict.fromkeys((*one.unknown, *other.unknown)))
        if one.signature == other.signature:
            continue
        key = (one.signature, other.signature)
        if key not in known:
            known[key] = comparer.difference(one.permissions, other.permissions)
        found.append((now, known[key]))
    count = len(callers)
    if only is None:
        pairs = list(_policy_pairs(before.account, after.account))
        count += len(pairs)
        found += [each for pair in pairs for each in _named_by(*pair, comparer)]
    return Comparison(before.label, after.label, parts_of(found), count, tuple(remarks))


def _callers(before: Account, after: Account) -> dict[str, tuple[str, str]]:
    """ARNs of each user and role on both sides, by kind and name; one that a side lacks has the other's."""
    found: dict[str, tuple[str, str]] = {}
    for shelf in ("users", "roles"):
        was = {noun.name.lower(): noun.arn for noun in getattr(before, shelf).all()}
        now = {noun.name.lower(): noun.arn for noun in getattr(after, shelf).all()}
        for name in sorted(was.keys() | now.keys()):
            found[f"{shelf} {name}"] = was.get(name) or now[name], now.get(name) or was[name]
    return found


def _named(before: AccountSide, after: AccountSide, text: str) -> tuple[str, str]:
    arns: list[str] = []
    failure: NoSuchEntity | None = None
    for side in (before, after):
        try:
            identity = caller_of(side.account, text).identity
        except NoSuchEntity as error:
            failure = error
            continue
        if identity is not None:
            arns.append(identity.arn)
    if not arns:
        raise failure or NoSuchEntity("user or role", text)
    return arns[0], arns[-1]


def _policy_pairs(before: Account, after: Account) -> Iterator[tuple[str, PolicySide, PolicySide]]:
    """Trust policies and resource policies that are not the same on both sides."""
    for words, kind, was, now in (
        ("trust policy of role", TRUST, _trusts(before), _trusts(after)),
        ("policy of", RESOURCE, _resources(before), _resources(after)),
    ):
        for name in sorted(was.keys() | now.keys()):
            one, other = was.get(name, ()), now.get(name, ())
            if [each.document.text for each in one] != [each.document.text for each in other]:
                label = f"{words} {name}"
                yield label, PolicySide(label, Layer(one), kind), PolicySide(label, Layer(other), kind)


def _trusts(account: Account) -> dict[str, tuple[NamedDocument, ...]]:
    return {
        role.role_name: (NamedDocument(f"trust policy of role {role.role_name}", role.trust_policy),)
        for role in account.roles.all()
    }


def _resources(account: Account) -> dict[str, tuple[NamedDocument, ...]]:
    return {
        policy.resource_arn: (NamedDocument(f"policy of {policy.resource_arn}", policy.document),)
        for policy in account.resource_policies.all()
    }


def _named_by(
    words: str, before: PolicySide, after: PolicySide, comparer: Comparer
) -> Iterator[tuple[str, Difference]]:
    for whom, difference in by_representative(before, after, comparer):
        yield f"{whom} by the {words}", difference
