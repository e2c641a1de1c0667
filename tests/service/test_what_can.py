"""What a principal may do, after everything that bounds it."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.service import boundaries, policies, resource_policies, roles
from iamctl.service.access.members import access_members
from iamctl.service.account import Account
from iamctl.service.questions.asking import Circumstances
from iamctl.service.what_can import Access, what_can
from service.given import allowing, arn, trusting
from service.test_who_can import BUCKET, INSIDE, document, statement, user

MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def of_action(rows: list[Access], name: str) -> Access:
    [row] = [row for row in rows if f"{row.service}:{name.partition(':')[2]}" == name and _has(row, name)]
    return row


def _has(row: Access, name: str) -> bool:
    return name.partition(":")[2] in row.actions


def actions(rows: list[Access]) -> set[str]:
    return {f"{row.service}:{name}" for row in rows for name in row.actions}


def test_access_is_grouped_by_service_and_level(account: Account) -> None:
    user(account, "alice", statement(action="sqs:*"))

    rows = what_can(account, "alice", services=["sqs"])

    levels = {row.level: row for row in rows}
    assert set(levels) >= {"Read", "Write"}
    assert all(row.is_whole and row.access == "allowed" and row.said.resources == ("*",) for row in rows)


def test_nothing_is_left_of_what_the_boundary_does_not_allow(account: Account) -> None:
    policies.create_policy(account, policy_name="Edge", policy_document=allowing("s3:GetObject"))
    user(account, "alice", statement(action="*"))
    boundaries.put_user_permissions_boundary(account, user_name="alice", permissions_boundary="Edge")

    assert actions(what_can(account, "alice")) == {"s3:GetObject"}


def test_a_condition_is_kept(account: Account) -> None:
    user(account, "alice", statement(action="sqs:SendMessage", Condition=MFA))

    row = of_action(what_can(account, "alice"), "sqs:SendMessage")

    assert row.access == "conditional"
    assert row.said.conditions == ("aws:MultiFactorAuthPresent is true",)


def test_a_condition_that_the_question_answers_is_gone(account: Account) -> None:
    user(account, "alice", statement(action="sqs:SendMessage", Condition=INSIDE))

    inside, outside = (
        what_can(account, "alice", circumstances=Circumstances(source_ip=address))
        for address in ("10.1.2.3", "192.0.2.1")
    )

    assert of_action(inside, "sqs:SendMessage").access == "allowed"
    assert outside == []


def test_a_deny_is_taken_off_as_an_exception(account: Account) -> None:
    user(account, "alice", statement(resource=f"{BUCKET}/*"), statement("Deny", "*", f"{BUCKET}/secret/*"))

    row = of_action(what_can(account, "alice"), "s3:GetObject")

    assert row.said.resources == (f"{BUCKET}/*",)
    assert row.said.excepted == (f"{BUCKET}/secret/*",)


def test_a_resource_that_the_action_cannot_act_on_gives_nothing(account: Account) -> None:
    user(account, "alice", statement(action="*", resource=f"{BUCKET}/*"))

    found = actions(what_can(account, "alice"))

    assert "s3:GetObject" in found
    assert "s3:CreateBucket" not in found
    assert "sqs:SendMessage" not in found
    assert "s3:ListAllMyBuckets" not in found


def test_an_action_without_resources_needs_the_star(account: Account) -> None:
    user(account, "alice", statement(action="s3:ListAllMyBuckets", resource="*"))

    assert actions(what_can(account, "alice")) == {"s3:ListAllMyBuckets"}


def test_a_resource_policy_gives_what_the_identity_lacks(account: Account) -> None:
    user(account, "bob")
    letting = document({**statement(resource=f"{BUCKET}/*"), "Principal": {"AWS": arn("user/bob")}})
    resource_policies.put_resource_policy(account, resource_arn=BUCKET, policy=letting)

    row = of_action(what_can(account, "bob"), "s3:GetObject")

    assert row.said.resources == (f"{BUCKET}/*",)
    assert row.via == (f"policy of {BUCKET}",)


def test_a_deny_of_a_resource_policy_is_taken_off(account: Account) -> None:
    user(account, "alice", statement())
    closing = document({**statement("Deny", resource=f"{BUCKET}/*"), "Principal": "*"})
    resource_policies.put_resource_policy(account, resource_arn=BUCKET, policy=closing)

    row = of_action(what_can(account, "alice"), "s3:GetObject")

    assert row.said.excepted == (BUCKET, f"{BUCKET}/*")


def test_roles_are_assumed_one_by_one_as_their_trust_policies_say(account: Account) -> None:
    user(account, "alice", statement(action="sts:AssumeRole"))
    roles.create_role(account, role_name="Open", assume_role_policy_document=trusting(AWS=arn("user/alice")))
    roles.create_role(account, role_name="Shut", assume_role_policy_document=trusting(Service="ec2.amazonaws.com"))

    rows = [row for row in what_can(account, "alice", services=["sts"]) if "AssumeRole" in row.actions]

    assert [row.said.resources for row in rows if row.access == "allowed"] == [(arn("role/Open"),)]
    assert [row.said.excepted for row in rows if row.access == "conditional"] == [(arn("role/*"),)]


def test_what_another_account_has_is_conditional(account: Account) -> None:
    elsewhere = "arn:aws:sqs:us-east-1:444455556666:jobs"
    user(account, "alice", statement(action="sqs:SendMessage", resource=elsewhere))

    row = of_action(what_can(account, "alice"), "sqs:SendMessage")

    assert row.access == "conditional"
    assert row.said.conditions == (f"account 444455556666 allows it on {elsewhere}",)


def test_root_may_do_everything(account: Account) -> None:
    rows = what_can(account, "root", services=["iam", "s3"])

    assert all(row.access == "allowed" for row in rows)
    assert {"iam:CreateUser", "s3:PutObject"} <= actions(rows)


def test_one_resource_and_one_level_narrow_the_answer(account: Account) -> None:
    user(account, "alice", statement(action="s3:*"))

    rows = what_can(account, "alice", resource=f"{BUCKET}/v1", levels=["write"])

    found = actions(rows)
    assert "s3:PutObject" in found
    assert "s3:GetObject" not in found
    assert "s3:CreateJob" not in found
    assert {row.said.resources for row in rows} == {(f"{BUCKET}/v1",)}


def test_members_are_in_the_words_of_the_policies(account: Account) -> None:
    user(account, "alice", statement(action="sqs:SendMessage", Condition=MFA))

    members: list[dict[str, Any]] = [access_members(row) for row in what_can(account, "alice")]

    assert members == [
        {
            "Service": "sqs",
            "AccessLevel": "Write",
            "Access": "conditional",
            "AllActions": False,
            "Actions": ["SendMessage"],
            "Resources": ["*"],
            "Conditions": ["aws:MultiFactorAuthPresent is true"],
            "Via": ["inline Own of user alice"],
        }
    ]


def test_unknown_services_and_levels_are_refused(account: Account) -> None:
    user(account, "alice")

    with pytest.raises(NoSuchEntity):
        what_can(account, "alice", services=["s33"])
    with pytest.raises(InvalidInput, match="not an access level"):
        what_can(account, "alice", levels=["writing"])
