"""The history: what was, when, and that nobody can alter it unnoticed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from iamctl.errors import ConcurrentModification
from iamctl.store.ledger import LEDGER_FILE
from iamctl.store.toml_store import TomlStore

from .given import ROOT, TIME, change, commit, findings, put, store_at, user


@pytest.fixture
def store(store: TomlStore) -> TomlStore:
    """Revisions: 1 the account, 2 alice, 3 alice again and bob, 4 bob becomes carol, 5 alice goes."""
    put(store, user("alice"))
    put(store, user("alice", path="/eng/"), user("bob"))
    change(store, lambda edit: edit.users.rename("bob", user("carol")))
    change(store, lambda edit: edit.users.remove("alice"))
    return store


def test_every_revision_tells_who_did_what_and_when(store: TomlStore) -> None:
    history = store.history()
    revisions = list(history.revisions())
    assert [revision.number for revision in revisions] == [1, 2, 3, 4, 5]
    assert list(history.revisions(newest_first=True)) == revisions[::-1]
    assert {(revision.time, revision.caller) for revision in revisions} == {(TIME, ROOT)}
    assert [call.name for call in revisions[1].operations] == ["Test"]
    assert [file.path for file in revisions[3].files] == ["users/bob.toml", "users/carol.toml"]
    assert history.head() == 5
    assert history.revision(3) == revisions[2]
    assert history.revision(6) is None
    history.close()


def test_a_files_text_can_be_read_as_of_any_revision(store: TomlStore) -> None:
    history = store.history()
    said = [history.text_at("users/alice.toml", number) for number in range(6)]
    assert [text is not None for text in said] == [False, False, True, True, True, False]
    assert "/eng/" not in (said[2] or "")
    assert said[3] == said[4]
    assert "/eng/" in (said[4] or "")
    assert history.paths_at(1) == ["account.toml"]
    assert history.paths_at(3) == ["account.toml", "users/alice.toml", "users/bob.toml"]
    assert history.paths_at(5) == ["account.toml", "users/carol.toml"]
    assert history.touching("users/alice.toml", after=2) == [3, 5]
    history.close()


def test_each_revision_leads_to_the_one_before(store: TomlStore) -> None:
    history = store.history()
    revisions = list(history.revisions())
    assert [revision.previous_hash for revision in revisions] == ["", *(revision.hash for revision in revisions[:-1])]
    assert list(history.breaks()) == []
    history.close()


TAMPERING = {
    "another caller": ("UPDATE revision SET caller = 'mallory' WHERE number = 3", "Revision 3 was altered"),
    "another time": ("UPDATE revision SET time = '' WHERE number = 2", "Revision 2 was altered"),
    "another operation": ("UPDATE revision SET operations = '[]' WHERE number = 5", "Revision 5 was altered"),
    "one taken out": ("DELETE FROM revision WHERE number = 3", "Revision 4 does not follow"),
    "its files taken out too": (
        "DELETE FROM file WHERE revision = 3; DELETE FROM revision WHERE number = 3",
        "Revision 4 does not follow",
    ),
    "the last taken out": ("DELETE FROM revision WHERE number = 5", "Revision 5 is missing"),
    "the last with its files": (
        "DELETE FROM file WHERE revision = 5; DELETE FROM revision WHERE number = 5",
        "Revision 5 is missing, and so may be others",
    ),
    "a file taken out": ("DELETE FROM file WHERE path = 'users/bob.toml' AND revision = 3", "Revision 3 was altered"),
    "a file put in": ("INSERT INTO file VALUES (2, 'users/x.toml', NULL, NULL)", "Revision 2 was altered"),
    "a text altered": ("UPDATE text SET body = body || '# x' WHERE body LIKE '%/eng/%'", "was altered"),
    "a text taken out": ("DELETE FROM text WHERE body LIKE '%/eng/%'", "has lost the text of users/alice.toml"),
    "a hash altered": ("UPDATE revision SET hash = 'x' WHERE number = 4", "Revision 4 was altered"),
}


@pytest.mark.parametrize("tampering", TAMPERING)
def test_what_was_altered_in_the_ledger_is_found(tampering: str, store: TomlStore, root: Path) -> None:
    statements, said = TAMPERING[tampering]
    connection = sqlite3.connect(root / LEDGER_FILE)
    connection.executescript(statements)
    connection.close()
    assert said in " ".join(finding.message for finding in store_at(root).verify())


@pytest.mark.parametrize(
    "edit",
    [
        lambda path: path.write_text(path.read_text() + "# mine\n"),
        lambda path: path.unlink(),
        lambda path: path.rename(path.with_name("dora.toml")).write_text(
            path.with_name("dora.toml").read_text().replace("carol", "dora")
        ),
    ],
    ids=["a line", "a removal", "another name"],
)
def test_an_edit_by_hand_becomes_a_revision(edit: Callable[[Path], object], store: TomlStore, root: Path) -> None:
    edit(root / "users/carol.toml")
    history = store_at(root).history()
    last = history.revision(6)
    assert last is not None
    assert last.caller == ""
    assert [call.name for call in last.operations] == ["EditByHand"]
    assert "users/carol.toml" in {file.path for file in last.files}
    assert last.files[0].before == history.text_at("users/carol.toml", 5)
    history.close()
    assert store_at(root).history().head() == 6, "it is noticed once"
    assert [finding for finding in findings(store_at(root)) if finding.code != "OpenToOthers"] == []


def test_a_file_that_is_touched_without_another_text_is_no_revision(store: TomlStore, root: Path) -> None:
    path = root / "users/carol.toml"
    text = path.read_bytes()
    path.unlink()
    path.write_bytes(text)
    assert store_at(root).history().head() == 5
    with store_at(root).reading() as view:
        assert view.users.names() == ["carol"]


def test_a_second_edit_of_the_same_size_in_the_same_moment_is_noticed(store: TomlStore, root: Path) -> None:
    """File systems date files by ticks; two writes within one give one stamp."""
    path = root / "users/carol.toml"
    for letter in "abc":
        status = path.stat()
        path.write_text(path.read_text().replace(path.read_text().split('path = "')[1].split('"')[0], f"/{letter}/"))
        if letter != "a":
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        with store_at(root).reading() as view:
            assert view.users.find("carol").path == f"/{letter}/"
        with store_at(root).reading() as view:
            assert [found.path for found in view.users.all()] == [f"/{letter}/"]


def test_an_edit_while_a_change_is_made_ends_the_change_and_stays(store: TomlStore, root: Path) -> None:
    path = root / "users/carol.toml"
    with pytest.raises(ConcurrentModification, match=r"users/carol\.toml was edited"), store.editing() as edit:
        edit.users.put(user("carol", path="/x/"))
        edit.users.put(user("new"))
        path.write_text(path.read_text() + "# mine\n")
        commit(edit)
    assert path.read_text().endswith("# mine\n")
    with store_at(root).reading() as view:
        assert view.users.names() == ["carol"]
        assert view.users.find("carol").path == "/"


@pytest.mark.parametrize("moment", ["staged", "committing", "committed", "placed"])
def test_a_file_that_is_saved_in_the_last_moment_is_not_overwritten(moment: str, store: TomlStore, root: Path) -> None:
    path = root / "users/carol.toml"
    saved = path.read_text().replace('path = "/"', 'path = "/mine/"')

    def save(step: str) -> None:
        if step == moment and not path.read_text().endswith(saved):
            path.write_text(saved)

    with store_at(root, at=save).editing() as edit:
        edit.users.put(user("aaa"))
        edit.users.put(user("carol", path="/x/"))
        if moment == "staged":
            with pytest.raises(ConcurrentModification):
                commit(edit)
        else:
            commit(edit)
    assert path.read_text() == saved
    with store_at(root).reading() as view:
        assert view.users.find("carol").path == "/mine/"
    assert [finding for finding in findings(store_at(root)) if finding.code != "OpenToOthers"] == []
    history = store_at(root).history()
    if moment != "staged":
        number = history.touching("users/carol.toml", after=5)[0]
        assert 'path = "/x/"' in (history.text_at("users/carol.toml", number) or "")
    history.close()
