"""Who may do an action, and how: users, roles, those who may become such a role, and those a resource's policy names.

Users and roles that the same statements about the action bear on, and that differ in no key that these ask for, are
decided at once. Every way without conditions is put to the engine as a request; where the engine says otherwise, the
answer is undecided. What another account's own policies say is not known here, and is told as required.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.authorize import TRUST_ACTIONS
from iamctl.engine.decision import PolicyType
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.errors import InvalidInput
from iamctl.service.access.outsiders import named_outsiders, whole_policies
from iamctl.service.access.relevant import Relevant, Sources
from iamctl.service.access.resource_types import meant_patterns, takes_no_resource
from iamctl.service.access.standing import (
    asked_of,
    asked_of_outsider,
    everything_of,
    open_target,
    policed_target,
    target_of,
)
from iamctl.service.access.ways import ALLOWED, CONDITIONAL, UNDECIDED, Way, ways
from iamctl.service.access.wording import Said
from iamctl.service.questions.asking import Circumstances, check_action
from iamctl.service.questions.bearing import caller_bearing, resource_documents
from iamctl.service.questions.callers import Caller, caller_of, caller_of_role, caller_of_user
from iamctl.service.questions.carried import KnownKeys
from iamctl.service.questions.full_access import with_full_access
from iamctl.service.questions.supposed import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamctl.analysis.grants import Asked
    from iamctl.model.document import Document
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.access.outsiders import Outsider
    from iamctl.service.access.relevant import Statements
    from iamctl.service.access.standing import Target
    from iamctl.service.account import Account
    from iamctl.service.questions.supposed import Supposed

_ORDER = {ALLOWED: 0, CONDITIONAL: 1, UNDECIDED: 2}


class Holder(NamedTuple):
    """Somebody that may.

    Attributes:
        kind: `user`, `role`, `root`, or an outsider's.
        name: an ARN, a service, or `*`.
        role: the ARN of the role that it has to become.
    """

    kind: str
    name: str
    role: str | None = None


class Row(NamedTuple):
    """Those that may by the same way.

    Attributes:
        access: `allowed`, `conditional` or `undecided`.
        via: the policies, with the group that has them.
        requires: what has to be so besides, and is not known here.
        unknown: why it is undecided.
    """

    access: str
    holders: tuple[Holder, ...]
    via: tuple[str, ...]
    said: Said
    requires: str = ""
    unknown: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """A user, a role, or root, with what bears on it."""

    kind: str
    caller: Caller
    sources: Sources
    boundary: Statements | None


def who_can(
    account: Account,
    action: str,
    resource: str | None = None,
    *,
    circumstances: Circumstances = Circumstances(),
    supposed: Supposed = NOTHING,
) -> list[Row]:
    """Who may do the action to the resource; without one, to which resources.

    Raises:
        ValidationError: the action is not `service:Name`.
        InvalidInput: a role is assumed, and it is not said which.
    """
    check_action(action)
    survey = Survey(account, action, circumstances, supposed)
    rows = [row for target in survey.targets(resource) for row in survey.rows(target)]
    return sorted(_merged(rows), key=lambda row: (_ORDER[row.access], -len(row.holders), row.holders[0].name))


class Survey:
    """One action over a whole account; what the candidates share is read and compiled once."""

    def __init__(self, account: Account, action: str, circumstances: Circumstances, supposed: Supposed) -> None:
        self._account = account
        self._action = action
        self._circumstances = circumstances
        self._supposed = supposed
        self._keys = KnownKeys()
        self._service_control = tuple(map(Layer, supposed.service_control))
        self._resource_control = tuple(with_full_access(Layer(level)) for level in supposed.resource_control)
        self._only: str | None = None
        self._candidates: list[Candidate] | None = None
        self._trust: dict[str, list[tuple[Outsider, Way]]] = {}

    def targets(self, resource: str | None) -> list[Target]:
        """What is in question: one resource, or all of them, those with a policy of their own one by one."""
        account, action, circumstances = self._account, self._action, self._circumstances
        self._only = resource
        if resource is not None:
            return [target_of(account, action, resource, circumstances)]
        if action.lower() in TRUST_ACTIONS:
            raise InvalidInput(f"{action} is about one role.", hint="say which: its ARN comes behind the action")
        if takes_no_resource(action):
            return [target_of(account, action, "*", circumstances)]
        service = action.partition(":")[0].lower()
        policed = tuple(
            policy.resource_arn
            for policy in account.resource_policies.all()
            if policy.resource_arn.split(":")[2] == service and self._speaks_of_it(policy.document)
        )
        own = [policed_target(account, action, arn, circumstances) for arn in policed]
        return [open_target(account, action, everything_of(policed), circumstances), *own]

    def _speaks_of_it(self, document: Document) -> bool:
        """Whether a resource's policy makes a difference to the action."""
        relevant = Relevant(self._account, self._action.lower())
        return self._action.lower().startswith("kms:") or bool(relevant.of_document("", document))

    def rows(self, target: Target) -> list[Row]:
        """Everybody that may do it to the target."""
        layer = self._resource_layer(target)
        is_meant = meant_patterns(self._action) if target.is_open else None
        decided: dict[tuple[object, ...], tuple[Way, ...]] = {}
        rows = []
        for candidate in self._all_candidates():
            policies = self._policies(candidate, layer)
            asked = asked_of(candidate.caller, target, self._keys)
            key = self._key(candidate, asked, policies)
            found = decided.get(key)
            if found is None:
                found = decided[key] = ways(asked, policies, candidate.sources.unknown, is_meant=is_meant)
            for way in found:
                holder = Holder(candidate.kind, _name_of(candidate.caller))
                rows.append(Row(way.access, (holder,), _via(candidate, way, layer), way.said, "", way.unknown))
                if candidate.kind == "role":
                    rows += self._becoming(candidate.caller.identity, rows[-1])  # type: ignore[arg-type]
        return rows + self._named(target, layer, is_meant)

    def _all_candidates(self) -> list[Candidate]:
        if self._candidates is None:
            account, relevant = self._account, Relevant(self._account, self._action.lower(), self._only)
            root = Candidate("root", caller_of(account, "root"), Sources(), None)
            users = ((caller_of_user(user), user) for user in account.users.all())
            roles = ((caller_of_role(role), role) for role in account.roles.all())
            everybody: Iterator[tuple[Caller, User | Role]] = chain(users, roles)
            self._candidates = [root] + [
                Candidate(who.kind, caller, relevant.of_identity(who), relevant.of_boundary(who.permissions_boundary))
                for caller, who in everybody
            ]
        return self._candidates

    def _resource_layer(self, target: Target) -> Layer | None:
        documents = self._supposed.resource
        if documents is None:
            documents = resource_documents(self._account, self._action, target.resource)
        return Layer(documents) if documents else None

    def _policies(self, candidate: Candidate, resource: Layer | None) -> PolicySet:
        return PolicySet(
            Layer.of(candidate.sources.statements),
            None if candidate.boundary is None else Layer.of(candidate.boundary),
            resource=resource,
            service_control=self._service_control,
            resource_control=self._resource_control,
        )

    def _key(self, candidate: Candidate, asked: Asked, policies: PolicySet) -> tuple[object, ...]:
        """What two candidates have in common that are decided alike."""
        layers = (policies.identity, policies.boundary, policies.resource)
        statements = [statement for layer in layers if layer is not None for statement in layer.statements]
        statements += [each for layer in (*self._service_control, *self._resource_control) for each in layer.statements]
        keys = {key for statement in statements for key in statement.asks}
        is_bounded = policies.boundary is not None
        named = [each for each in statements if each.names_principals]
        grades = tuple(
            each.grade(asked.request, is_bounded=is_bounded, policy_type=policy_type)
            for each in named
            for policy_type in (PolicyType.TRUST if asked.is_trust else PolicyType.RESOURCE,)
        )
        principal = asked.principal
        values = tuple(asked.known.context.get(key) for key in sorted(keys))
        own = (candidate.kind, principal.is_service_linked, candidate.caller.is_known, candidate.sources.unknown)
        return (own, policies.identity.statements, candidate.boundary, values, grades)

    def _becoming(self, role: Role, row: Row) -> list[Row]:
        """Those that may assume the role, and then have what it has."""
        document = NamedDocument(f"trust policy of role {role.role_name}", role.trust_policy)
        return [
            row._replace(
                access=_least(row.access, way.access),
                holders=(Holder(outsider.kind, outsider.name, role.arn),),
                said=_both(row.said, way.said),
                requires=outsider.requires,
                unknown=(*row.unknown, *way.unknown),
            )
            for outsider, way in self._trusted(role, document)
        ]

    def _trusted(self, role: Role, document: NamedDocument) -> list[tuple[Outsider, Way]]:
        if role.arn not in self._trust:
            layer = Layer([document])
            outsiders = named_outsiders(self._account, [document], TRUST_ACTIONS)
            found = []
            for outsider in outsiders:
                target = target_of(self._account, _assuming(outsider), role.arn, self._circumstances)
                found += [(outsider, way) for way in self._ways_of(outsider, target, layer, None)]
            self._trust[role.arn] = found
        return self._trust[role.arn]

    def _named(self, target: Target, layer: Layer | None, is_meant: Callable[[str], bool] | None) -> list[Row]:
        """Those that the resource's own policy names, besides the account's users and roles."""
        documents = self._supposed.resource
        if documents is None:
            documents = resource_documents(self._account, self._action, target.resource)
        outsiders = named_outsiders(self._account, documents, [self._action.lower()])
        policies = tuple(document.name for document in documents)
        return [
            Row(way.access, (Holder(each.kind, each.name),), policies, way.said, each.requires, way.unknown)
            for each in outsiders
            if each.kind not in ("user", "role") or each.caller is None
            for way in self._ways_of(each, target, layer, is_meant)
            if each.kind != "account" or not each.name.endswith(f"::{self._account.account_id}:root")
        ]

    def _ways_of(
        self, outsider: Outsider, target: Target, layer: Layer | None, is_meant: Callable[[str], bool] | None
    ) -> tuple[Way, ...]:
        if outsider.principal is None:
            return (Way(UNDECIDED, Said(()), unknown=(f"whose {outsider.kind} {outsider.name} is",)),)
        if outsider.caller is not None:
            policies = caller_bearing(self._account, outsider.caller).policies._replace(resource=layer)
            asked = asked_of(outsider.caller, target, self._keys)
        else:
            policies = whole_policies(layer)
            asked = asked_of_outsider(outsider, target, self._keys)
        policies = policies._replace(
            service_control=self._service_control if outsider.caller is not None else (),
            resource_control=self._resource_control,
        )
        return ways(asked, policies, is_meant=is_meant)


