"""Explanations of decisions made at random: nothing is claimed that the engine would not say again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iamctl.engine.authorize import authorize
from iamctl.engine.decision import Outcome, PolicyType
from iamctl.engine.explain import MOST_NEAR, explain
from iamctl.engine.remedies import Carry, Grant, Lift, Remove, ways_to_allow, ways_to_deny
from iamctl.engine.simulator import simulate
from tests.engine.given import policies_of, request_of
from tests.properties.generated import Maker

if TYPE_CHECKING:
    from iamctl.engine.decision import Decision
    from iamctl.engine.policy_set import PolicySet
    from iamctl.engine.request import Request

LAX = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
OFTEN = settings(max_examples=250, deadline=None, suppress_health_check=LAX, database=None)
TABLES = {
    PolicyType.IDENTITY: "identity",
    PolicyType.BOUNDARY: "boundary",
    PolicyType.SESSION: "session",
    PolicyType.RESOURCE: "resource",
    PolicyType.TRUST: "resource",
}


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    return Maker(lambda below: draw(st.integers(0, below - 1))).case()


def asked(case: dict[str, Any]) -> tuple[Request, PolicySet, Decision]:
    request, policies = request_of(case["request"]), policies_of(case)
    return request, policies, authorize(request, policies)


@OFTEN
@given(cases())
def test_the_statements_that_apply_are_those_that_the_engine_took(case: dict[str, Any]) -> None:
    request, policies, decision = asked(case)

    for explained in explain(request, policies, decision):
        took = set(explained.verdict.statements)
        denying = {statement for statement in explained.applying if statement.is_deny}
        assert took == (denying or set(explained.applying))
        assert len(explained.near) <= MOST_NEAR
        assert all(considered.failures for considered in explained.near)


@OFTEN
@given(cases())
def test_what_is_removed_as_it_says_is_denied(case: dict[str, Any]) -> None:
    request, policies, decision = asked(case)
    if not decision.is_allowed:
        return

    for way in ways_to_deny(request, policies, decision):
        if all(isinstance(step, Remove) for step in way):
            assert not authorize(request, policies_of(without(case, way))).is_allowed


@OFTEN
@given(cases())
def test_what_is_lifted_and_granted_as_it_says_is_allowed(case: dict[str, Any]) -> None:
    request, policies, decision = asked(case)
    if decision.is_allowed:
        return

    for way in ways_to_allow(request, policies, decision):
        if not all(isinstance(step, Grant | Lift) for step in way):
            continue
        changed = without(case, [step for step in way if isinstance(step, Lift)])
        for step in way:
            if isinstance(step, Grant):
                changed = granting(changed, step, request)
        assert authorize(request, policies_of(changed)).is_allowed


@OFTEN
@given(cases())
def test_what_the_request_carries_instead_turns_the_answer(case: dict[str, Any]) -> None:
    request, policies, decision = asked(case)

    for way in (ways_to_deny if decision.is_allowed else ways_to_allow)(request, policies, decision):
        for step in way:
            if isinstance(step, Carry):
                context = {**request.context, **{each.key.lower(): each.value for each in step.assumptions}}
                assert authorize(request._replace(context=context), policies).is_allowed != decision.is_allowed


@OFTEN
@given(cases())
def test_the_simulator_says_what_the_engine_says_or_names_the_quirk(case: dict[str, Any]) -> None:
    request, policies, decision = asked(case)

    simulated = simulate(request, policies)

    assert (simulated.decision.outcome is decision.outcome) or simulated.quirks
    if decision.outcome is Outcome.EXPLICITLY_DENIED and not simulated.quirks:
        assert simulated.decision == decision


def without(case: dict[str, Any], steps: Any) -> dict[str, Any]:
    """The case without the statements of the steps, taken out of the documents themselves."""
    changed = dict(case)
    for step in steps:
        table = TABLES.get(step.policy_type)
        gone = {(each.policy, each.statement.number) for each in step.statements}
        if table is None:
            table = "scp" if step.policy_type is PolicyType.SERVICE_CONTROL else "rcp"
            levels = list(changed[table])
            levels[step.level - 1] = thinned(levels[step.level - 1], gone)
            changed[table] = levels
        else:
            changed[table] = thinned(changed[table], gone)
    return changed


def thinned(documents: list[Any], gone: set[tuple[str, int]]) -> list[Any]:
    return [
        {
            **document,
            "Statement": [
                statement
                for index, statement in enumerate(document["Statement"])
                if (f"policy {number}", index) not in gone
            ],
        }
        for number, document in enumerate(documents, 1)
    ]


def granting(case: dict[str, Any], step: Grant, request: Request) -> dict[str, Any]:
    """The case with a document more, which allows just this action on just this resource."""
    statement: dict[str, Any] = {"Effect": "Allow", "Action": request.action, "Resource": request.resource}
    if step.named:
        label = {"ec2.amazonaws.com": "Service", "accounts.google.com": "Federated"}.get(step.named, "AWS")
        statement["Principal"] = {label: step.named}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    table = TABLES.get(step.policy_type)
    if table is not None:
        return {**case, table: [*case.get(table, ()), document]}
    table = "scp" if step.policy_type is PolicyType.SERVICE_CONTROL else "rcp"
    levels = list(case[table])
    levels[step.level - 1] = [*levels[step.level - 1], document]
    return {**case, table: levels}
