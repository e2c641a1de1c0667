"""What may lie in an account's folder: a clear error or the right answer, and no file damaged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from iamctl.errors import (
    BrokenFile,
    NewerFormat,
)
from iamctl.store.ledger import LEDGER_FILE
from iamctl.store.toml_store import TomlStore

from .given import (
    ACCOUNT_ID,
    SETTINGS,
    commit,
    findings,
    group,
    own_arn,
    put,
    rich_user,
    store_at,
    texts,
    user,
)
from .hostile import codes, held_account, read_all, refusal


@pytest.fixture
def store(root: Path) -> TomlStore:
    return held_account(root)


@pytest.fixture
def alice(root: Path) -> Path:
    return root / "users/alice.toml"


def break_with(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def link_away(path: Path) -> None:
    target = path.parents[2] / "elsewhere.toml"
    path.rename(target)
    path.symlink_to(target)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


BREAKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a syntax error": (break_with(b'name = "alice\n'), "users/alice.toml:1:"),
    "an unknown key": (lambda path: path.write_text(path.read_text().replace("groups", "grops", 1)), "did you mean"),
    "another's name": (lambda path: path.write_text(path.read_text().replace('"alice"', '"carol"', 1)), "rename one"),
    "no name": (lambda path: path.write_text(path.read_text().replace('name = "alice"\n', "", 1)), "name"),
    "bytes that are no UTF-8": (break_with(b'name = "\xff"\n'), "not UTF-8"),
    "NUL bytes": (break_with(b"\0" * 100), "NUL"),
    "10 MB of garbage": (break_with(b"x = [" + b"[" * 10_000_000), "too many"),
    "nothing": (break_with(b""), "name"),
    "a symbolic link": (link_away, "symbolic link"),
    "a pipe": (pipe, "not a plain file"),
    "a folder": (directory, "not a plain file"),
}


@pytest.mark.parametrize("breaking", BREAKS)
def test_a_broken_file_stops_only_what_depends_on_it_and_is_never_overwritten(
    breaking: str, store: TomlStore, root: Path, alice: Path
) -> None:
    break_it, said = BREAKS[breaking]
    break_it(alice)
    before = texts(root)

    def on_users(work: Callable[[object], object]) -> Callable[[], object]:
        def run() -> None:
            with store_at(root).editing() as edit:
                work(edit.users)
                commit(edit)

        return run

    with store_at(root).reading() as view:
        assert said in refusal(lambda: view.users.find("Alice"))
        assert view.users.find("bob") == user("bob")
        assert view.users.names() == ["alice", "bob"]
        assert view.users.count() == 2
        assert view.groups.find("readers") == group("readers")
        found = []
        assert said in refusal(
            lambda: found.extend(view.users.all()) or [found.append(each) for each in view.users.all()]
        )
        assert said in refusal(lambda: view.users.referring("group", "readers"))
    for work in (
        lambda users: users.put(rich_user()),
        lambda users: users.put(user("ALICE")),
        lambda users: users.remove("alice"),
        lambda users: users.rename("alice", user("carol")),
        lambda users: users.rename("bob", user("alice")),
    ):
        assert said in refusal(on_users(work))
    put(store_at(root), user("dora"), user("bob", path="/ops/"))
    with store_at(root).reading() as view:
        assert said in refusal(lambda: view.users.find("alice"))
    assert {path: data for path, data in texts(root).items() if path in before and path != "users/bob.toml"} == {
        path: data for path, data in before.items() if path != "users/bob.toml"
    }
    assert "BrokenFile" in codes(root)


def test_the_others_are_given_before_a_broken_one_is_told(store: TomlStore, root: Path, alice: Path) -> None:
    alice.write_text("?")
    found = []
    with store_at(root).reading() as view, pytest.raises(BrokenFile):
        for each in view.users.all():
            found.append(each.name)
    assert found == ["bob"]


def test_a_file_that_was_mended_is_read_again(store: TomlStore, root: Path, alice: Path) -> None:
    good = alice.read_text()
    alice.write_text(good.replace("path", "pfad", 1))
    assert "pfad" in refusal(lambda: read_all(root))
    alice.write_text(good)
    assert read_all(root) == ["alice", "bob"]
    assert findings(store_at(root)) == []


def test_a_name_that_two_files_claim_is_refused_until_one_is_gone(store: TomlStore, root: Path, alice: Path) -> None:
    twin = alice.with_name("ALICE.toml")
    twin.write_text(alice.read_text().replace('"alice"', '"ALICE"'))
    twin.chmod(0o600)
    assert "same name" in refusal(lambda: read_all(root))
    with store_at(root).reading() as view:
        assert "same name" in refusal(lambda: view.users.find("alice"))
        assert view.users.count() == 2
    assert "same name" in refusal(lambda: put(store_at(root), user("alice")))
    alice.unlink()
    with store_at(root).reading() as view:
        assert view.users.find("alice") == replace(rich_user(), user_name="ALICE")
        assert [found.name for found in view.users.referring("group", "readers")] == ["ALICE"]
    assert findings(store_at(root)) == []


def test_a_second_file_of_a_name_takes_nothing_along_when_it_goes(store: TomlStore, root: Path, alice: Path) -> None:
    twin = alice.with_name("ALICE.toml")
    twin.write_text(alice.read_text().replace('"alice"', '"ALICE"'))
    refusal(lambda: read_all(root))
    twin.unlink()
    for _ in range(2):
        with store_at(root).reading() as view:
            assert view.users.find("ALICE") == rich_user()
            assert view.users.referring("group", "readers") == [rich_user()]
    assert findings(store_at(root)) == []


def test_two_files_of_one_name_that_come_at_once_are_told_apart(store: TomlStore, root: Path) -> None:
    for name in ("eve", "Eve"):
        (root / f"users/{name}.toml").write_text((root / "users/bob.toml").read_text().replace('"bob"', f'"{name}"'))
    with store_at(root).reading() as view:
        assert "same name" in refusal(lambda: view.users.find("EVE"))
    (root / LEDGER_FILE).unlink()
    with store_at(root).reading() as view:
        assert "same name" in refusal(lambda: view.users.find("eve"))
    (root / "users/eve.toml").unlink()
    with store_at(root).editing() as edit:
        assert edit.users.find("eve").name == "Eve"


def test_a_file_renamed_by_hand_in_nothing_but_case_is_the_same_entity(
    store: TomlStore, root: Path, alice: Path
) -> None:
    alice.write_text(alice.read_text().replace('"alice"', '"Alice"'))
    alice.rename(alice.with_name("Alice.toml"))
    with store_at(root).reading() as view:
        assert view.users.find("alice").name == "Alice"
        assert view.users.count_referring("group", "readers") == 1
    with store_at(root).reading() as view:
        assert [found.name for found in view.users.referring("group", "readers")] == ["Alice"]
    assert findings(store_at(root)) == []


def test_windows_line_ends_are_read_and_kept(store: TomlStore, root: Path, alice: Path) -> None:
    alice.write_bytes(b"# mine\r\n" + alice.read_bytes().replace(b"\n", b"\r\n"))
    put(store_at(root), replace(rich_user(), path="/ops/"))
    assert b'path = "/ops/"\r\n' in alice.read_bytes()
    assert alice.read_bytes().count(b"\n") == alice.read_bytes().count(b"\r\n")
    assert findings(store_at(root)) == []


def test_a_byte_order_mark_is_no_hindrance(store: TomlStore, root: Path, alice: Path) -> None:
    alice.write_bytes(b"\xef\xbb\xbf" + alice.read_bytes())
    with store_at(root).reading() as view:
        assert view.users.find("alice") == rich_user()
    put(store_at(root), replace(rich_user(), path="/ops/"))
    assert findings(store_at(root)) == []


def test_a_policy_that_is_not_there_hinders_no_reading(store: TomlStore, root: Path) -> None:
    put(store, user("carol", attached_policies=(own_arn("policy/none"),)))
    (root / LEDGER_FILE).unlink()
    with store_at(root).reading() as view:
        assert view.users.find("carol").attached_policies == (own_arn("policy/none"),)


def test_a_folder_that_is_a_symbolic_link_is_neither_read_nor_written(store: TomlStore, root: Path) -> None:
    elsewhere = root.parent / "elsewhere"
    (root / "users").rename(elsewhere)
    (root / "users").symlink_to(elsewhere)
    before = {path.name: path.read_bytes() for path in elsewhere.iterdir()}
    assert "symbolic link" in refusal(lambda: read_all(root))
    assert "symbolic link" in refusal(lambda: put(store_at(root), user("bob", path="/x/")))
    assert "symbolic link" in refusal(lambda: put(store_at(root), user("new")))
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir()} == before
    with store_at(root).reading() as view:
        assert view.groups.names() == ["readers"]


@pytest.mark.parametrize("name", ["..", ".", "CON", "a/b", "../../x", "nul.txt", "a\0b", "%2E", ".staged-0.tmp"])
def test_names_that_file_systems_do_not_take_stay_in_their_folder(name: str, store: TomlStore, root: Path) -> None:
    around = sorted(root.parent.rglob("*"))
    with store_at(root).editing() as edit:
        edit.oidc_providers.find(name)
        edit.users.find(name)
        assert edit.users.place(name).startswith("users/")
        assert edit.users.place(name).count("/") == 1
    assert sorted(path for path in root.parent.rglob("*") if path.suffix == ".toml") == [
        path for path in around if path.suffix == ".toml"
    ]


def test_foreign_files_are_told_and_left_alone(store: TomlStore, root: Path) -> None:
    for name in ("users/notes.txt", "users/.alice.toml.swp", "stray", "users/a b.toml"):
        (root / name).write_bytes(b"mine")
    Path(os.fsdecode(os.fsencode(root / "users") + b"/\xff.toml")).write_bytes(b"mine")
    with store_at(root).reading() as view:
        assert view.users.find("alice") == rich_user()
    assert "UnknownFile" in codes(root)
    store_at(root).repair()
    assert (root / "users/notes.txt").read_bytes() == b"mine"


def test_an_account_of_a_later_format_is_refused_unchanged(store: TomlStore, root: Path) -> None:
    place = root / "account.toml"
    place.write_text(place.read_text().replace("format = 1", "format = 2"))
    before = texts(root)
    for work in (lambda: read_all(root), lambda: put(store_at(root), user("new"))):
        with pytest.raises(NewerFormat, match="format 2") as told:
            work()
        assert told.value.exit_status == 74
    (root / LEDGER_FILE).unlink()
    with pytest.raises(NewerFormat):
        read_all(root)
    assert texts(root) == before


def test_a_ledger_that_a_later_format_has_marked_is_refused(store: TomlStore, root: Path) -> None:
    """The later version wrote account.toml and took note of it: no edit tells of the format."""
    with sqlite3.connect(root / LEDGER_FILE) as connection:
        connection.execute("UPDATE state SET value = 2 WHERE key = 'format'")
        connection.execute("INSERT OR IGNORE INTO state VALUES ('format', 2)")
    connection.close()
    for work in (lambda: read_all(root), lambda: put(store_at(root), user("new"))):
        with pytest.raises(NewerFormat):
            work()


@pytest.mark.parametrize("ledger", ["kept", "deleted"])
@pytest.mark.parametrize("said", ["", "format = 0\n"])
def test_an_account_of_an_older_format_is_migrated_in_one_revision(
    said: str, ledger: str, store: TomlStore, root: Path
) -> None:
    place = root / "account.toml"
    place.write_text("# mine\n" + place.read_text().replace("format = 1\n", said))
    if ledger == "deleted":
        (root / LEDGER_FILE).unlink()
    assert read_all(root) == ["alice", "bob"]
    assert "format = 1\n" in place.read_text()
    assert "# mine" in place.read_text()
    history = store_at(root).history()
    named = [call.name for revision in history.revisions() for call in revision.operations]
    history.close()
    assert named.count("MigrateFormat") == 1
    assert findings(store_at(root)) == []
    put(store_at(root), replace(SETTINGS, alias="acme"))
    assert "# mine" in place.read_text()


def test_a_broken_account_file_stops_only_what_needs_it(store: TomlStore, root: Path) -> None:
    place = root / "account.toml"
    for data in (b"format = 1\nalas = 3\n", b"\xff"):
        place.write_bytes(data)
        assert read_all(root) == ["alice", "bob"]
        with store_at(root).reading() as view:
            refusal(lambda: view.settings.find(ACCOUNT_ID))
        put(store_at(root), user("bob", path=f"/x{len(data)}/"))
        assert place.read_bytes() == data


def test_an_account_file_that_is_gone_is_written_anew_on_request(store: TomlStore, root: Path) -> None:
    place = root / "account.toml"
    before = place.read_bytes()
    place.unlink()
    assert "account.toml" in refusal(lambda: read_all(root))
    assert "account.toml" in refusal(lambda: put(store_at(root), user("new")))
    assert codes(root) == {"NoAccountFile"}
    assert [finding.code for finding in store_at(root).repair()] == ["NoAccountFile"]
    assert place.read_bytes() == before
    assert findings(store_at(root)) == []
