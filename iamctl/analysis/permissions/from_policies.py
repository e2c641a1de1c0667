"""Statements as boxes, and the policies of a caller as permissions.

A request is allowed where, for one way at least, each of the way's layers has an Allow that speaks of it, and no Deny
speaks of it. Identity policies, the permissions boundary, session policies and each level of control policies are
layers of one way.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from iamctl.analysis.known import Known
from iamctl.analysis.permissions.boxes import Box, Language
from iamctl.analysis.permissions.conditions import test_of
from iamctl.analysis.permissions.patterns import Group, Pattern, action_pattern, wild_pattern
from iamctl.analysis.permissions.spots import Spot, resource_of
from iamctl.engine.authorize import TRUST_ACTIONS, authorize
from iamctl.engine.decision import Outcome, PolicyType
from iamctl.engine.policy_set import Layer, PolicySet
from iamctl.engine.request import Principal, PrincipalKind, Request
from iamctl.engine.variables import parse_template
from iamctl.policy.statements import Effect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from iamctl.engine.statement import CompiledStatement

    Context = Mapping[str, str | tuple[str, ...]]

Boxes: TypeAlias = tuple[Box, ...]
Way: TypeAlias = tuple[Boxes, ...]
_OWNER, _OTHER_OWNER = "999999999999", "888888888888"
_OWN_SIDE = frozenset(PolicyType) - {PolicyType.RESOURCE, PolicyType.TRUST}
NOTHING_KNOWN = Known({}, lambda _: True)
ANYBODY = Principal(PrincipalKind.USER, "arn:aws:iam::111122223333:user/anybody", "111122223333")
"""Whoever a policy by itself is attached to."""


class Scene(NamedTuple):
    """Who asks, under which policies: what the engine needs to answer.

    Attributes:
        sides: the types of policy that have to allow.
        resource_account: whose the resources are; None is the caller's.
    """

    principal: Principal
    policies: PolicySet
    known: Known = NOTHING_KNOWN
    sides: frozenset[PolicyType] = _OWN_SIDE
    resource_account: str | None = None

    def request(self, action: str, resource: str, context: Context) -> Request:
        owner = self.resource_account or self.principal.account_id or None
        carried = {key: value for key, value in context.items() if self.known.is_open(key)}
        return Request(self.principal, action, resource, carried | dict(self.known.context), owner)

    def allows(self, action: str, resource: str, context: Context) -> bool:
        """Whether the policies of each of the sides allow the request: the engine's own verdicts."""
        verdicts = authorize(self.request(action, resource, context), self.policies).verdicts
        asked = [each for each in verdicts if each.policy_type in self.sides]
        return all(each.outcome is Outcome.ALLOWED for each in asked) and (bool(asked) or self.sides is _OWN_SIDE)


class Permissions(NamedTuple):
    """What policies allow a caller.

    Attributes:
        ways: each a set of layers that together allow.
        denies: what no way allows.
        scene: what the engine is asked about.
    """

    ways: tuple[Way, ...]
    denies: Boxes
    scene: Scene


def permissions_in(policies: PolicySet, principal: Principal = ANYBODY, known: Known = NOTHING_KNOWN) -> Permissions:
    """What the caller's own side allows: identity, boundary and session policies, and the organization's.

    What a resource's own policy or a trust policy adds or demands is no part of it.
    """
    scene = Scene(principal, policies, known)
    layers = list(_own_layers(policies, principal))
    named = _naming(scene)
    return Permissions(
        (tuple(_allows(layer, known, named) for layer in layers),),
        tuple(dict.fromkeys(box for layer in layers for box in _denies(layer, known, named))),
        scene,
    )


def permissions_of_layer(layer: Layer) -> Permissions:
    """What an identity policy by itself allows whoever it is attached to."""
    return permissions_in(PolicySet(layer))


def resource_permissions(layer: Layer, principal: Principal, known: Known = NOTHING_KNOWN) -> Permissions:
    """What a resource's own policy says about a caller, by itself; the caller's own side has to allow as well.

    The resource is taken to be of another account than the caller, so that the policy has to name the caller.
    """
    scene = _resource_scene(layer, principal, known)
    named = _naming(scene, PolicyType.RESOURCE)
    return Permissions(((_allows(layer, known, named),),), _denies(layer, known, named), scene)


def trust_permissions(layer: Layer, principal: Principal, known: Known = NOTHING_KNOWN) -> Permissions:
    """What a role's trust policy says about a caller: which of STS's actions on the role, by itself."""
    scene = _resource_scene(layer, principal, known)
    named = _naming(scene, PolicyType.TRUST)
    return Permissions(((_allows(layer, known, named), (_ON_ROLES,)),), _denies(layer, known, named), scene)


