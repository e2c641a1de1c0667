"""What a change gives and takes, seen before it is made; changes refused for what they would give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import ACCOUNT_ID, Shell
from .test_deletion import at_terminal

USER = f"arn:aws:iam::{ACCOUNT_ID}:user/"
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::builds/*"}
WRITE = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::builds/*"}


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture
def team(account: Shell) -> Shell:
    """alice and bob in Developers, who read builds; the policy Writes, which nobody has; the role Deploy."""
    for words in (
        ("user", "create", "alice", "bob", "carol"),
        ("group", "create", "Developers"),
        ("group", "put-policy", "Developers", "Reads", "--document", policy(READ)),
        ("user", "add-to-group", "alice", "Developers"),
        ("user", "add-to-group", "bob", "Developers"),
        ("policy", "create", "Writes", "--document", policy(WRITE)),
        ("role", "create", "Deploy", "--trust-service", "ec2.amazonaws.com"),
    ):
        outcome = account(*words)
        assert (words, outcome.status, outcome.err) == (words, 0, "")
    return account


def trusting(arn: str) -> str:
    """A trust policy that lets in EC2 and one more."""
    trusted = {"Service": "ec2.amazonaws.com", "AWS": arn}
    return policy({"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"})


def gained(members: dict[str, Any]) -> set[tuple[str, str]]:
    """Who gains which actions."""
    rows = members["Permissions"]["Gained"]
    return {(whom, action) for row in rows for whom in row["Principals"] for action in row["Actions"]}


def lost(members: dict[str, Any]) -> set[tuple[str, str]]:
    rows = members["Permissions"]["Lost"]
    return {(whom, action) for row in rows for whom in row["Principals"] for action in row["Actions"]}


CHANGES = {
    ("user", "attach-policy", "carol", "Writes"): ({("carol", "s3:PutObject")}, set()),
    ("group", "attach-policy", "Developers", "Writes"): ({("alice", "s3:PutObject"), ("bob", "s3:PutObject")}, set()),
    ("user", "put-policy", "carol", "Own", "--document", policy(READ)): ({("carol", "s3:GetObject")}, set()),
    ("user", "add-to-group", "carol", "Developers"): ({("carol", "s3:GetObject")}, set()),
    ("user", "remove-from-group", "alice", "Developers"): (set(), {("alice", "s3:GetObject")}),
    ("group", "delete-policy", "Developers", "Reads", "--yes"): (
        set(),
        {("alice", "s3:GetObject"), ("bob", "s3:GetObject")},
    ),
    ("user", "set-boundary", "bob", "Writes"): (set(), {("bob", "s3:GetObject")}),
    ("user", "clone", "alice", "dave"): ({("dave", "s3:GetObject")}, set()),
    ("user", "copy-permissions", "alice", "carol"): ({("carol", "s3:GetObject")}, set()),
    ("user", "create", "eve", "--group", "Developers"): ({("eve", "s3:GetObject")}, set()),
    ("user", "delete", "bob", "--force"): (set(), {("bob", "s3:GetObject")}),
}


@pytest.mark.parametrize("words", CHANGES, ids=" ".join)
def test_a_dry_run_tells_who_gains_and_loses_what(team: Shell, words: tuple[str, ...]) -> None:
    expected = tuple({(f"{USER}{name}", action) for name, action in each} for each in CHANGES[words])

    outcome = team(*words, "--dry-run", "--output", "json")

    assert (outcome.status, outcome.err) == (0, "")
    members = json.loads(outcome.out[outcome.out.index("{") :])
    assert (gained(members), lost(members)) == expected


def test_another_version_of_a_policy_in_force_is_told_for_everybody_who_has_it(team: Shell) -> None:
    team("group", "attach-policy", "Developers", "Writes")
    wider = policy(WRITE | {"Resource": "*"})
    team("policy", "version", "create", "Writes", "--document", wider)

    outcome = team("policy", "version", "set-default", "Writes", "v2", "--dry-run", "--json")

    assert gained(outcome.json) == {(f"{USER}alice", "s3:PutObject"), (f"{USER}bob", "s3:PutObject")}
    assert outcome.json["Permissions"]["Gained"][0]["ExceptResources"] == ["arn:aws:s3:::builds/*"]


def test_whom_a_trust_policy_lets_in_is_told(team: Shell) -> None:
    outcome = team("role", "trust", "set", "Deploy", "--trust-policy", trusting(f"{USER}carol"), "--dry-run", "--json")

    assert gained(outcome.json) == {(f"{USER}carol by the trust policy of role Deploy", "sts:AssumeRole")}


def test_a_policy_of_a_resource_is_told(team: Shell) -> None:
    open_to_all = policy(
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
    )

    outcome = team("resource-policy", "put", "arn:aws:s3:::b", "--document", open_to_all, "--dry-run", "--json")

    whom = "by the policy of arn:aws:s3:::b"
    assert (f"anonymous callers {whom}", "s3:GetObject") in gained(outcome.json)


def test_people_read_it_below_the_difference(team: Shell) -> None:
    outcome = team("user", "attach-policy", "carol", "Writes", "--dry-run")

    assert "wider: the account after this change allows more than the account now" in outcome.lines
    assert f"+ s3:PutObject  ({USER}carol)" in outcome.lines
    assert "  as in s3:PutObject on arn:aws:s3:::builds/example" in outcome.lines


def test_an_undo_and_a_bootstrap_tell_it_too(team: Shell) -> None:
    team("user", "attach-policy", "carol", "Writes")
    Path("more.toml").write_text('[[user]]\nname = "carol"\nattached_policies = []\n')

    undone = team("undo", "--dry-run", "--json")
    declared = team("bootstrap", "more.toml", "--dry-run", "--json")

    assert lost(undone.json) == lost(declared.json) == {(f"{USER}carol", "s3:PutObject")}


@pytest.mark.parametrize(
    "words",
    [("user", "create", "dave"), ("group", "create", "Ops"), ("user", "tag", "carol", "team=core")],
    ids=" ".join,
)
def test_what_changes_no_permissions_says_nothing_of_them(team: Shell, words: tuple[str, ...]) -> None:
    outcome = team(*words, "--dry-run", "--json")

    assert outcome.status == 0
    assert "Permissions" not in outcome.json


def test_new_access_is_denied_with_the_request_that_would_get_through(team: Shell) -> None:
    outcome = team("group", "attach-policy", "Developers", "Writes", "--deny-new-access")

    assert outcome.status == 3
    assert outcome.err.startswith(
        f"iamctl: error: NewAccess: After this {USER}alice and {USER}bob could do something new: "
        "s3:PutObject on arn:aws:s3:::builds/example; nothing was changed.\n"
    )
    assert team("group", "list-attached-policies", "Developers", "--output", "name").out == ""


def test_a_change_that_takes_alone_passes_where_new_access_is_denied(team: Shell) -> None:
    outcome = team("user", "remove-from-group", "alice", "Developers", "--deny-new-access")

    assert (outcome.status, outcome.err) == (0, "")
    assert team("user", "list-groups", "alice", "--output", "name").out == ""


def test_new_access_is_denied_to_everything_that_changes_the_account(
    team: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("more.toml").write_text('[[user]]\nname = "carol"\nattached_policies = ["Writes"]\n')
    team("user", "remove-from-group", "bob", "Developers")
    monkeypatch.setenv("IAMCTL_DENY_NEW_ACCESS", "1")

    statuses = {
        words: team(*words).status
        for words in (
            ("bootstrap", "more.toml"),
            ("undo", "--yes"),
            ("user", "clone", "alice", "dave"),
            ("user", "copy-permissions", "alice", "carol"),
            ("role", "trust", "set", "Deploy", "--trust-policy", trusting(f"{USER}carol")),
            ("user", "create", "eve", "--group", "Developers"),
        )
    }

    assert set(statuses.values()) == {3}


def test_a_caller_that_may_not_read_policies_is_not_told_them(team: Shell) -> None:
    joins = {"Effect": "Allow", "Action": ["iam:AddUserToGroup", "iam:Put*"], "Resource": "*"}
    team("user", "put-policy", "carol", "Joins", "--document", policy(joins))

    shown = team("user", "add-to-group", "carol", "Developers", "--as", "carol", "--dry-run", "--json")
    denied = team("user", "add-to-group", "carol", "Developers", "--as", "carol", "--deny-new-access")

    assert "Permissions" not in shown.json
    assert "iam:GetAccountAuthorizationDetails" in shown.err
    assert (denied.status, "s3:GetObject" in denied.err) == (3, False)


def test_a_person_sees_it_before_the_question(team: Shell, program: list[str]) -> None:
    with at_terminal(program, "user", "delete", "bob", "--force") as person:
        person.read_until("?")
        assert f"- s3:GetObject  ({USER}bob)" in person.text
        person.type("n\n")
        person.end()

    assert "bob" in team("user", "list", "--output", "name").out


def test_a_broken_file_is_said_and_not_guessed_around(team: Shell, home: Path) -> None:
    broken = home / "accounts" / ACCOUNT_ID / "users" / "bob.toml"
    broken.write_text(broken.read_text().replace("user_id", "usr_id"))

    shown = team("group", "attach-policy", "Developers", "Writes", "--dry-run", "--json")
    denied = team("group", "attach-policy", "Developers", "Writes", "--deny-new-access")

    assert "what this does to permissions is not told: users/bob.toml" in shown.err
    assert "Permissions" not in shown.json
    assert denied.status == 74


def paths(members: dict[str, Any]) -> set[tuple[str, tuple[str, ...]]]:
    """Who is led where by which actions."""
    return {
        (each["Principal"].rpartition("/")[2], tuple(step["Action"] for step in path))
        for each in members["Permissions"]["Escalations"]
        for path in each["Paths"]
    }


def own_policies(name: str) -> str:
    return policy({"Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": f"{USER}{name}"})


def test_a_new_path_of_escalation_is_named_with_its_steps(team: Shell) -> None:
    words = ("user", "put-policy", "carol", "Own", "--document", own_policies("carol"), "--dry-run")

    shown, members = team(*words), team(*words, "--json").json

    assert "! new path of escalation to administrator: carol -(iam:PutUserPolicy)-> carol" in shown.lines
    assert paths(members) == {("carol", ("iam:PutUserPolicy",))}


def test_a_path_that_was_there_before_is_no_new_one(team: Shell) -> None:
    team("user", "put-policy", "carol", "Own", "--document", own_policies("carol"))

    members = team("user", "attach-policy", "carol", "Writes", "--dry-run", "--json").json

    assert gained(members) == {(f"{USER}carol", "s3:PutObject")}
    assert paths(members) == set()


def test_the_rest_of_a_path_that_was_half_there_makes_it_new(team: Shell) -> None:
    team("user", "put-policy", "alice", "Own", "--document", own_policies("alice"))

    members = team("user", "put-policy", "bob", "Hers", "--document", own_policies("alice"), "--dry-run", "--json").json
    keys = policy({"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": f"{USER}alice"})
    opened = team("user", "put-policy", "bob", "Keys", "--document", keys, "--dry-run", "--json").json

    assert paths(members) == set()
    assert ("bob", ("iam:CreateAccessKey", "iam:PutUserPolicy")) in paths(opened)


def test_a_trust_policy_that_opens_a_path_is_named(team: Shell) -> None:
    team("role", "attach-policy", "Deploy", "IAMFullAccess")
    words = ("role", "trust", "set", "Deploy", "--trust-policy", trusting(f"{USER}carol"))

    members = team(*words, "--dry-run", "--json").json

    assert any(who == "carol" and actions[0] == "sts:AssumeRole" for who, actions in paths(members))


def test_a_new_administrator_is_named(team: Shell) -> None:
    outcome = team("user", "attach-policy", "carol", "AdministratorAccess", "--dry-run")

    assert f"! new administrator: {USER}carol" in outcome.lines


def test_the_past_tells_who_gained_and_lost_what(team: Shell) -> None:
    head = team("history", "list", "--limit", "1", "--json").json["Revisions"][0]["Number"]
    team("user", "attach-policy", "carol", "Writes")
    team("user", "remove-from-group", "alice", "Developers")

    there = team("history", "diff", str(head), "--permissions", "--json").json
    back = team("history", "diff", str(head + 2), str(head), "--permissions", "--json").json
    first = team("history", "diff", "0", str(head), "--permissions", "--json").json

    assert gained({"Permissions": there}) == lost({"Permissions": back}) == {(f"{USER}carol", "s3:PutObject")}
    assert lost({"Permissions": there}) == gained({"Permissions": back}) == {(f"{USER}alice", "s3:GetObject")}
    assert {(f"{USER}alice", "s3:GetObject"), (f"{USER}bob", "s3:GetObject")} <= gained({"Permissions": first})


def test_a_person_sees_it_before_a_bootstrap_removes_anything(team: Shell, program: list[str]) -> None:
    Path("less.toml").write_text('[[user]]\nname = "carol"\n')

    with at_terminal(program, "bootstrap", "less.toml", "--prune") as person:
        person.read_until("does not name?")
        told = next(line for line in person.text.splitlines() if line.startswith("- s3:GetObject"))
        assert {f"{USER}alice", f"{USER}bob"} <= set(told.partition("(")[2].rstrip(")").split(", "))
        person.type("n\n")
        person.end()

    assert "alice" in team("user", "list", "--output", "name").out
