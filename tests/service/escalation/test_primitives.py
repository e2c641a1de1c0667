"""Every row of the table: found where its requests are allowed, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from iamctl.analysis.escalation.iam_rows import IDENTITIES
from iamctl.analysis.escalation.primitives import PASS, Gives, Primitive
from iamctl.analysis.escalation.service_rows import COMPUTE
from iamctl.analysis.escalation.table import JOINED, TABLE
from iamctl.model.access_key import AccessKey
from iamctl.model.login_profile import LoginProfile
from iamctl.reference.services import ServiceReference
from iamctl.service.account import Account
from iamctl.service.escalation.escalations import escalations

from .conftest import EVERYTHING, OWN, allow, arn, deny, document, group, laid_out, role, user

ACCOUNT = "111122223333"
SERVICES = sorted({row.service for row in COMPUTE})
CREDENTIALS = tuple(row for row in IDENTITIES if row.on == "user" and row.gives is Gives.CONTROL)
ONE_BY_ONE = [*COMPUTE, *CREDENTIALS]
KINDS = ("all", "less", "denied", "bounded", "grouped", "elsewhere", "passed", "conditioned")


def target(row: Primitive) -> str:
    """The administrator that the row's lab is about."""
    return f"Boss-{row.service}" if row.service else {"iam-003": "full", "iam-006": "signs-in"}.get(row.id, "fresh")


def target_arn(row: Primitive) -> str:
    return arn(f"role/{target(row)}" if row.service else f"user/{target(row)}")


def statements(row: Primitive, *, without: str = "") -> list[dict[str, Any]]:
    """The row's actions, each on what it is about."""
    found = []
    for need in row.needs:
        if need.action == without:
            continue
        on = target_arn(row) if need == PASS or need.on == "target" else "*"
        found.append(allow(need.action, on=on))
    return found


def people(row: Primitive) -> list[dict[str, Any]]:
    """One who has the row, and seven who lack it by one thing each (but for those who have it by a group)."""
    first, last = row.actions[0], row.actions[-1]
    half = statements(row)
    other = {"StringEquals": {"iam:PassedToService": "elsewhere.amazonaws.com"}}
    passing = [{**each, "Condition": other} if each["Action"] == [PASS.action] else each for each in half]
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    return [
        user(f"all-{row.id}", *half),
        user(f"less-{row.id}", *(statements(row, without=last) or [allow("s3:GetObject")])),
        user(f"denied-{row.id}", *half, deny(last)),
        user(f"bounded-{row.id}", *half, permissions_boundary=f"Without-{row.id}"),
        user(f"grouped-{row.id}", *half[1:], groups=[f"Half-{row.id}"]),
        user(f"elsewhere-{row.id}", *({**each, "Resource": "arn:aws:s3:::nothing"} for each in half)),
        user(f"passed-{row.id}", *passing),
        user(f"conditioned-{row.id}", *({**each, "Condition": mfa} for each in half)),
        {"group": group(f"Half-{row.id}", half[0])},
        {"policy": {"name": f"Without-{row.id}", "document": document(allow("*"), deny(first))}},
    ]


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """The rows of the paths of each person of the laboratory; `?` hangs on something."""
    drawn = [each for row in ONE_BY_ONE for each in people(row)]
    bosses = [role(f"Boss-{service}", {"Service": service}, attached_policies=[EVERYTHING]) for service in SERVICES]
    account = laid_out(
        user=[each for each in drawn if "name" in each]
        + [user(name, attached_policies=[EVERYTHING]) for name in ("fresh", "full", "signs-in")],
        group=[each["group"] for each in drawn if "group" in each],
        policy=[each["policy"] for each in drawn if "policy" in each],
        role=bosses,
        instance_profile=[{"name": "Boss", "roles": ["Boss-ec2.amazonaws.com"]}],
    )
    give_credentials(account)
    return {
        each.principal.rpartition("/")[2]: {
            path.steps[-1].move.primitive.id + ("?" if path.conditions else "")
            for path in each.paths
            if path.is_admin and len(path.steps) == 1
        }
        for each in escalations(account, most=None)
    }