_ON_ROLES = Box(
    Language((Group(map(wild_pattern, sorted(TRUST_ACTIONS))),)),
    Language((Group((wild_pattern("arn:aws:iam::*:role/*"),)),)),
)


def restricted(permissions: Permissions, box: Box) -> Permissions:
    """The part of them that is in the box."""
    return permissions._replace(ways=tuple((*way, (box,)) for way in permissions.ways))


def _resource_scene(layer: Layer, principal: Principal, known: Known) -> Scene:
    owner = _OWNER if principal.account_id != _OWNER else _OTHER_OWNER
    sides = frozenset({PolicyType.RESOURCE, PolicyType.TRUST})
    return Scene(principal, PolicySet(Layer(()), resource=layer), known, sides, owner)


def _own_layers(policies: PolicySet, principal: Principal) -> Iterator[Layer]:
    """The layers that all have to allow."""
    if not principal.is_service_linked:
        yield from policies.resource_control
        if not principal.is_stranger:
            yield from policies.service_control
    if principal.is_stranger or principal.kind is PrincipalKind.ROOT:
        return
    yield policies.identity
    if policies.boundary is not None:
        yield policies.boundary
    if policies.session is not None:
        yield policies.session
    elif principal.kind is PrincipalKind.FEDERATED_USER:
        yield Layer(())


def _naming(scene: Scene, side: PolicyType | None = None) -> Callable[[CompiledStatement], bool]:
    """Whether a statement names the caller; one of the caller's own side need not name anybody."""
    request = scene.request("iam:GetUser" if side is not PolicyType.TRUST else "sts:AssumeRole", "*", {})
    is_bounded = scene.policies.boundary is not None

    def named(statement: CompiledStatement) -> bool:
        if side is None and not statement.names_principals:
            return True
        return bool(statement.grade(request, is_bounded=is_bounded, policy_type=side or PolicyType.RESOURCE))

    return named


def _allows(layer: Layer, known: Known, named: Callable[[CompiledStatement], bool]) -> Boxes:
    return _boxes((each for each in layer.statements if not each.is_deny), known, named)


def _denies(layer: Layer, known: Known, named: Callable[[CompiledStatement], bool]) -> Boxes:
    return _boxes((each for each in layer.statements if each.is_deny), known, named)


def _boxes(statements: Iterable[CompiledStatement], known: Known, named: Callable[[CompiledStatement], bool]) -> Boxes:
    found: dict[object, Box] = {}
    for statement in statements:
        if named(statement):
            for box in boxes_of(statement, known):
                found.setdefault(box.extent, box)
    return tuple(found.values())


def boxes_of(compiled: CompiledStatement, known: Known = NOTHING_KNOWN) -> Iterator[Box]:
    """The requests that the statement speaks of: one box, and one more for each Resource with open variables."""
    statement = compiled.statement
    tests = set()
    for entry in statement.conditions:
        test = test_of(entry, known, has_variables=statement.has_variables, is_deny=statement.effect is Effect.DENY)
        if test is False:
            return
        if test is not True:
            tests.add((test, True))
    whole = Box(_actions(compiled), tests=frozenset(tests), origins=(compiled,))
    resources = statement.resources if statement.resources is not None else statement.not_resources
    if resources is None or (statement.resources is not None and "*" in resources):
        yield whole
        return
    plain, spots = _resources(resources, statement.has_variables, known)
    if statement.resources is None:
        left = Language(outs=(Group(plain),)) if plain else Language()
        yield whole._replace(resources=left, spots=frozenset((spot, False) for spot in spots))
        return
    if plain:
        yield whole._replace(resources=Language((Group(plain),)))
    for spot in spots:
        yield whole._replace(spots=frozenset({(spot, True)}))


def _actions(compiled: CompiledStatement) -> Language:
    statement = compiled.statement
    listed = statement.actions if statement.actions is not None else statement.not_actions or ()
    group = Group(map(action_pattern, listed))
    if statement.actions is None:
        return Language(outs=(group,)) if group.patterns else Language()
    return Language() if group.holds_all else Language((group,))


def _resources(texts: tuple[str, ...], has_variables: bool, known: Known) -> tuple[list[Pattern], list[Spot]]:
    plain: list[Pattern] = []
    spots: list[Spot] = []
    for text in texts:
        if not (has_variables and "${" in text):
            plain.append(wild_pattern(text))
            continue
        found = resource_of(parse_template(text), known.context, known.may_carry)
        if isinstance(found, Spot):
            spots.append(found)
        elif found is not None:
            plain.append(found)
    return plain, spots
