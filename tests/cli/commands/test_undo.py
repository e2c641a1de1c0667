"""`iamctl undo`: taking a revision back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.conftest import ACCOUNT_ID, Shell
from cli.terminal import terminal

DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


@pytest.fixture
def folder(account: Shell, home: Path) -> Path:
    """The account's folder: revision 2 made a group, 3 two users, 4 a membership."""
    account("group", "create", "Developers")
    account("user", "create", "alice", "bob")
    account("user", "add-to-group", "alice", "Developers")
    return home / "accounts" / ACCOUNT_ID


def texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.toml"))}


def test_the_newest_revision_is_taken_back(folder: Path, shell: Shell) -> None:
    outcome = shell("undo")

    assert outcome.out == ("revision 5 takes back revision 4: AddUserToGroup GroupName=Developers UserName=alice\n")
    assert shell("group", "get", "Developers", "--json").json["Users"] == []


def test_an_undo_can_be_undone(folder: Path, shell: Shell) -> None:
    before = texts(folder)

    shell("undo")
    changed = texts(folder)
    outcome = shell("undo")

    assert "revision 6 takes back revision 5: Undo Revision=4" in outcome.out
    assert texts(folder) == before != changed


def test_revision_by_revision_the_account_goes_back_to_its_beginning(folder: Path, shell: Shell) -> None:
    for number in ("4", "3", "2"):
        assert shell("undo", number).status == 0

    assert list(texts(folder)) == ["account.toml"]


def test_what_was_deleted_comes_back_with_its_id(folder: Path, shell: Shell) -> None:
    before = texts(folder)
    shell("user", "delete", "bob")

    shell("undo")

    assert texts(folder) == before


def test_a_rename_is_taken_back_with_all_that_followed_it(folder: Path, shell: Shell) -> None:
    before = texts(folder)
    shell("group", "update", "Developers", "--new-name", "Makers")

    assert shell("undo").status == 0
    assert texts(folder) == before
    assert shell("group", "get", "Developers", "--json").json["Users"][0]["UserName"] == "alice"


def test_a_rename_to_another_case_is_taken_back(folder: Path, shell: Shell) -> None:
    before = texts(folder)
    shell("user", "update", "alice", "--new-name", "Alice")

    assert shell("undo").status == 0
    assert texts(folder) == before
    assert shell("group", "get", "Developers", "--json").json["Users"][0]["UserName"] == "alice"


def test_an_edit_by_hand_is_taken_back(folder: Path, shell: Shell) -> None:
    before = texts(folder)
    with (folder / "users" / "bob.toml").open("a") as file:
        file.write("# seen\n")

    outcome = shell("undo")

    assert "EditByHand" in outcome.out
    assert texts(folder) == before


def test_later_changes_that_stand_on_it_are_named(folder: Path, shell: Shell) -> None:
    before = texts(folder)

    outcome = shell("undo", "3")

    assert outcome.status == 5
    assert "ConcurrentModification: Revision 3 cannot be taken back: later changes stand on it: revision 4." in (
        outcome.err
    )
    assert "revision 4 changed users/alice.toml too" in outcome.err
    assert texts(folder) == before


def test_later_changes_of_other_files_are_in_nobodys_way(folder: Path, shell: Shell) -> None:
    shell("group", "create", "Auditors")

    assert shell("undo", "4").status == 0
    assert (folder / "groups" / "Auditors.toml").exists()


@pytest.mark.parametrize(
    ("made", "used", "message"),
    [
        (
            ("policy", "create", "All", "--policy-document", DOCUMENT),
            ("user", "attach-policy", "bob", "All"),
            "User bob has policy arn:aws:iam::111122223333:policy/All, which is not there",
        ),
        (
            ("group", "create", "Auditors"),
            ("user", "add-to-group", "bob", "Auditors"),
            "User bob is in group Auditors, which is not there",
        ),
    ],
)
def test_what_is_in_use_is_not_taken_away(
    folder: Path, shell: Shell, made: tuple[str, ...], used: tuple[str, ...], message: str
) -> None:
    shell(*made)
    shell(*used)
    before = texts(folder)

    outcome = shell("undo", "5")

    assert outcome.status == 5
    assert "the account would not hold together" in outcome.err
    assert message in outcome.err
    assert texts(folder) == before


def test_what_did_not_hold_together_before_is_in_nobodys_way(folder: Path, shell: Shell) -> None:
    bob = folder / "users" / "bob.toml"
    bob.write_text(bob.read_text() + 'groups = ["Gone"]\n')

    assert shell("undo", "4").status == 0


def test_a_file_that_somebody_broke_since_is_left_alone(folder: Path, shell: Shell) -> None:
    alice = folder / "users" / "alice.toml"
    alice.write_text(alice.read_text() + "x = \n")
    before = texts(folder)

    outcome = shell("undo", "4")

    assert outcome.status == 5
    assert "users/alice.toml is not as the history knows it" in outcome.err
    assert "iamctl edit users/alice.toml" in outcome.err
    assert texts(folder) == before


def test_a_name_that_was_taken_since_in_another_case_stays_taken(folder: Path, shell: Shell) -> None:
    shell("user", "delete", "bob")
    shell("user", "create", "BOB")

    outcome = shell("undo", "5")

    assert outcome.status == 5
    assert "users/bob.toml cannot come back: users/BOB.toml has taken its name" in outcome.err


def test_the_account_itself_is_not_taken_back(folder: Path, shell: Shell) -> None:
    outcome = shell("undo", "1")

    assert outcome.status == 6
    assert "iamctl account delete" in outcome.err


def test_a_dry_run_shows_the_difference_and_changes_nothing(folder: Path, shell: Shell) -> None:
    before = texts(folder)

    outcome = shell("undo", "--dry-run")

    assert outcome.lines[0] == "Undo Revision=4"
    assert '-groups = ["Developers"]' in outcome.lines
    assert texts(folder) == before
    assert shell("history", "list", "--limit", "1", "-o", "name").out == "4\n"


def test_in_json_both_revisions_are_told(folder: Path, shell: Shell) -> None:
    answer = shell("undo", "--json").json

    assert (answer["Revision"]["Number"], answer["Undone"]["Number"]) == (5, 4)


@pytest.mark.parametrize(("answer", "is_there"), [("n", True), ("y", False)])
def test_on_a_terminal_files_go_only_after_a_question(
    folder: Path, shell: Shell, program: list[str], answer: str, is_there: bool
) -> None:
    shell("undo")

    with terminal([*program, "undo", "3"], os.environ) as opened:
        asked = opened.read_until(r"\[y/N\]")
        opened.type(f"{answer}\n")
        opened.read_to_the_end()

    assert "users/alice.toml, users/bob.toml" in asked
    assert (folder / "users" / "bob.toml").exists() == is_there


def test_what_was_asked_about_is_what_goes(folder: Path, shell: Shell, program: list[str]) -> None:
    shell("user", "create", "carol")

    with terminal([*program, "undo"], os.environ) as opened:
        opened.read_until(r"users/carol.toml\? \[y/N\]")
        shell("user", "create", "dave")
        opened.type("y\n")
        opened.read_to_the_end()

    assert shell("user", "list", "-o", "name").lines == ["alice", "bob", "dave"]
