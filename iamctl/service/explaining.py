"""Why an answer is what it is: AWS's sentence, each type of policy in AWS's order, and what would turn it.

    explained = explain_answer(asker, asker.ask("s3:GetObject", "arn:aws:s3:::artifacts/x"))
    explained["Message"]         the sentence of an AccessDenied error
    explained["PolicyTypes"]     one for each type (and level) that was asked: verdict, statements, near ones
    explained["Ways"]            what would allow it, or take the allowance away; the shortest first

Nothing here decides anything: the engine did, and every way was asked of it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.engine.decision import PolicyType
from iamctl.engine.explain import explain
from iamctl.engine.remedies import ways_to_allow, ways_to_deny
from iamctl.engine.request import PrincipalKind
from iamctl.service.access_denied import decision_sentence
from iamctl.service.questions.wording import hinge_in_words
from iamctl.service.remedy_words import Wording
from iamctl.service.statement_places import place_of_statement

if TYPE_CHECKING:
    from iamctl.engine.explain import Considered, Explained, Failure
    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.members import Members
    from iamctl.service.questions.asking import Answer, Asker

MOST_WANTED = 4


def explain_answer(asker: Asker, answer: Answer) -> Members:
    """Everything about one answer, as members."""
    return _Explaining(asker, answer).members()


class _Explaining:
    """One answer and the account that it is about."""

    def __init__(self, asker: Asker, answer: Answer) -> None:
        self._asker = asker
        self._answer = answer
        self._places: dict[tuple[str, int], str | None] = {}

    def members(self) -> Members:
        answer, request = self._answer, self._answer.request
        decision = answer.decision
        members: Members = {
            "Message": decision_sentence(request, decision),
            "PrincipalArn": request.principal.arn,
            "EvalActionName": request.action,
            "EvalResourceName": request.resource,
            "EvalDecision": decision.outcome.value,
            "DeniedBy": decision.denied_by.value if decision.denied_by is not None else None,
            "Reason": decision.reason or None,
            "PolicyTypes": [self._type_members(each) for each in explain(request, answer.policies, decision)],
            "NotAsked": list(self._not_asked()),
            "MissingContextValues": list(answer.missing),
            "Alternatives": [hinge_in_words(found) for found in answer.hinges],
            "Unknown": list(answer.unknown),
            "IsUndecided": answer.is_undecided,
            "Ways": self._ways(),
        }
        return members

    def _type_members(self, explained: Explained) -> Members:
        verdict = explained.verdict
        members: Members = {"PolicyType": verdict.policy_type.value}
        if verdict.level:
            members["Level"] = verdict.level
        members["Verdict"] = verdict.outcome.value
        members["StatementCount"] = explained.held
        kind = verdict.policy_type
        members["Statements"] = self._each_once(kind, explained.applying)
        near = {self._key(each.statement): self._near_members(kind, each) for each in explained.near}
        members["NearlyMatched"] = list(near.values())
        members["MoreNearlyMatched"] = explained.more_near
        return members

    def _each_once(self, kind: PolicyType, statements: tuple[CompiledStatement, ...]) -> list[Members]:
        """A policy may come to a user twice: its own and a group's."""
        return list({self._key(each): self._statement_members(kind, each) for each in statements}.values())

    def _key(self, statement: CompiledStatement) -> tuple[str, int]:
        return statement.policy, statement.statement.number

    def _statement_members(self, kind: PolicyType, statement: CompiledStatement) -> Members:
        said = statement.statement
        return {
            "Effect": said.effect.value,
            "SourcePolicyId": statement.policy,
            "HeldBy": self._holders(statement.policy) if kind is PolicyType.IDENTITY else [],
            "StatementIndex": said.number,
            "Sid": said.sid,
            "Place": self._place(statement),
        }

    def _near_members(self, kind: PolicyType, considered: Considered) -> Members:
        failed = [_failure_members(failure) for failure in considered.failures]
        return {**self._statement_members(kind, considered.statement), "Failed": failed}

    def _place(self, statement: CompiledStatement) -> str | None:
        key = self._key(statement)
        if key not in self._places:
            asker = self._asker
            self._places[key] = place_of_statement(asker.account, *key, asker.supposed.texts)
        return self._places[key]

    def _holders(self, policy: str) -> list[str]:
        """Through whom a managed policy comes to the caller: itself, or groups of it."""
        identity = self._asker.caller.identity
        if identity is None or not policy.startswith("arn:"):
            return []
        own = [f"{identity.kind} {identity.name}"] if policy in identity.attached_policies else []
        names = identity.groups if identity.kind == "user" else ()  # type: ignore[union-attr]
        groups = (self._asker.account.groups.find(name) for name in names)
        return own + [f"group {group.group_name}" for group in groups if group and policy in group.attached_policies]

    def _named(self, statement: CompiledStatement) -> str:
        place = self._place(statement)
        sid = f" (Sid {statement.statement.sid})" if statement.statement.sid else ""
        return f"statement {statement.statement.number + 1}{sid} of {statement.policy}" + (
            f" ({place})" if place else ""
        )

    def _not_asked(self) -> list[str]:
        """Policies that are there and that do not bind this caller, or that would bear and are not there."""
        request, policies = self._answer.request, self._answer.policies
        asked = {verdict.policy_type for verdict in self._answer.decision.verdicts}
        said = []
        if request.principal.kind is PrincipalKind.ROOT:
            said.append("identity-based policies and permissions boundaries do not bind the root user")
        if request.principal.is_service_linked and (policies.service_control or policies.resource_control):
            said.append("control policies leave service-linked roles alone")
        elif policies.service_control and PolicyType.SERVICE_CONTROL not in asked:
            said.append("service control policies bind principals of the organization's accounts only")
        return said

    def _ways(self) -> list[Members]:
        answer = self._answer
        identity = self._asker.caller.identity
        boundary = (identity.permissions_boundary or "") if identity is not None else ""
        words = Wording(
            answer.request,
            self._asker.caller,
            named=self._named,
            holders=self._holders,
            boundary=boundary if self._asker.supposed.boundary is None else "",
        )
        turn = ways_to_deny if answer.decision.is_allowed else ways_to_allow
        found = turn(answer.request, answer.policies, answer.decision, answer.hinges, answer.missing)
        ways = [words.way_members(way) for way in found]
        return [*ways, self._denying()] if answer.decision.is_allowed else ways

    def _denying(self) -> Members:
        request = self._answer.request
        types = [verdict.policy_type.value for verdict in self._answer.decision.verdicts]
        listed = ", ".join(dict.fromkeys(types)) or "the resource's own policy or a control policy"
        said = f"deny {request.action} on {request.resource} in any policy that bears on it: {listed}"
        return {"Steps": [{"Kind": "Deny", "Description": said}]}


