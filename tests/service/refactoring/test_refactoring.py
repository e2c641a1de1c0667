"""Policies of users, groups and roles replaced by fewer and smaller ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamctl.errors import InvalidInput, LimitExceeded, NoSuchEntity
from iamctl.model.document import Document
from iamctl.service import attachments, groups, inline_policies, policies, users
from iamctl.service.refactoring.carrying_out import carry_out, plan_members
from iamctl.service.refactoring.held import Choices, identity_named
from iamctl.service.refactoring.plan import Plan, refactoring
from iamctl.service.service import Service

GROUP = "Developers"


def document(*actions: str, resource: str = "*", effect: str = "Allow") -> Document:
    statement = {"Effect": effect, "Action": list(actions), "Resource": resource}
    return Document(json.dumps({"Version": "2012-10-17", "Statement": [statement]}, separators=(",", ":")))


@pytest.fixture
def developers(service: Service) -> Service:
    service.call(groups.create_group, group_name=GROUP)
    return service


def put(service: Service, name: str, text: Document) -> None:
    service.call(inline_policies.put_group_policy, group_name=GROUP, policy_name=name, policy_document=text)


def attach(service: Service, name: str, text: Document, *others: str) -> str:
    arn = service.call(policies.create_policy, policy_name=name, policy_document=text).arn
    service.call(attachments.attach_group_policy, group_name=GROUP, policy_arn=arn)
    for other in others:
        service.call(users.create_user, user_name=other)
        service.call(attachments.attach_user_policy, user_name=other, policy_arn=arn)
    return arn


def planned(service: Service, choices: Choices = Choices(), **more: Any) -> Plan:
    with service.reading() as account:
        return refactoring(account, identity_named(account, GROUP), choices, **more)


def done(service: Service, choices: Choices = Choices()) -> Any:
    with service.change() as change:
        carry_out(change, refactoring(change.account, identity_named(change.account, GROUP), choices))
    with service.reading() as account:
        return account.groups.find(GROUP)


def test_three_inline_policies_become_one_that_says_the_same(developers: Service) -> None:
    put(developers, "A", document("s3:GetObject"))
    put(developers, "B", document("s3:PutObject"))
    put(developers, "C", document("s3:GetObject", resource="arn:aws:s3:::b/*"))

    group = done(developers)

    ((name, text),) = [(each.policy_name, each.document.tree) for each in group.inline_policies]
    assert name == "A"
    assert text["Statement"] == {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}
    assert [call.name for call in developers.operations] == ["DeleteGroupPolicy", "DeleteGroupPolicy", "PutGroupPolicy"]


def test_nothing_to_gain_changes_nothing(developers: Service) -> None:
    put(developers, "A", document("s3:GetObject"))

    assert not planned(developers).changes
    done(developers)
    assert developers.operations == []


def test_a_policy_that_hangs_on_others_stays_and_covers(developers: Service) -> None:
    put(developers, "A", document("s3:GetObject"))
    arn = attach(developers, "Shared", document("s3:*"), "bob")

    group = done(developers)

    assert group.inline_policies == ()
    assert group.attached_policies == (arn,)


def test_a_shared_policy_is_taken_apart_where_that_is_wanted_and_others_keep_it(developers: Service) -> None:
    put(developers, "A", document("s3:GetObject"))
    arn = attach(developers, "Shared", document("s3:PutObject"), "bob")

    group = done(developers, Choices(shared=True))

    assert group.attached_policies == ()
    with developers.reading() as account:
        bob = account.users.find("bob")
        assert bob is not None
        assert bob.attached_policies == (arn,)


def test_an_aws_managed_policy_covers_only_where_that_is_wanted(developers: Service) -> None:
    put(developers, "A", document("s3:GetObject", resource="arn:aws:s3:::b/*"))
    developers.call(attachments.attach_group_policy, group_name=GROUP, policy_arn="ReadOnlyAccess")

    assert not planned(developers).changes
    plan = planned(developers, Choices(aws_covers=True))
    assert [each.said.policy for each in plan.dropped] == ["inline A"]
    assert plan.written == ()


def test_managed_policies_of_ones_own_become_a_new_version_of_the_first(developers: Service) -> None:
    first = attach(developers, "First", document("s3:GetObject"))
    second = attach(developers, "Second", document("s3:PutObject"))

    group = done(developers)

    assert group.attached_policies == (first,)
    with developers.reading() as account:
        policy = account.find_policy(first)
        assert policy is not None
        assert policy.default_version_id == "v2"
        assert account.find_policy(second) is not None


def test_what_no_inline_policy_holds_goes_into_a_managed_one(developers: Service) -> None:
    listed = [f"arn:aws:s3:::{'b' * 40}{number}/*" for number in range(60)]
    put(developers, "A", Document(json.dumps(_long(listed[:30]))))
    attach(developers, "More", Document(json.dumps(_long([*listed[30:], "arn:aws:s3:::" + "c" * 1500 + "/*"]))))

    plan = planned(developers)

    assert [each.kind for each in plan.written] == ["managed"]
    with pytest.raises(LimitExceeded):
        planned(developers, into="inline")


def _long(resources: list[str]) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resources},
    }


def test_an_old_version_that_takes_variables_literally_stays(developers: Service) -> None:
    old = {
        "Version": "2008-10-17",
        "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::${a}"},
    }
    put(developers, "Old", Document(json.dumps(old)))
    put(developers, "New", document("s3:GetObject"))
    put(developers, "Newer", document("s3:PutObject"))

    plan = planned(developers)

    assert [each.label for each in plan.kept] == ["inline Old"]
    assert len(plan.replaced) == 2


def test_what_is_to_be_kept_is_kept_and_has_to_be_there(developers: Service) -> None:
    put(developers, "A", document("s3:GetObject"))
    put(developers, "B", document("s3:PutObject"))

    assert not planned(developers, Choices(keep=("a",))).changes
    with pytest.raises(NoSuchEntity):
        planned(developers, Choices(keep=("Z",)))


def test_a_deny_is_carried_over(developers: Service) -> None:
    put(developers, "A", document("s3:*"))
    put(developers, "B", document("iam:*", effect="Deny"))

    members = plan_members(planned(developers))

    (written,) = members["After"]
    assert {each["Effect"] for each in written["Document"]["Statement"]} == {"Allow", "Deny"}


def test_only_who_carries_policies_is_taken_apart(developers: Service) -> None:
    policy = attach(developers, "P", document("s3:GetObject"))

    with developers.reading() as account, pytest.raises(InvalidInput, match="carries no policies"):
        identity_named(account, policy)
