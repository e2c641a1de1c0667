"""Guards: proved, explained, and held against every change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import ACCOUNT_ID, Shell
from cli.test_permission_view import READ, USER, WRITE, policy, team, trusting

__all__ = ["team"]

Guarded = Callable[[str], None]
ONLY_CAROL = '[[guard]]\nname = "writes"\nnobody = { except = ["user/carol"] }\naction = "s3:Put*"\n'
NOT_PUBLIC = '[[guard]]\nname = "private"\nnever = "public"\n'
NO_PATH = '[[guard]]\nname = "no path"\nno_new_path_to_admin = true\n'
CASE = """\
[[guard]]
name = "alice reads"
case = { principal = "alice", action = "s3:GetObject", resource = "arn:aws:s3:::builds/x", expect = "allowed" }
"""
ALL = policy({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})
OWN_POLICIES = policy({"Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": f"{USER}carol"})


@pytest.fixture
def guarded(home: Path) -> Guarded:
    """Lays guards.toml into the account, as a person does."""

    def lay(text: str) -> None:
        (home / "accounts" / ACCOUNT_ID / "guards.toml").write_text(text)

    return lay


BREAKING = {
    "nobody but one": (ONLY_CAROL, ("user", "attach-policy", "alice", "Writes"), f"{USER}alice could do s3:PutObject"),
    "by a group": (ONLY_CAROL, ("group", "attach-policy", "Developers", "Writes"), f"{USER}bob could do s3:PutObject"),
    "a new user": (
        ONLY_CAROL,
        ("user", "create", "eve", "--attach-policy", "Writes"),
        f"{USER}eve could do s3:PutObject",
    ),
    "by trust": (
        '[[guard]]\nname = "closed"\nnobody = { except = ["ec2.amazonaws.com"] }\naction = "sts:AssumeRole"\n',
        ("role", "trust", "set", "Deploy", "--trust-policy", trusting("444455556666")),
        "account 444455556666 by the trust policy of role Deploy could do sts:AssumeRole",
    ),
    "by a resource's policy": (
        ONLY_CAROL.replace("Put", "Get"),
        ("resource-policy", "put", "arn:aws:s3:::b", "--document", ALL),
        "by the policy of arn:aws:s3:::b could do s3:GetObject on arn:aws:s3:::b/",
    ),
    "public": (
        NOT_PUBLIC,
        ("resource-policy", "put", "arn:aws:s3:::b", "--document", ALL),
        "by the policy of arn:aws:s3:::b could do s3:GetObject",
    ),
    "a path": (
        NO_PATH,
        ("user", "put-policy", "carol", "Own", "--document", OWN_POLICIES),
        f"{USER}carol could become an administrator: iam:PutUserPolicy on {USER}carol",
    ),
    "a case": (CASE, ("user", "remove-from-group", "alice", "Developers"), "is denied"),
}


@pytest.mark.parametrize("name", BREAKING)
def test_a_change_that_breaks_a_guard_is_refused_with_the_request_that_would_get_through(
    team: Shell, guarded: Guarded, name: str
) -> None:
    text, words, said = BREAKING[name]
    guarded(text)

    refused, tried = team(*words), team(*words, "--dry-run")
    overridden = team(*words, "--override-guard", "agreed with security")

    assert (refused.status, tried.status, overridden.status) == (3, 3, 0)
    assert "GuardBroken: guards.toml:1:1: The guard" in refused.err
    assert said in refused.err
    (newest,) = team("history", "list", "--limit", "1", "--json").json["Revisions"]
    assert newest["Operations"][-1] == "OverrideGuard"
    operations = team("history", "show", str(newest["Number"]), "--json").json["Revision"]["Operations"]
    assert operations[-1]["Parameters"]["Reason"] == "agreed with security"


ALLOWED = {
    "the one who may": (ONLY_CAROL, ("user", "attach-policy", "carol", "Writes")),
    "a member of the group": (
        ONLY_CAROL.replace("user/carol", "group/Dev*"),
        ("user", "attach-policy", "bob", "Writes"),
    ),
    "what is named as only": (
        ONLY_CAROL.replace('nobody = { except = ["user/carol"] }', 'only = ["user/c*"]'),
        ("user", "attach-policy", "carol", "Writes"),
    ),
    "elsewhere": (
        ONLY_CAROL + 'resource = "arn:aws:s3:::other/*"\n',
        ("user", "attach-policy", "alice", "Writes"),
    ),
    "a trusted account": (
        '[[guard]]\nname = "closed"\nnobody = { except = ["444455556666", "ec2.amazonaws.com"] }\n'
        'action = "sts:AssumeRole"\n',
        ("role", "trust", "set", "Deploy", "--trust-policy", trusting("444455556666")),
    ),
    "what is not public": (
        NOT_PUBLIC,
        ("resource-policy", "put", "arn:aws:s3:::b", "--document", ALL.replace('"*"', f'{{"AWS": "{USER}bob"}}', 1)),
    ),
    "nothing new": (NO_PATH, ("user", "attach-policy", "carol", "Writes")),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_a_change_that_keeps_the_guards_passes(team: Shell, guarded: Guarded, name: str) -> None:
    text, words = ALLOWED[name]
    guarded(text)

    outcome = team(*words)

    assert (outcome.status, outcome.err) == (0, "")


def test_a_guard_that_was_broken_before_stops_nothing_that_leaves_it_so(team: Shell, guarded: Guarded) -> None:
    team("user", "attach-policy", "alice", "Writes")
    guarded(ONLY_CAROL)

    also = team("user", "put-policy", "alice", "More", "--document", policy(WRITE | {"Resource": "*"}))
    another = team("user", "attach-policy", "bob", "Writes")

    assert (also.status, another.status) == (0, 3)


def test_an_undo_is_held_to_the_guards(team: Shell, guarded: Guarded) -> None:
    team("user", "attach-policy", "bob", "Writes")
    team("user", "detach-policy", "bob", "Writes")
    last = team("history", "list", "--limit", "1", "--json").json["Revisions"][0]["Number"]
    guarded(ONLY_CAROL)

    outcome = team("undo", str(last), "--yes")

    assert outcome.status == 3
    assert f"{USER}bob could do s3:PutObject" in outcome.err


def test_whoever_leaves_the_excepted_group_with_the_permission_breaks_the_guard(team: Shell, guarded: Guarded) -> None:
    team("user", "attach-policy", "bob", "Writes")
    guarded(ONLY_CAROL.replace("user/carol", "group/Developers"))

    assert team("user", "remove-from-group", "bob", "Developers").status == 3


def test_a_check_proves_guards_or_shows_who_gets_through(team: Shell, guarded: Guarded) -> None:
    team("user", "attach-policy", "alice", "Writes")
    guarded(ONLY_CAROL + NOT_PUBLIC + NO_PATH + CASE)

    outcome = team("guard", "check", "--json")

    assert outcome.status == 1
    results = {each["Name"]: each["Result"] for each in outcome.json["Guards"]}
    assert results == {"writes": "BROKEN", "private": "HOLDS", "no path": "HOLDS", "alice reads": "HOLDS"}
    (breach,) = outcome.json["Guards"][0]["Breaches"]
    assert breach["Whom"] == f"{USER}alice"
    assert breach["Witness"] == {"Action": "s3:PutObject", "Resource": "arn:aws:s3:::builds/example", "Context": {}}


def test_the_request_of_a_breach_is_one_that_the_engine_allows(team: Shell, guarded: Guarded) -> None:
    team("user", "attach-policy", "alice", "Writes")
    guarded(ONLY_CAROL)

    witness = team("guard", "check", "--json").json["Guards"][0]["Breaches"][0]["Witness"]

    assert team("can", "alice", witness["Action"], witness["Resource"]).status == 0
    assert team("can", "bob", witness["Action"], witness["Resource"]).status == 3


def test_a_path_that_an_edit_by_hand_opened_is_found_by_a_check(team: Shell, guarded: Guarded, home: Path) -> None:
    guarded(NO_PATH)
    assert team("guard", "check").status == 0
    carol = home / "accounts" / ACCOUNT_ID / "users" / "carol.toml"
    carol.write_text(carol.read_text() + 'attached_policies = ["arn:aws:iam::aws:policy/AdministratorAccess"]\n')

    outcome = team("guard", "check")

    assert outcome.status == 1
    assert f"{USER}carol is an administrator now" in outcome.out


def test_what_hangs_on_a_policy_that_is_not_there_is_undecided(team: Shell, guarded: Guarded, home: Path) -> None:
    bob = home / "accounts" / ACCOUNT_ID / "users" / "bob.toml"
    bob.write_text(bob.read_text() + f'attached_policies = ["arn:aws:iam::{ACCOUNT_ID}:policy/Gone"]\n')
    guarded(ONLY_CAROL)

    outcome = team("guard", "check")

    assert outcome.status == 7
    assert "UNDECIDED" in outcome.out
    assert "policy/Gone, attached to user bob, is not in the account" in outcome.out


def test_an_explanation_says_whom_a_guard_does_not_mean(team: Shell, guarded: Guarded) -> None:
    guarded(ONLY_CAROL.replace("user/carol", "group/Developers"))

    outcome = team("guard", "explain", "WRITES")

    assert outcome.status == 0
    assert outcome.lines == [
        "guards.toml:1:1: writes",
        "  nobody but group/Developers may s3:Put*",
        "not meant now",
        f"  {USER}alice",
        f"  {USER}bob",
        "HOLDS",
    ]


def test_guards_are_listed_with_their_places(team: Shell, guarded: Guarded) -> None:
    assert team("guard", "list").err == f"iamctl: note: no guards in account {ACCOUNT_ID}\n"
    guarded(ONLY_CAROL + NOT_PUBLIC)

    rows = team("guard", "list", "--json").json["Guards"]

    assert [(row["Name"], row["Place"]) for row in rows] == [
        ("writes", "guards.toml:1:1"),
        ("private", "guards.toml:5:1"),
    ]


MISTAKES = {
    "no name": ('[[guard]]\nnever = "public"\n', "guards.toml:1:1: A guard needs the key name."),
    "two things": (ONLY_CAROL + 'never = "public"\n', "guards.toml:1:1: The guard says both nobody and never."),
    "nothing": ('[[guard]]\nname = "x"\n', "guards.toml:1:1: The guard says nothing."),
    "no action": ('[[guard]]\nname = "x"\nnobody = true\n', "guards.toml:1:1: A guard needs the key action."),
    "no such action": (ONLY_CAROL.replace("s3:Put*", "Put"), "guards.toml:4:1: Put is no action."),
    "no principal": (ONLY_CAROL.replace("user/carol", "carol"), "carol is neither a principal nor a group."),
    "a false path": (NO_PATH.replace("true", "false"), "guards.toml:3:1: no_new_path_to_admin is true"),
    "a key of its own": (NOT_PUBLIC + "nver = 1\n", "guards.toml:4:1: nver is not a key of a guard."),
    "one name twice": (NOT_PUBLIC * 2, "Another guard is called private too."),
    "no expectation": (CASE.replace("allowed", "maybe"), "expect is allowed, denied, implicitDeny or explicitDeny"),
    "no TOML": ("[[guard]\n", "guards.toml:1:"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_with_a_broken_file_of_guards_nothing_is_changed(team: Shell, guarded: Guarded, name: str) -> None:
    text, said = MISTAKES[name]
    guarded(text)

    outcome = team("user", "create", "dave")

    assert outcome.status == 74
    assert said in outcome.err
    assert "nothing can be changed until it is mended" in outcome.err
    assert "dave" not in team("user", "list", "--output", "name").out
    assert team("guard", "check").status == 74


def test_a_broken_file_of_guards_can_be_mended(team: Shell, guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    guarded(NOT_PUBLIC.replace("never", "nver"))
    monkeypatch.setenv("EDITOR", "sed -i s/nver/never/")

    mended = team("edit", "guards.toml")

    assert (mended.status, team("user", "create", "dave").status) == (0, 0)


def test_guards_written_by_hand_are_a_revision_and_can_be_taken_back(team: Shell, guarded: Guarded, home: Path) -> None:
    guarded(ONLY_CAROL)
    team("user", "attach-policy", "carol", "Writes")
    revisions = team("history", "list", "--limit", "2", "--json").json["Revisions"]
    by_hand = revisions[1]

    outcome = team("undo", str(by_hand["Number"]), "--yes")

    assert by_hand["Operations"] == ["EditByHand"]
    assert (outcome.status, outcome.err) == (0, "")
    assert not (home / "accounts" / ACCOUNT_ID / "guards.toml").exists()
    assert team("user", "attach-policy", "alice", "Writes").status == 0


def test_doctor_finds_nothing_wrong_with_a_file_of_guards(team: Shell, guarded: Guarded, home: Path) -> None:
    guarded(ONLY_CAROL)
    (home / "accounts" / ACCOUNT_ID / "guards.toml").chmod(0o600)

    outcome = team("doctor", "--json")

    assert json.loads(outcome.out or "{}").get("Findings", []) == []


def test_a_command_without_guards_loads_nothing_of_them(team: Shell, program: list[str]) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from iamctl.cli.app import main; main(['user', 'attach-policy', 'carol', 'Writes']);"
        "print([name for name in sys.modules if name.startswith(('iamctl.analysis', 'iamctl.engine', 'iamctl.service.guards'))])"
    )
    loaded: Any = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.splitlines()[-1] == "[]"


def test_read_is_no_write(team: Shell, guarded: Guarded) -> None:
    guarded(ONLY_CAROL)

    outcome = team("user", "put-policy", "alice", "Own", "--document", policy(READ))

    assert (outcome.status, outcome.err) == (0, "")
