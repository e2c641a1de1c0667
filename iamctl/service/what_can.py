"""What a principal may do: every action that AWS lists, with its resources and conditions.

For the account's own resources; those with a policy of their own are looked at one by one, and so are the roles that
may be assumed. Actions that the same statements speak of, that carry the same of the keys that these ask for, and that
act on the same types of resources are decided at once.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.action_index import ActionIndex
from iamctl.analysis.grants import bears
from iamctl.engine.authorize import TRUST_ACTIONS
from iamctl.engine.policy_set import Layer, PolicySet
from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.service.access.resource_types import meant_patterns
from iamctl.service.access.standing import asked_of, everything_of, open_target, own_roles, policed_target, target_of
from iamctl.service.access.ways import CONDITIONAL, Way, ways
from iamctl.service.questions.asking import Asker, Circumstances
from iamctl.service.questions.bearing import resource_documents
from iamctl.service.questions.carried import KnownKeys
from iamctl.service.questions.supposed import NOTHING
from iamctl.service.reference import service_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamctl.engine.statement import CompiledStatement
    from iamctl.reference.vocabulary import Action, Service
    from iamctl.service.access.standing import Target
    from iamctl.service.access.wording import Said
    from iamctl.service.account import Account
    from iamctl.service.questions.callers import Caller
    from iamctl.service.questions.supposed import Supposed

LEVELS = {
    "list": "List",
    "read": "Read",
    "write": "Write",
    "permissions-management": "Permissions management",
    "tagging": "Tagging",
}
_ELSEWHERE = "the role is another account's, and its trust policy allows it"


class Access(NamedTuple):
    """Actions of one service and one access level that are allowed in the same way.

    Attributes:
        actions: names without the prefix, sorted.
        is_whole: whether these are all actions of the service and level.
        access: `allowed`, `conditional` or `undecided`.
        via: the policies.
        unknown: why it is undecided.
    """

    service: str
    level: str
    actions: tuple[str, ...]
    is_whole: bool
    access: str
    said: Said
    via: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def what_can(
    account: Account,
    principal: str,
    *,
    services: Iterable[str] = (),
    resource: str | None = None,
    levels: Iterable[str] = (),
    circumstances: Circumstances = Circumstances(),
    supposed: Supposed = NOTHING,
    federated_by: str | None = None,
) -> list[Access]:
    """What the principal may do, sorted by service and access level.

    Args:
        services: prefixes; none is every service that AWS lists.
        resource: an ARN; without one, all of the account's resources.
        levels: keys of LEVELS; none is every level.

    Raises:
        NoSuchEntity: there is no such principal or service.
        InvalidInput: there is no such access level, or the principal means two entities.
    """
    asker = Asker(account, principal, supposed, federated_by=federated_by)
    survey = _Survey(account, asker, circumstances, resource)
    wanted = frozenset(_level(each) for each in levels)
    found: list[Access] = []
    for service in _services(services, resource):
        found += survey.of_service(service, wanted)
    return found


def _level(text: str) -> str:
    level = LEVELS.get(text.lower().replace(" ", "-"))
    if level is None:
        raise InvalidInput(f"{text} is not an access level.", hint=f"say {', '.join(LEVELS)}")
    return level


def _services(prefixes: Iterable[str], resource: str | None) -> Iterator[Service]:
    reference = service_reference()
    chosen = list(prefixes)
    if not chosen and resource is not None and resource.startswith("arn:"):
        chosen = [each.prefix for each in reference.services() if reference.types_of_arn(each.prefix, resource)]
        if not chosen:
            raise InvalidInput(f"{resource} is no resource of a service that AWS lists.")
    for prefix in chosen or [each.prefix for each in reference.services()]:
        service = reference.service(prefix)
        if service is None:
            hint = "list the services with `iamctl reference service`"
            raise NoSuchEntity("service", prefix, hint=hint)
        yield service


class _Survey:
    def __init__(self, account: Account, asker: Asker, circumstances: Circumstances, resource: str | None) -> None:
        self._account = account
        self._caller: Caller = asker.caller
        self._policies = asker.bearing.policies
        self._unknown = asker.bearing.unknown
        self._supposed = asker.supposed
        self._circumstances = circumstances
        self._resource = resource
        self._keys = KnownKeys()
        self._layers = _Layers(self._policies)
        self._decided: dict[tuple[object, ...], tuple[Way, ...]] = {}
        self._resource_layers: dict[tuple[str, bool], Layer | None] = {}
        self._policed = tuple(policy.resource_arn for policy in account.resource_policies.all())

    def of_service(self, service: Service, levels: frozenset[str]) -> list[Access]:
        """What of the service is allowed."""
        about = self._layers.of_service(service.prefix.lower())
        found: dict[tuple[str, Row], list[str]] = {}
        counts: dict[str, int] = {}
        for action in service.actions:
            counts[action.access_level] = counts.get(action.access_level, 0) + 1
            if not levels or action.access_level in levels:
                policies = about(action.full_name.lower())
                for row in self._of_action(action, policies):
                    found.setdefault((action.access_level, row), []).append(action.name)
        access = [
            Access(service.prefix, level, tuple(names), len(names) == counts[level], *row)
            for (level, row), names in found.items()
        ]
        return sorted(access, key=lambda each: (list(LEVELS.values()).index(each.level), each.access, each.actions))

    def _of_action(self, action: Action, policies: PolicySet) -> list[Row]:
        rows: dict[Row, list[str]] = {}
        for target in self._targets(action):
            for way in self._ways(action, policies, target):
                said = way.said
                access = way.access
                if self._resource is None and target.action in TRUST_ACTIONS and target.is_open:
                    said, access = said._replace(conditions=(*said.conditions, _ELSEWHERE)), CONDITIONAL
                via = _via(way.statements, self._policies.identity, self._layer(target))
                key = Row(access, said._replace(resources=()), via, way.unknown)
                rows.setdefault(key, []).extend(each for each in said.resources if each not in rows.get(key, ()))
        return [row._replace(said=row.said._replace(resources=tuple(found))) for row, found in rows.items()]

    def _targets(self, action: Action) -> Iterator[Target]:
        account, name, known = self._account, action.full_name, self._circumstances
        if self._resource is not None:
            is_meant = meant_patterns(action.full_name)(self._resource) if action.resource_types else False
            if is_meant or (self._resource == "*" and not action.resource_types):
                yield target_of(account, name, self._resource, known)
            return
        if not action.resource_types:
            yield target_of(account, name, "*", known)
            return
        if name.lower() in TRUST_ACTIONS:
            yield open_target(account, name, own_roles(account), known)
            yield from (target_of(account, name, role.arn, known) for role in account.roles.all())
            return
        of_service = (arn for arn in self._policed if arn.split(":")[2:3] == [action.service])
        targets = [policed_target(account, name, arn, known) for arn in of_service]
        bearing = [target for target in targets if self._has_bearing_policy(target)]
        yield open_target(account, name, everything_of(target.resource for target in bearing), known)
        yield from bearing

    def _has_bearing_policy(self, target: Target) -> bool:
        layer = self._layer(target)
        return layer is not None and bears(asked_of(self._caller, target, self._keys), layer)

    def _ways(self, action: Action, policies: PolicySet, target: Target) -> tuple[Way, ...]:
        """The ways to the target, decided once for all actions that differ in nothing that counts."""
        layer = self._layer(target)
        asked = asked_of(self._caller, target, self._keys)
        policies = policies._replace(resource=layer)
        statements = [each for one in _all_layers(policies) for each in one.statements]
        keys = {key for statement in statements for key in statement.asks}
        is_kept = layer is not None
        key = (
            tuple(tuple(map(id, one.statements)) for one in _all_layers(policies)),
            (action.full_name if is_kept else action.service, target.resource, target.scope, target.is_open),
            tuple(sorted(key for key in keys if asked.known.is_open(key))),
            tuple(each.name for each in action.resource_types),
        )
        if key not in self._decided:
            is_meant = meant_patterns(action.full_name) if target.is_open else None
            self._decided[key] = ways(asked, policies, self._unknown, is_meant=is_meant)
        return self._decided[key]

    def _layer(self, target: Target) -> Layer | None:
        """The policy of the one resource in question."""
        at = (target.resource, target.action in TRUST_ACTIONS)
        if at not in self._resource_layers:
            documents = self._supposed.resource if self._resource is not None else None
            if documents is None:
                documents = resource_documents(self._account, target.action, target.resource)
            self._resource_layers[at] = Layer(documents) if documents else None
        return self._resource_layers[at]


class Row(NamedTuple):
    """One way as it is shown."""

    access: str
    said: Said
    via: tuple[str, ...]
    unknown: tuple[str, ...]


class _Layers:
    """The caller's policies, of which a service's actions see those statements that speak of them."""

    def __init__(self, policies: PolicySet) -> None:
        self._policies = policies
        self._index = {id(layer): ActionIndex(layer.statements) for layer in _all_layers(policies)}

    def of_service(self, prefix: str) -> Callable[[str], PolicySet]:
        tests = {at: index.of_service(prefix) for at, index in self._index.items()}
        known: dict[tuple[CompiledStatement, ...], Layer] = {}

        def about(action: str) -> PolicySet:
            def part(layer: Layer) -> Layer:
                statements = tests[id(layer)](action)
                return known.setdefault(statements, Layer.of(statements))

            policies = self._policies
            return PolicySet(
                part(policies.identity),
                None if policies.boundary is None else part(policies.boundary),
                None if policies.session is None else part(policies.session),
                None,
                tuple(map(part, policies.service_control)),
                tuple(map(part, policies.resource_control)),
            )

        return about


def _all_layers(policies: PolicySet) -> list[Layer]:
    single = (policies.identity, policies.boundary, policies.session, policies.resource)
    layers = (*single, *policies.service_control, *policies.resource_control)
    return [layer for layer in layers if layer is not None]


def _via(statements: Iterable[CompiledStatement], identity: Layer, resource: Layer | None) -> tuple[str, ...]:
    own = {*identity.statements, *(resource.statements if resource is not None else ())}
    return tuple(dict.fromkeys(statement.policy for statement in statements if statement in own))
