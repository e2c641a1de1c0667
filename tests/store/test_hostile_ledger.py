"""A ledger that is gone, damaged or another's: the files are whole, and changing waits for a whole ledger."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from iamctl.store.ledger import LEDGER_FILE
from iamctl.store.toml_store import TomlStore

from .given import (
    SETTINGS,
    findings,
    put,
    rich_user,
    store_at,
    texts,
    user,
)
from .hostile import codes, held_account, refusal


@pytest.fixture
def store(root: Path) -> TomlStore:
    return held_account(root)


def garble(root: Path) -> None:
    path = root / LEDGER_FILE
    path.write_bytes(bytes((byte * 7 + at) % 256 for at, byte in enumerate(path.read_bytes())))


def garble_the_middle(root: Path) -> None:
    path = root / LEDGER_FILE
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(bytes(data))


def truncate(root: Path) -> None:
    path = root / LEDGER_FILE
    path.write_bytes(path.read_bytes()[:5000])


def replace_by_another_database(root: Path) -> None:
    (root / LEDGER_FILE).unlink()
    with sqlite3.connect(root / LEDGER_FILE) as connection:
        connection.execute("CREATE TABLE state(x)")
    connection.close()


def replace_by_another_accounts(root: Path) -> None:
    other = TomlStore(root.parent / "other", "999988887777", time=str, check=lambda tree, kind: ())
    other.folder.root.mkdir()
    other.create(replace(SETTINGS, account_id="999988887777"), caller="")
    shutil.copy(root.parent / "other" / LEDGER_FILE, root / LEDGER_FILE)


def lay_another_journal(root: Path) -> None:
    """The write-ahead log of another database beside the ledger."""
    path = root.parent / "another.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE other(x)")
    connection.executemany("INSERT INTO other VALUES (?)", [("x" * 1000,)] * 50)
    shutil.copy(f"{path}-wal", root / f"{LEDGER_FILE}-wal")
    connection.close()


DAMAGE = [
    garble,
    garble_the_middle,
    truncate,
    replace_by_another_database,
    replace_by_another_accounts,
    lay_another_journal,
]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_without_a_whole_ledger_reading_goes_on_and_changing_does_not(
    damage: Callable[[Path], None], store: TomlStore, root: Path
) -> None:
    before = texts(root)
    damage(root)
    reader = store_at(root)
    with reader.reading() as view:
        assert [found.name for found in view.users.all()] == ["alice", "bob"]
        assert view.users.find("alice") == rich_user()
        assert view.users.count_referring("group", "readers") == 1
    assert any(LEDGER_FILE in notice for notice in reader.notices)
    assert LEDGER_FILE in refusal(lambda: put(store_at(root), user("new")))
    assert LEDGER_FILE in refusal(lambda: store_at(root).history())
    assert {finding.code for finding in store_at(root).verify()} == {"DamagedLedger"}
    assert "DamagedLedger" in codes(root)
    assert texts(root) == before
    store_at(root).repair()
    assert list(root.glob(f"{LEDGER_FILE}*damaged-1")), "the damaged one is kept"
    assert texts(root) == before
    put(store_at(root), user("new"))
    assert findings(store_at(root)) == []


@pytest.mark.parametrize("loss", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["deleted", "emptied"])
@pytest.mark.parametrize("first", ["read", "write"])
def test_without_a_ledger_the_account_is_whole_and_says_that_its_history_is_gone(
    first: str, loss: Callable[[Path], object], store: TomlStore, root: Path
) -> None:
    before = texts(root)
    loss(root / LEDGER_FILE)
    next_one = store_at(root)
    if first == "write":
        put(next_one, user("new"))
        (root / "users/new.toml").unlink()
    with next_one.reading() as view:
        assert view.users.find("alice") == rich_user()
        assert view.users.names() == ["alice", "bob"]
        assert view.users.count_referring("group", "readers") == 1
    assert any("history" in notice for notice in next_one.notices)
    assert texts(root) == before
    assert findings(store_at(root)) == []