def give_credentials(account: Account) -> None:
    """Two keys for `full`, a password for `signs-in`."""
    full, signing = account.users.find("full"), account.users.find("signs-in")
    assert full is not None and signing is not None
    keys = tuple(AccessKey(f"AKIA{number:016}", "Active", account.now) for number in (1, 2))
    account.users.put(replace(full, access_keys=keys))
    account.users.put(replace(signing, login_profile=LoginProfile(account.now, "p", account.now)))


def expected(row: Primitive, actions: set[str]) -> set[str]:
    """The rows that are had on this row's target with these actions: those that need no others."""
    had = {
        each
        for each in ONE_BY_ONE
        if each.service == row.service
        and set(each.actions) <= actions
        and (each.service or target(each) == target(row))
    }
    if not row.service and "iam:CreateAccessKey" in actions and target(row) == "full":
        return {*(each.id for each in had), "iam-002?"}
    return {each.id + ("?" if each.outside else "") for each in had}


@pytest.mark.parametrize("row", ONE_BY_ONE, ids=lambda row: row.id)
def test_whoever_has_all_that_a_row_needs_has_the_row(row: Primitive, found: dict[str, set[str]]) -> None:
    assert found[f"all-{row.id}"] == expected(row, set(row.actions))
    assert found[f"grouped-{row.id}"] == expected(row, set(row.actions))


@pytest.mark.parametrize("row", ONE_BY_ONE, ids=lambda row: row.id)
def test_whoever_lacks_an_action_or_is_denied_it_has_not(row: Primitive, found: dict[str, set[str]]) -> None:
    *_, last = row.actions
    without = expected(row, set(row.actions) - {last})

    assert found[f"less-{row.id}"] == without
    assert found[f"denied-{row.id}"] == without
    assert found[f"bounded-{row.id}"] == expected(row, set(row.actions) - {row.actions[0]})


@pytest.mark.parametrize("row", ONE_BY_ONE, ids=lambda row: row.id)
def test_whoever_may_it_elsewhere_or_for_another_service_has_not(row: Primitive, found: dict[str, set[str]]) -> None:
    assert found[f"elsewhere-{row.id}"] == set()
    passes = PASS.action in row.actions
    assert found[f"passed-{row.id}"] == expected(row, set(row.actions) - ({PASS.action} if passes else set()))


@pytest.mark.parametrize("row", ONE_BY_ONE, ids=lambda row: row.id)
def test_whoever_needs_mfa_for_it_has_it_under_that_condition(row: Primitive, found: dict[str, set[str]]) -> None:
    had = expected(row, set(row.actions))

    assert found[f"conditioned-{row.id}"] == {f"{each.rstrip('?')}?" for each in had}


def test_nobody_else_escalates(found: dict[str, set[str]]) -> None:
    assert {name for name in found if name.partition("-")[0] not in KINDS} == {
        *(f"Boss-{service}" for service in SERVICES),
        "fresh",
        "full",
        "signs-in",
    }
    assert not any(rows for name, rows in found.items() if name.startswith("Boss"))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_a_row_names_actions_that_aws_has_on_resources_that_they_take(row: Primitive) -> None:
    reference = ServiceReference()
    for need in row.needs:
        action = reference.action(need.action)
        assert action is not None, need.action
        assert action.full_name == need.action
        types = reference.resource_types_for(action)
        if need.on == "*":
            assert not types
        elif need.on.startswith("arn:"):
            named = need.on.replace("{account}", ACCOUNT).replace("*", "x")
            assert any(reference.arn_matches(each, named) for each in types), (need.action, need.on)
        else:
            wanted = "role" if need.on == "role" else row.on
            assert wanted in {each.name for each in types}


def test_no_two_rows_have_one_id_and_pairs_are_of_rows() -> None:
    ids = [row.id for row in TABLE]

    assert len(ids) == len(set(ids))
    assert {each for pair in JOINED for each in pair} <= set(ids)
    assert OWN
