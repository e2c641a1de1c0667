"""Cloning and copying say what each target gains and loses before they act."""

from __future__ import annotations

import pytest

from .conftest import ACCOUNT_ID, Shell

ALICE = f"arn:aws:iam::{ACCOUNT_ID}:user/eng"
AWS = "arn:aws:iam::aws:policy"


@pytest.fixture
def alice(account: Shell) -> Shell:
    """alice, who has something of everything, and bob, who has something else."""
    account("group", "create", "Developers", "Auditors")
    account("user", "create", "alice", "--path", "/eng/", "--group", "Developers", "--tag", "team=core")
    account("user", "attach-policy", "alice", "ReadOnlyAccess")
    account("user", "create", "bob", "--group", "Auditors")
    return account


def test_clones_have_what_the_pattern_has(alice: Shell) -> None:
    outcome = alice("user", "clone", "alice", "dora", "emil")

    gained = ["  + group Developers", f"  + attached {AWS}/ReadOnlyAccess"]
    assert outcome.lines == [f"{ALICE}/dora", *gained, f"{ALICE}/emil", *gained]
    assert alice("user", "list-tags", "emil", "-o", "tsv", "--no-header").lines == ["team\tcore"]


def test_a_clone_may_go_elsewhere_without_tags(alice: Shell) -> None:
    alice("user", "clone", "alice", "dora", "--path", "/ops/", "--no-tags")

    dora = alice("user", "get", "dora", "--json").json["User"]
    assert dora["Path"] == "/ops/"
    assert "Tags" not in dora


def test_a_name_that_is_taken_stops_all_clones(alice: Shell) -> None:
    assert alice("user", "clone", "alice", "dora", "bob").status == 5

    assert alice("user", "list", "-o", "name").lines == ["alice", "bob"]


def test_cloning_a_second_time_can_leave_the_clones_as_they_are(alice: Shell) -> None:
    alice("user", "clone", "alice", "dora")
    alice("user", "untag", "dora", "team")

    outcome = alice("user", "clone", "alice", "dora", "emil", "--if-not-exists")
    revisions = alice("history", "list", "-o", "name").lines
    again = alice("user", "clone", "alice", "dora", "emil", "--if-not-exists")

    assert (outcome.status, outcome.lines[0]) == (0, f"{ALICE}/emil")
    assert outcome.err == "iamctl: note: nothing to do: User with name dora already exists.\n"
    assert alice("user", "list-tags", "dora", "--json").json == {"Tags": []}
    assert (again.status, again.out) == (0, "")
    assert alice("history", "list", "-o", "name").lines == revisions


def test_copying_adds_and_takes_nothing(alice: Shell) -> None:
    outcome = alice("user", "copy-permissions", "alice", "bob")

    assert outcome.lines[1:] == ["  + group Developers", f"  + attached {AWS}/ReadOnlyAccess"]
    assert alice("user", "list-groups", "bob", "-o", "name").lines == ["Auditors", "Developers"]
    assert alice("user", "copy-permissions", "alice", "bob").lines[1:] == ["  nothing changes"]


def test_replacing_that_loses_something_is_refused_where_nobody_is(alice: Shell) -> None:
    outcome = alice("user", "copy-permissions", "alice", "bob", "--replace")

    assert outcome.status == 2
    assert "  - group Auditors" in outcome.lines
    assert "`--yes`" in outcome.err
    assert alice("user", "list-groups", "bob", "-o", "name").lines == ["Auditors"]


def test_replacing_makes_the_chosen_kinds_equal(alice: Shell) -> None:
    outcome = alice("user", "copy-permissions", "alice", "bob", "--replace", "--only", "groups", "--yes", "--json")

    (change,) = outcome.json["PermissionChanges"]
    assert (change["Name"], change["Gained"], change["Lost"]) == ("bob", ["group Developers"], ["group Auditors"])
    assert alice("user", "list-attached-policies", "bob", "-o", "name").out == ""


def test_a_dry_run_says_it_and_changes_nothing(alice: Shell) -> None:
    outcome = alice("user", "copy-permissions", "alice", "bob", "--dry-run")

    assert "  + group Developers" in outcome.lines
    assert '+groups = ["Auditors", "Developers"]' in outcome.lines
    assert alice("user", "list-groups", "bob", "-o", "name").lines == ["Auditors"]


def test_an_unknown_kind_is_a_usage_error(alice: Shell) -> None:
    assert alice("user", "copy-permissions", "alice", "bob", "--only", "tags").status == 2
