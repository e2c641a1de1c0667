"""Whose uses count."""

from __future__ import annotations

from iamctl.service import attachments, groups, policies, roles, users
from iamctl.service.service import Service
from iamctl.service.shrinking.used import Use
from iamctl.service.shrinking.whose import target_named, uses_of
from service.given import ACCOUNT_ID, EC2, GET

SESSION = f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Deploy/ci"


def test_uses_of_a_policy_are_those_of_whom_it_hangs_on(service: Service) -> None:
    with service.change() as change:
        change.call(policies.create_policy, policy_name="P", policy_document=GET)
        change.call(groups.create_group, group_name="G")
        change.call(roles.create_role, role_name="Deploy", assume_role_policy_document=EC2)
        for name in ("alice", "bob"):
            change.call(users.create_user, user_name=name)
        change.call(groups.add_user_to_group, group_name="G", user_name="alice")
        change.call(attachments.attach_group_policy, group_name="G", policy_arn="P")
        change.call(attachments.attach_role_policy, role_name="Deploy", policy_arn="P")
    logged = [
        Use("s3:GetObject", (), each) for each in ("alice", "bob", SESSION, SESSION.replace(ACCOUNT_ID, "9" * 12))
    ]

    with service.reading() as account:
        target = target_named(account, "P")
        assert target.holders is not None
        kept, others = uses_of(account, logged, target.holders)

    assert [use.principal for use in kept] == ["alice", SESSION]
    assert others == 2


def test_a_policy_that_hangs_on_nobody_is_everybodys(service: Service) -> None:
    service.call(policies.create_policy, policy_name="P", policy_document=GET)

    with service.reading() as account:
        assert target_named(account, "P").holders is None


def test_a_user_has_its_groups_policies_too(service: Service) -> None:
    with service.change() as change:
        change.call(policies.create_policy, policy_name="P", policy_document=GET)
        change.call(groups.create_group, group_name="G")
        change.call(users.create_user, user_name="alice")
        change.call(groups.add_user_to_group, group_name="G", user_name="alice")
        change.call(attachments.attach_group_policy, group_name="G", policy_arn="P")

    with service.reading() as account:
        assert len(target_named(account, "alice").documents) == 1
