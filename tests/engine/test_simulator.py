"""The policy simulator's quirks, each beside what AWS enforces."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.engine.authorize import authorize
from iamctl.engine.decision import Outcome
from iamctl.engine.simulator import Quirk, Simulated, simulate

from .given import ACCOUNT, ALICE, OTHER_ACCOUNT, allow, deny, policies_of, request_of

READ = {"principal": ALICE, "action": "s3:GetObject", "resource": "arn:aws:s3:::artifacts/x"}
ALLOWED, IMPLICIT, EXPLICIT = Outcome.ALLOWED, Outcome.IMPLICITLY_DENIED, Outcome.EXPLICITLY_DENIED


def both(request: dict[str, Any], **policies: Any) -> tuple[Outcome, Simulated]:
    asked, given = request_of(request), policies_of(policies)
    return authorize(asked, given).outcome, simulate(asked, given)


def conditional(value: str, operator: str, wanted: Any, *, effect: str = "Allow") -> tuple[Outcome, Simulated]:
    document = {**allow(Condition={operator: {"test:Key": wanted}})}
    document["Statement"][0]["Effect"] = effect
    return both({**READ, "context": {"test:Key": value}}, identity=[document])


def test_a_bucket_that_names_the_account_is_enough_for_the_simulator() -> None:
    enforced, simulated = both(READ, identity=[], resource=[allow(Principal={"AWS": ACCOUNT})])

    assert (enforced, simulated.decision.outcome) == (IMPLICIT, ALLOWED)
    assert simulated.quirks == (Quirk.OWN_POLICY_SUFFICES,)


def test_a_bucket_within_the_account_overrides_a_silent_boundary_and_not_one_that_denies() -> None:
    bucket = [allow(Principal={"AWS": ACCOUNT})]

    assert both(READ, identity=[], boundary=[], resource=bucket)[1].decision.outcome is ALLOWED
    assert both(READ, identity=[], boundary=[deny()], resource=bucket)[1].decision.outcome is EXPLICIT


def test_across_accounts_identity_resource_and_boundary_all_have_to_allow() -> None:
    request = {**READ, "resource_account": OTHER_ACCOUNT}
    bucket = [allow(Principal={"AWS": ALICE})]

    assert both(request, identity=[allow()], resource=bucket)[1].decision.outcome is ALLOWED
    assert both(request, identity=[], resource=bucket)[1].decision.outcome is IMPLICIT
    assert both(request, identity=[allow()], boundary=[], resource=bucket)[1].decision.outcome is IMPLICIT


def test_without_a_resource_policy_the_callers_side_alone_decides() -> None:
    enforced, simulated = both({**READ, "resource_account": OTHER_ACCOUNT}, identity=[allow()])

    assert (enforced, simulated.decision.outcome) == (IMPLICIT, ALLOWED)
    assert simulated.quirks == (Quirk.RESOURCE_NOT_ASKED,)


def test_a_role_without_a_trust_policy_given_is_decided_by_the_caller() -> None:
    request = {"principal": ALICE, "action": "sts:AssumeRole", "resource": f"arn:aws:iam::{ACCOUNT}:role/Deploy"}

    assert both(request, identity=[allow()])[1].decision.outcome is ALLOWED
    assert both(request, identity=[])[1].decision.outcome is IMPLICIT
    assert both(request, identity=[allow()], resource=[])[1].decision.outcome is IMPLICIT


def test_a_level_of_scps_that_is_silent_is_not_overridden() -> None:
    bucket = [allow(Principal={"AWS": ALICE})]

    assert both(READ, identity=[allow()], resource=bucket, scp=[[allow("ec2:*")]])[1].decision.outcome is IMPLICIT


def test_an_action_on_what_it_does_not_take_is_denied() -> None:
    asked, given = request_of(READ), policies_of({"identity": [allow()]})

    simulated = simulate(asked, given, takes_resource=False)

    assert simulated.decision.outcome is IMPLICIT
    assert simulated.quirks == (Quirk.WRONG_RESOURCE,)


@pytest.mark.parametrize("value, wanted", [("one", "1"), ("1", "one"), ("NaN", "2")])
def test_numeric_not_equals_fails_on_text_that_is_no_number(value: str, wanted: str) -> None:
    enforced, simulated = conditional(value, "NumericNotEquals", wanted)

    assert (enforced, simulated.decision.outcome) == (ALLOWED, IMPLICIT)
    assert simulated.quirks == (Quirk.NUMBERS,)


def test_numeric_not_equals_of_numbers_is_no_different() -> None:
    for value, outcome in (("1", IMPLICIT), ("2", ALLOWED)):
        enforced, simulated = conditional(value, "NumericNotEquals", "1")
        assert (enforced, simulated.decision.outcome, simulated.quirks) == (outcome, outcome, ())


def test_a_network_that_cannot_be_read_hides_those_after_it() -> None:
    after = ["nowhere", "10.0.0.0/8"]
    before = ["10.0.0.0/8", "nowhere"]

    assert conditional("10.1.2.3", "IpAddress", after)[0] is ALLOWED
    assert conditional("10.1.2.3", "IpAddress", after)[1] == (
        conditional("10.1.2.3", "IpAddress", after)[1].decision,
        (Quirk.NETWORKS,),
    )
    assert conditional("10.1.2.3", "IpAddress", after)[1].decision.outcome is IMPLICIT
    assert conditional("10.1.2.3", "IpAddress", before)[1].decision.outcome is ALLOWED
    assert conditional("10.1.2.3", "NotIpAddress", after)[1].decision.outcome is ALLOWED


def test_everything_else_is_the_engines_own_answer() -> None:
    enforced, simulated = both(READ, identity=[allow("s3:*"), deny("s3:PutObject")], boundary=[allow()])

    assert (enforced, simulated.decision.outcome, simulated.quirks) == (ALLOWED, ALLOWED, ())