def _failure_members(failure: Failure) -> Members:
    members: Members = {"Element": failure.element}
    if failure.element == "Condition":
        members["Operator"] = failure.operator
        members["ContextKeyName"] = failure.key
    members["Wanted"] = list(failure.wanted)
    members["Got"] = list(failure.got) if isinstance(failure.got, tuple) else failure.got
    if failure.absent:
        members["AbsentKeys"] = list(failure.absent)
    members["Description"] = failure_in_words(failure)
    return members


def failure_in_words(failure: Failure) -> str:
    """`Resource: wanted arn:aws:s3:::logs/*, got arn:aws:s3:::artifacts/x`."""
    got = "nothing, the key is absent" if failure.got is None else _listed(failure.got)
    wanted = _listed(_nearest_first(failure))
    absent = f" (the request has no {' and no '.join(failure.absent)})" if failure.absent else ""
    if failure.element == "Condition":
        return f"Condition {failure.operator} {failure.key}: wanted {wanted}, got {got}{absent}"
    if failure.element.startswith("Not"):
        wanted = f"{'anybody' if failure.element == 'NotPrincipal' else 'anything'} but {wanted}"
    return f"{failure.element}: wanted {wanted}, got {got}{absent}"


def _nearest_first(failure: Failure) -> tuple[str, ...]:
    """Of many actions, those of the action's service before the others."""
    if failure.element not in ("Action", "NotAction") or not isinstance(failure.got, str):
        return failure.wanted
    service = failure.got.lower().partition(":")[0] + ":"
    return tuple(sorted(failure.wanted, key=lambda action: not action.lower().startswith(service)))


def _listed(values: str | tuple[str, ...]) -> str:
    if isinstance(values, str):
        return values or '""'
    if not values:
        return "nothing"
    more = f" and {len(values) - MOST_WANTED} more" if len(values) > MOST_WANTED else ""
    return ", ".join(value or '""' for value in values[:MOST_WANTED]) + more
