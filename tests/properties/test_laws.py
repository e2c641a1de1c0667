"""What holds of every policy set and every request."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iamctl.engine.authorize import authorize
from iamctl.engine.decision import Outcome
from tests.engine.given import ALLOW_ALL, allow, deny, policies_of, request_of
from tests.properties.generated import Maker

if TYPE_CHECKING:
    from iamctl.engine.policy_set import PolicySet

LAX = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
OFTEN = settings(max_examples=300, deadline=None, suppress_health_check=LAX, database=None)
DENYING = {**deny(), "Statement": [{**deny()["Statement"][0], "Principal": "*"}]}


@cache
def _below(number: int) -> st.SearchStrategy[int]:
    return st.integers(0, number - 1)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    return Maker(lambda below: draw(_below(below))).case()


def _outcome(case: dict[str, Any]) -> Outcome:
    return authorize(request_of(case["request"]), policies_of(case)).outcome


def _with(case: dict[str, Any], policy_type: str, document: dict[str, Any]) -> dict[str, Any]:
    """The case with one more document; control policies get it on their first level."""
    changed = copy.deepcopy(case)
    if policy_type in ("scp", "rcp"):
        changed[policy_type][0].append(document)
    else:
        changed[policy_type].append(document)
    return changed


def _present(case: dict[str, Any]) -> list[str]:
    return [name for name in ("identity", "boundary", "session", "resource", "scp", "rcp") if name in case]


@OFTEN
@given(cases(), st.data())
def test_one_more_deny_never_allows_more(case: dict[str, Any], data: st.DataObject) -> None:
    policy_type = data.draw(st.sampled_from(_present(case)))
    statement = {
        **data.draw(st.sampled_from((deny(), deny("s3:*"), deny(resource="arn:aws:s3:::b/*"))))["Statement"][0]
    }
    if policy_type in ("resource", "rcp"):
        statement["Principal"] = "*"

    after = _outcome(_with(case, policy_type, {"Version": "2012-10-17", "Statement": [statement]}))

    assert after is not Outcome.ALLOWED or _outcome(case) is Outcome.ALLOWED


@OFTEN
@given(cases(), st.data())
def test_one_more_allow_never_denies_more(case: dict[str, Any], data: st.DataObject) -> None:
    policy_type = data.draw(st.sampled_from(_present(case)))
    statement = dict(
        data.draw(st.sampled_from((allow(), allow("s3:*"), allow(resource="arn:aws:s3:::b/*"))))["Statement"][0]
    )
    if policy_type in ("resource", "rcp"):
        statement["Principal"] = "*"

    after = _outcome(_with(case, policy_type, {"Version": "2012-10-17", "Statement": [statement]}))

    before = _outcome(case)
    assert after is before or (before, after) == (Outcome.IMPLICITLY_DENIED, Outcome.ALLOWED)


@OFTEN
@given(cases(), st.sampled_from(("boundary", "session", "scp", "rcp")))
def test_what_limits_never_grants(case: dict[str, Any], policy_type: str) -> None:
    limited = copy.deepcopy(case)
    without = {name: value for name, value in case.items() if name != policy_type}
    limited[policy_type] = [[ALLOW_ALL]] if policy_type in ("scp", "rcp") else [ALLOW_ALL]
    if policy_type == "session" and case["request"]["principal"]["kind"] == "federated user":
        return  # there the absent session policy is what denies

    assert _outcome(limited) is not Outcome.ALLOWED or _outcome(without) is Outcome.ALLOWED


@OFTEN
@given(cases())
def test_without_allowing_statements_only_the_root_user_is_allowed(case: dict[str, Any]) -> None:
    stripped = copy.deepcopy(case)
    for name in ("identity", "resource"):
        for document in stripped.get(name, []):
            document["Statement"] = [each for each in document["Statement"] if each["Effect"] == "Deny"]

    assert _outcome(stripped) is not Outcome.ALLOWED or case["request"]["principal"]["kind"] == "root user"


@OFTEN
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_policies_and_statements_does_not_matter(case: dict[str, Any], source: Any) -> None:
    shuffled = copy.deepcopy(case)
    for name in _present(case):
        for documents in shuffled[name] if name in ("scp", "rcp") else [shuffled[name]]:
            source.shuffle(documents)
            for document in documents:
                source.shuffle(document["Statement"])
        if name in ("scp", "rcp"):
            source.shuffle(shuffled[name])

    assert _outcome(shuffled) is _outcome(case)


@OFTEN
@given(cases())
def test_a_deny_of_everything_is_final_wherever_it_stands_and_binds(case: dict[str, Any]) -> None:
    changed = copy.deepcopy(case)
    changed.setdefault("resource", []).append(DENYING)

    assert _outcome(changed) is Outcome.EXPLICITLY_DENIED


@OFTEN
@given(st.lists(cases(), min_size=2, max_size=4))
def test_a_policy_set_answers_the_same_however_often_it_was_asked(some: list[dict[str, Any]]) -> None:
    policies: PolicySet = policies_of(some[0])
    requests = [request_of(case["request"]) for case in some]

    asked_once = [authorize(request, policies_of(some[0])).outcome for request in requests]

    assert [authorize(request, policies).outcome for request in [*requests, *requests]] == asked_once * 2


@OFTEN
@given(cases())
def test_a_decision_rests_on_statements_of_its_own_effect(case: dict[str, Any]) -> None:
    decision = authorize(request_of(case["request"]), policies_of(case))

    assert (decision.denied_by is None) == decision.is_allowed
    assert all(each.is_deny == (decision.outcome is Outcome.EXPLICITLY_DENIED) for _, each in decision.deciding)
    if decision.outcome is Outcome.EXPLICITLY_DENIED:
        assert decision.deciding


@OFTEN
@given(cases(), st.text(max_size=10))
def test_the_case_of_letters_of_actions_and_keys_does_not_matter(case: dict[str, Any], ending: str) -> None:
    changed = copy.deepcopy(case)
    request = changed["request"]
    request["action"] = request["action"].swapcase()
    request["context"] = {key.upper(): value for key, value in request["context"].items()}

    assert _outcome(changed) is _outcome(case)
