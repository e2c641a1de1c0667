"""`iamctl history`: what was done, as it is looked at."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from cli.conftest import ACCOUNT_ID, Shell


@pytest.fixture
def past(account: Shell) -> Shell:
    """Four revisions: the account, a group, two users, a membership."""
    account("group", "create", "Developers")
    account("user", "create", "alice", "bob")
    account("user", "add-to-group", "alice", "Developers")
    return account


def user_file(home: Path, name: str) -> Path:
    return home / "accounts" / ACCOUNT_ID / "users" / f"{name}.toml"


def test_revisions_are_listed_newest_first(past: Shell) -> None:
    outcome = past("history", "list")

    assert [line.split()[0] for line in outcome.lines] == ["Number", "4", "3", "2", "1"]
    assert "CreateUser x 2" in outcome.lines[2]
    assert f"arn:aws:iam::{ACCOUNT_ID}:root" in outcome.lines[1]


def test_a_limit_keeps_the_newest(past: Shell) -> None:
    listed = past("history", "list", "--limit", "2", "--json").json["Revisions"]

    assert [(each["Number"], each["Operations"], each["Files"]) for each in listed] == [
        (4, ["AddUserToGroup"], 1),
        (3, ["CreateUser", "CreateUser"], 2),
    ]


def test_an_edit_by_hand_is_a_revision_of_nobodys(past: Shell, home: Path) -> None:
    with user_file(home, "bob").open("a") as file:
        file.write("# seen\n")

    newest = past("history", "list", "--limit", "1")

    assert "by hand" in newest.lines[1]
    assert "EditByHand" in newest.lines[1]


def test_a_revision_is_shown_with_operations_and_a_patch(past: Shell) -> None:
    outcome = past("history", "show", "4")

    assert outcome.lines[0] == "Revision  4"
    assert "AddUserToGroup GroupName=Developers UserName=alice" in outcome.lines
    assert "--- users/alice.toml" in outcome.lines
    assert '+groups = ["Developers"]' in outcome.lines


def test_a_revision_in_json_has_the_whole_texts(past: Shell, home: Path) -> None:
    revision = past("history", "show", "4", "-o", "json").json["Revision"]

    (file,) = revision["Files"]
    assert revision["Operations"][0]["Operation"] == "AddUserToGroup"
    assert file["After"] == user_file(home, "alice").read_text()
    assert len(revision["Hash"]) == len(revision["PreviousHash"]) == 64


@pytest.mark.parametrize("words", [("show", "5"), ("diff", "1", "5"), ("diff", "9")])
def test_a_revision_that_is_not_there_is_told_with_those_that_are(past: Shell, words: tuple[str, ...]) -> None:
    outcome = past("history", *words)

    assert outcome.status == 4
    assert "revisions go from 1 to 4" in outcome.err


def test_the_difference_between_two_revisions_leaves_out_what_is_equal(past: Shell) -> None:
    past("user", "delete", "bob")

    patch = past("history", "diff", "2", "5").lines

    assert "+++ users/alice.toml" in patch
    assert not any("bob" in line for line in patch)


def test_the_difference_goes_backwards_too(past: Shell) -> None:
    files = past("history", "diff", "3", "1", "--json").json["Files"]

    assert [(file["Path"], file["After"]) for file in files] == [
        ("groups/Developers.toml", None),
        ("users/alice.toml", None),
        ("users/bob.toml", None),
    ]


def test_without_a_second_revision_the_newest_is_meant(past: Shell) -> None:
    assert past("history", "diff", "3").out == past("history", "diff", "3", "4").out != ""
    assert "no file differs" in past("history", "diff", "4").err


def test_a_whole_history_is_verified(past: Shell) -> None:
    outcome = past("history", "verify")

    assert (outcome.status, outcome.out) == (0, "4 revisions, chain whole\n")
    assert past("history", "verify", "--json").json == {"Revisions": 4, "Findings": []}
    assert past("history", "verify", "--output", "table").err == "iamctl: note: 4 revisions, chain whole\n"


def test_a_history_that_is_gone_is_told_once(past: Shell, home: Path) -> None:
    for file in (home / "accounts" / ACCOUNT_ID).glob("ledger.sqlite3*"):
        file.unlink()

    first, second = past("user", "list", "--output", "name"), past("user", "list", "--output", "name")

    assert (
        first.err
        == "iamctl: warning: The ledger was not there: the history before now is gone; the account is whole.\n"
    )
    assert (first.out, second.err) == (second.out, "")


def test_a_damaged_ledger_is_told_by_whoever_reads(past: Shell, home: Path) -> None:
    for file in (home / "accounts" / ACCOUNT_ID).glob("ledger.sqlite3*"):
        file.write_bytes(b"garbage")

    outcome = past("user", "get", "alice", "--output", "name")

    assert (outcome.status, outcome.out) == (0, "alice\n")
    assert outcome.err.startswith("iamctl: warning: ") and "ledger.sqlite3" in outcome.err


def test_an_altered_revision_is_found(past: Shell, home: Path) -> None:
    alter(home, "UPDATE revision SET caller = 'nobody' WHERE number = 3")

    outcome = past("history", "verify", "--json")

    assert outcome.status == 1
    assert [finding["Code"] for finding in outcome.json["Findings"]] == ["BrokenChain"]
    assert "Revision 3 was altered" in outcome.out


def test_a_revision_that_was_taken_out_is_found(past: Shell, home: Path) -> None:
    alter(home, "DELETE FROM revision WHERE number = 2")

    outcome = past("history", "verify")

    assert outcome.status == 1
    assert "Revision 3 does not follow the one before it." in outcome.out


def test_the_history_is_exported_with_its_texts_oldest_first(past: Shell) -> None:
    exported = [json.loads(line) for line in past("history", "export").lines]

    assert [revision["Number"] for revision in exported] == [1, 2, 3, 4]
    assert [revision["PreviousHash"] for revision in exported[1:]] == [revision["Hash"] for revision in exported[:-1]]
    assert exported[3]["Files"][0]["Before"] == exported[2]["Files"][0]["After"]


def test_an_export_goes_on_where_the_last_one_ended(past: Shell) -> None:
    assert [json.loads(line)["Number"] for line in past("history", "export", "--from", "4").lines] == [4]
    assert past("history", "export", "--from", "5").out == ""
    assert len(past("history", "export", "--from", "3", "-o", "json").json["Revisions"]) == 2


def test_a_reader_that_has_gone_ends_the_export_quietly(past: Shell, program: list[str]) -> None:
    ran = subprocess.run(f"{' '.join(program)} history export | true", shell=True, capture_output=True, text=True)

    assert ran.stderr == ""


def alter(home: Path, statement: str) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(home / "accounts" / ACCOUNT_ID / "ledger.sqlite3")) as ledger, ledger:
        ledger.execute(statement)
