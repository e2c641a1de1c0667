"""A report tells what the account is: who may do what, and what a person should look at."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamctl.model.document import Document
from iamctl.service import boundaries, groups, inline_policies, policies, resource_policies, roles, users
from iamctl.service.reporting.report import report
from iamctl.service.service import Service
from service.given import allowing, trusting


@pytest.fixture
def told(service: Service) -> Any:
    """An account with one of each thing that a report tells."""
    with service.change() as change:
        call = change.call
        for name in ("alice", "bob", "carol"):
            call(users.create_user, user_name=name)
        call(groups.create_group, group_name="Readers")
        call(groups.add_user_to_group, group_name="Readers", user_name="bob")
        both = {"Version": "2012-10-17", "Statement": [_allow("s3:Get*"), _allow("s3:GetObject"), _allow("nosuch:Do")]}
        call(
            inline_policies.put_group_policy,
            group_name="Readers",
            policy_name="Read",
            policy_document=Document(json.dumps(both)),
        )
        for name in ("alice", "carol"):
            call(
                inline_policies.put_user_policy,
                user_name=name,
                policy_name="All",
                policy_document=allowing("s3:*", "iam:*"),
            )
        limit = call(policies.create_policy, policy_name="Limit", policy_document=allowing("s3:GetObject"))
        call(policies.create_policy, policy_name="Unused", policy_document=allowing("s3:GetObject"))
        call(boundaries.put_user_permissions_boundary, user_name="carol", permissions_boundary=limit.arn)
        trust = trusting(AWS="arn:aws:iam::999988887777:root")
        call(roles.create_role, role_name="Partner", assume_role_policy_document=trust)
        bucket = "arn:aws:s3:::open"
        public = _allow("s3:GetObject") | {"Principal": "*", "Resource": f"{bucket}/*"}
        call(
            resource_policies.put_resource_policy,
            resource_arn=bucket,
            policy=Document(json.dumps({"Version": "2012-10-17", "Statement": [public]})),
        )
    with service.reading() as account:
        return report(account)


def _allow(action: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*"}


def user(told: Any, name: str) -> Any:
    return next(each for each in told["Identities"]["Users"] if each["Name"] == name)


def test_a_boundary_bounds_what_is_told(told: Any) -> None:
    assert user(told, "carol")["Actions"] == 1
    assert user(told, "carol")["Levels"] == {"Read": 1}
    assert user(told, "alice")["Actions"] > 100


def test_the_levels_of_a_service_count_who_may(told: Any) -> None:
    s3 = next(each["Levels"] for each in told["Access"]["Services"] if each["Service"] == "s3")

    assert s3["Write"] == 1
    assert s3["Read"] == 3


def test_a_whole_service_on_everything_is_a_wide_grant(told: Any) -> None:
    assert {each["Policy"] for each in told["WideGrants"]} == {"inline All of user alice", "inline All of user carol"}


def test_statements_that_say_nothing_are_told(told: Any) -> None:
    superfluous = told["Superfluous"]

    assert [(each["Statement"], each["Reason"]) for each in superfluous["Statements"]] == [(1, "covered")]
    assert [each["Statement"] for each in superfluous["WithoutKnownAction"]] == [2]
    assert [arn.rpartition("/")[2] for arn in superfluous["UnusedPolicies"]] == ["Unused"]


def test_the_public_and_other_accounts_are_told_with_where(told: Any) -> None:
    found = [(each["Kind"], each["Where"]) for each in told["Outsiders"]]

    assert found[0] == ("public", "arn:aws:s3:::open")
    assert found[-1] == ("account", "arn:aws:iam::111122223333:role/Partner")


def test_administrators_and_ways_to_more_are_told_apart(told: Any) -> None:
    assert told["Escalation"]["Admins"] == []
    assert [each["Principal"].rpartition("/")[2] for each in told["Escalation"]["Paths"]] == ["alice"]


def test_of_many_the_ways_to_more_are_looked_for_only_where_asked(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.call(users.create_user, user_name="alice")
    monkeypatch.setattr("iamctl.service.reporting.report.MOST_FOR_ESCALATION", 0)

    with service.reading() as account:
        assert not report(account)["Escalation"]["LookedFor"]
        assert report(account, with_escalation=True)["Escalation"]["To"] == "admin"
