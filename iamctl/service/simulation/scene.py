"""One simulation: who asks, with which policies, about what; and the engine's answers as the API's members.

The engine that `can` asks decides here too; `iamctl.engine.simulator` names where AWS's simulator differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.authorize import is_trust_request
from iamctl.engine.decision import Outcome, PolicyType
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.engine.request import Principal, Request
from iamctl.engine.simulator import simulate
from iamctl.policy.spans import statement_spans
from iamctl.service.questions.context import account_of_resource
from iamctl.service.simulation.resources import Resources, check_handling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from iamctl.engine.decision import Decision
    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.members import Members
    from iamctl.service.simulation.sources import Source
    from iamctl.syntax.extents import Position

_DETAILS = {
    PolicyType.IDENTITY: "IAM Policy",
    PolicyType.RESOURCE: "Resource Policy",
    PolicyType.TRUST: "Resource Policy",
    PolicyType.BOUNDARY: "Permissions Boundary Policy",
}
_CONTROL = (PolicyType.SERVICE_CONTROL, PolicyType.RESOURCE_CONTROL)
_ORDER = (PolicyType.IDENTITY, PolicyType.RESOURCE, PolicyType.TRUST, PolicyType.BOUNDARY)
# The most restrictive last.
_RESTRICTION = (Outcome.ALLOWED, Outcome.IMPLICITLY_DENIED, Outcome.EXPLICITLY_DENIED)


class Setting(NamedTuple):
    """What a simulation is about.

    Attributes:
        context: keys in lower case.
        resource_owner: the account of resources whose ARN names none.
        boundary: None is no boundary; empty denies everything.
        resource: the policy of every resource; None is none.
        trust: the trust policy of the role, for the actions that assume one.
        control: service control policies, one element for each level.
    """

    principal: Principal
    context: Mapping[str, str | tuple[str, ...]]
    resource_owner: str
    identity: tuple[Source, ...]
    boundary: tuple[Source, ...] | None = None
    resource: Source | None = None
    trust: Source | None = None
    control: tuple[tuple[Source, ...], ...] = ()


class Scene:
    """A setting whose policies are compiled, to be asked about many actions."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        own = [source for source in (setting.resource, setting.trust) if source is not None]
        levels = [source for level in setting.control for source in level]
        self._sources = [*setting.identity, *(setting.boundary or ()), *own, *levels]
        self._numbers = {id(source): number for number, source in enumerate(self._sources)}
        self._spans: dict[str, tuple[tuple[Position, Position], ...]] = {}
        self._resources = Resources()
        self._policies = PolicySet(
            identity=Layer(self._named(setting.identity)),
            boundary=None if setting.boundary is None else Layer(self._named(setting.boundary)),
            resource=None if setting.resource is None else Layer(self._named([setting.resource])),
            service_control=tuple(Layer(self._named(level)) for level in setting.control),
        )
        self._trust = None if setting.trust is None else Layer(self._named([setting.trust]))

    def results(self, actions: Sequence[str], resources: Sequence[str], handling: str | None) -> list[Members]:
        """EvaluationResults, one for each action.

        Raises:
            InvalidInput: actions or resources that cannot come together.
        """
        check_handling(handling, resources)
        if resources:
            self._resources.check_together(actions)
        return [self._result(action, resources) for action in actions]

    def _named(self, sources: Iterable[Source]) -> list[NamedDocument]:
        return [source.named(self._numbers[id(source)]) for source in sources]

    def _result(self, action: str, resources: Sequence[str]) -> Members:
        """The result for one action: of all its resources together, and of each where any were named."""
        asked = resources or ("*",)
        decisions = [self._decide(action, resource) for resource in asked]
        whole = max((decision.outcome for decision in decisions), key=_RESTRICTION.index)
        name = asked[0] if len(asked) == 1 else self._resources.template(action, asked)
        members: Members = {"EvalActionName": action, "EvalResourceName": name, "EvalDecision": whole.value}
        members["MatchedStatements"] = self._matched(decisions)
        members["MissingContextValues"] = self._missing(decisions)
        if self._setting.control:
            members["OrganizationsDecisionDetail"] = {"AllowedByOrganizations": all(map(_is_within_control, decisions))}
        self._add_details(members, decisions, asked)
        if resources:
            each = zip(asked, decisions, strict=True)
            members["ResourceSpecificResults"] = [self._specific(*pair) for pair in each]
        return members

    def _specific(self, resource: str, decision: Decision) -> Members:
        members: Members = {"EvalResourceName": resource, "EvalResourceDecision": decision.outcome.value}
        members["MatchedStatements"] = self._matched([decision])
        members["MissingContextValues"] = self._missing([decision])
        details: Members = {}
        self._add_details(details, [decision], (resource,))
        for name in ("EvalDecisionDetails", "PermissionsBoundaryDecisionDetail"):
            if name in details:
                members[name] = details[name]
        return members

    def _decide(self, action: str, resource: str) -> Decision:
        request = Request(self._setting.principal, action, resource, self._setting.context, self._owner(resource))
        policies = self._policies
        if self._trust is not None and is_trust_request(request):
            policies = policies._replace(resource=self._trust)
        return simulate(request, policies, takes_resource=self._resources.takes(action, resource)).decision

    def _owner(self, resource: str) -> str:
        return account_of_resource(resource) or self._setting.resource_owner

    def _add_details(self, members: Members, decisions: Sequence[Decision], resources: Sequence[str]) -> None:
        """What the boundary came to, and of a request across accounts what each side came to."""
        if self._setting.boundary is not None:
            is_allowed = all(_boundary_allows(decision) for decision in decisions)
            members["PermissionsBoundaryDecisionDetail"] = {"AllowedByPermissionsBoundary": is_allowed}
        if tuple(resources) == ("*",) or not all(map(_is_within_control, decisions)):
            return
        details: dict[str, str] = {}
        if self._setting.resource is not None and any(self._is_across(resource) for resource in resources):
            for kind in _DETAILS:
                found = [v.outcome for decision in decisions for v in decision.verdicts if v.policy_type is kind]
                if found:
                    details[_DETAILS[kind]] = max(found, key=_RESTRICTION.index).value
        members["EvalDecisionDetails"] = details

    def _is_across(self, resource: str) -> bool:
        return self._owner(resource) != self._setting.principal.account_id

    def _matched(self, decisions: Iterable[Decision]) -> list[Members]:
        """The statements that decided; control policies and a boundary's allows are never among them."""
        found: dict[tuple[int, int], Members] = {}
        for decision in decisions:
            if not _is_within_control(decision):
                continue
            for kind, statement in sorted(decision.deciding, key=lambda pair: _place_in_order(pair[0])):
                if kind in _CONTROL or (kind is PolicyType.BOUNDARY and not statement.is_deny):
                    continue
                found.setdefault((int(statement.policy), statement.statement.number), self._statement(statement))
        return list(found.values())

    def _statement(self, statement: CompiledStatement) -> Members:
        source = self._sources[int(statement.policy)]
        if source.text not in self._spans:
            self._spans[source.text] = tuple((span.start, span.end) for span in statement_spans(source.text))
        members: Members = {"SourcePolicyId": source.policy_id, "SourcePolicyType": source.policy_type}
        spans = self._spans[source.text]
        if statement.statement.number < len(spans):
            start, end = spans[statement.statement.number]
            members["StartPosition"] = {"Line": start.line, "Column": start.column}
            members["EndPosition"] = {"Line": end.line, "Column": end.column}
        return members

    def _missing(self, decisions: Iterable[Decision]) -> list[str]:
        """Every absent key that a statement of the identity policies or the boundary names, where that may matter."""
        if not any(
            decision.outcome is Outcome.IMPLICITLY_DENIED and _is_within_control(decision) for decision in decisions
        ):
            return []
        layers = [layer for layer in (self._policies.identity, self._policies.boundary) if layer is not None]
        spelt: dict[str, str] = {}
        for layer in layers:
            for statement in layer.statements:
                for key, spelling in statement.asks.items():
                    if key not in self._setting.context:
                        spelt.setdefault(key, spelling)
        return list(spelt.values())


def _place_in_order(kind: PolicyType) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _is_within_control(decision: Decision) -> bool:
    """Whether the organization's policies allow it."""
    return all(v.outcome is Outcome.ALLOWED for v in decision.verdicts if v.policy_type in _CONTROL)


def _boundary_allows(decision: Decision) -> bool:
    verdicts = (verdict for verdict in decision.verdicts if verdict.policy_type is PolicyType.BOUNDARY)
    return all(verdict.outcome is Outcome.ALLOWED for verdict in verdicts)