def _assuming(outsider: Outsider) -> str:
    """The action by which the outsider assumes a role."""
    if outsider.kind != "provider":
        return "sts:AssumeRole"
    return "sts:AssumeRoleWithSAML" if ":saml-provider/" in outsider.name else "sts:AssumeRoleWithWebIdentity"


def _least(one: str, other: str) -> str:
    return max(one, other, key=lambda access: _ORDER[access])


def _both(said: Said, trusted: Said) -> Said:
    conditions = tuple(dict.fromkeys((*trusted.conditions, *said.conditions)))
    return said._replace(conditions=conditions, unless=tuple(dict.fromkeys((*trusted.unless, *said.unless))))


def _name_of(caller: Caller) -> str:
    return caller.identity.arn if caller.identity is not None else caller.principal.arn


def _via(candidate: Candidate, way: Way, resource: Layer | None) -> tuple[str, ...]:
    """The policies whose Allows make the way: the candidate's own, and the resource's."""
    made = set(way.statements)
    via = [held.via for held in candidate.sources.held if not made.isdisjoint(held.statements)]
    named = (each.policy for each in way.statements if resource is not None and each in resource.statements)
    return tuple(dict.fromkeys((*via, *named)))


def _merged(rows: Iterable[Row]) -> list[Row]:
    """Rows that differ in nothing but who, as one."""
    found: dict[Row, list[Holder]] = {}
    for row in rows:
        found.setdefault(row._replace(holders=()), []).extend(row.holders)
    return [row._replace(holders=tuple(sorted(set(holders), key=_by_name))) for row, holders in found.items()]


def _by_name(holder: Holder) -> tuple[str, str, str]:
    return (holder.kind, holder.name.lower(), holder.role or "")
