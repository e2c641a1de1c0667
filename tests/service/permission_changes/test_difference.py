"""Whom a change touches, and what it gives and takes: equal policy sets compared once."""

from __future__ import annotations

import json

import pytest

from iamctl.analysis.permissions import compare as comparing
from iamctl.errors import Undecided
from iamctl.model.document import Document
from iamctl.service import attachments, boundaries, groups, inline_policies, policies, roles, users
from iamctl.service.permission_changes.care import Care
from iamctl.service.permission_changes.refusals import NewAccess
from iamctl.service.service import Change, Service
from service.given import ACCOUNT_ID

READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::builds/*"}


TRUSTED = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}


def document(*statements: dict[str, object]) -> Document:
    return Document(json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))


def fill(change: Change, count: int) -> None:
    """Users in one group that gives nothing yet."""
    change.call(groups.create_group, group_name="All")
    for number in range(count):
        change.call(users.create_user, user_name=f"user{number}")
        change.call(groups.add_user_to_group, group_name="All", user_name=f"user{number}")


def test_a_change_of_a_group_of_500_is_compared_once(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    with service.change() as change:
        fill(change, 500)
    compared: list[object] = []
    real = comparing.added
    monkeypatch.setattr(comparing, "added", lambda *args, **named: (compared.append(args), real(*args, **named))[1])

    with service.change(Care(shows=True)) as change:
        change.call(inline_policies.put_group_policy, group_name="All", policy_name="R", policy_document=document(READ))

    assert service.permissions is not None
    (part,) = service.permissions.comparison.parts
    assert (len(part.whom), len(part.difference.gained), part.difference.lost) == (500, 1, ())
    assert len(compared) == 2  # once each way


def test_a_policy_variable_tells_members_apart(service: Service) -> None:
    with service.change() as change:
        fill(change, 3)
    home = READ | {"Resource": "arn:aws:s3:::home/${aws:username}/*"}

    with service.change(Care(shows=True)) as change:
        change.call(inline_policies.put_group_policy, group_name="All", policy_name="R", policy_document=document(home))

    assert service.permissions is not None
    resources = {part.difference.gained[0].witness.resource for part in service.permissions.comparison.parts}
    assert len(resources) == 3


def test_a_policy_that_is_a_boundary_touches_whom_it_bounds(service: Service) -> None:
    arn = f"arn:aws:iam::{ACCOUNT_ID}:policy/Bound"
    with service.change() as change:
        change.call(policies.create_policy, policy_name="Bound", policy_document=document(READ))
        change.call(users.create_user, user_name="alice")
        change.call(users.create_user, user_name="bob")
        wide = document(READ | {"Action": "s3:*", "Resource": "*"})
        for name in ("alice", "bob"):
            change.call(inline_policies.put_user_policy, user_name=name, policy_name="W", policy_document=wide)
        change.call(boundaries.put_user_permissions_boundary, user_name="alice", permissions_boundary=arn)

    from iamctl.service import policy_versions

    with service.change(Care(shows=True)) as change:
        more = document(READ | {"Action": ["s3:GetObject", "s3:PutObject"]})
        change.call(policy_versions.create_policy_version, policy_arn=arn, policy_document=more, set_as_default=True)

    assert service.permissions is not None
    (part,) = service.permissions.comparison.parts
    assert part.whom == (f"arn:aws:iam::{ACCOUNT_ID}:user/alice",)
    assert part.difference.gained[0].witness.action == "s3:PutObject"


def test_a_renamed_user_keeps_what_it_may(service: Service) -> None:
    with service.change() as change:
        change.call(users.create_user, user_name="alice")
        change.call(inline_policies.put_user_policy, user_name="alice", policy_name="R", policy_document=document(READ))

    with service.change(Care(shows=True)) as change:
        change.call(users.update_user, user_name="alice", new_user_name="alicia")

    assert service.permissions is not None
    assert service.permissions.comparison.parts == ()


def test_a_change_that_nobody_looks_at_compares_nothing(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "compare", lambda *_, **__: pytest.fail("it was compared"))

    with service.change() as change:
        fill(change, 1)
        change.call(inline_policies.put_group_policy, group_name="All", policy_name="R", policy_document=document(READ))

    assert service.permissions is None


def test_what_is_refused_changes_nothing(service: Service) -> None:
    with service.change() as change:
        change.call(roles.create_role, role_name="Deploy", assume_role_policy_document=document(TRUSTED))

    with pytest.raises(NewAccess), service.change(Care(deny_new_access=True)) as change:
        change.call(attachments.attach_role_policy, role_name="Deploy", policy_arn="ReadOnlyAccess")

    with service.reading() as account:
        role = account.roles.find("Deploy")
        assert role is not None
        assert role.attached_policies == ()


def test_a_gain_that_is_undecided_is_refused_by_name(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    from iamctl.analysis.permissions import sets

    with service.change() as change:
        fill(change, 1)
    monkeypatch.setattr(sets, "MOST_BOXES", 0)

    with pytest.raises(Undecided, match="overlap in more than"), service.change(Care(deny_new_access=True)) as change:
        change.call(inline_policies.put_group_policy, group_name="All", policy_name="R", policy_document=document(READ))
