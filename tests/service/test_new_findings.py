from __future__ import annotations

from dataclasses import replace

from iamctl.service.new_findings import as_hints, new_findings
from iamctl.service.service import Change, Service
from iamctl.service.users import create_user
from iamctl.store.protocol import Finding


def in_groups(change: Change, user_name: str, *groups: str) -> None:
    """An edit by hand."""
    user = change.account.users.find(user_name)
    assert user is not None
    change.account.users.put(replace(user, groups=groups))


def test_what_a_change_breaks_is_told(service: Service) -> None:
    service.call(create_user, user_name="alice")

    with service.change() as change:
        in_groups(change, "alice", "Gone")
        found = new_findings(change.account, service)

    assert [finding.code for finding in found] == ["DanglingGroup"]


def test_what_was_broken_before_is_not_told_again(service: Service) -> None:
    service.call(create_user, user_name="alice")
    service.call(create_user, user_name="bob")
    with service.change() as change:
        in_groups(change, "alice", "Gone")

    with service.change() as change:
        in_groups(change, "bob", "Lost")
        found = new_findings(change.account, service)

    assert [finding.message for finding in found] == ["User bob is in group Lost, which is not there."]


def test_many_findings_are_counted() -> None:
    found = [Finding("Code", f"users/u{number}.toml:3:1", f"No {number}.", "") for number in range(7)]

    assert as_hints(found) == [*(f"users/u{number}.toml: No {number}" for number in range(5)), "and 2 more"]
