"""What one look-up and one change cost does not grow with the account."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iamctl.store import folder as folder_module
from iamctl.store.index import Index
from iamctl.store.toml_store import TomlStore

from .given import commit, group, put, store_at, user


class Tally:
    """Statements of SQL, files looked at one by one, and folders looked through."""

    def __init__(self) -> None:
        self.statements = 0
        self.stats = 0
        self.folders: list[str] = []


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> Tally:
    counted = Tally()
    connect, lstat, entries = sqlite3.connect, folder_module.os.lstat, folder_module._entries

    class Connection(sqlite3.Connection):
        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            counted.statements += 1
            return super().execute(*arguments)

    def counting_lstat(path: Any) -> Any:
        counted.stats += 1
        return lstat(path)

    def counting_entries(place: str) -> Any:
        counted.folders.append(Path(place).name)
        return entries(place)

    monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, factory=Connection, **more))
    monkeypatch.setattr(folder_module.os, "lstat", counting_lstat)
    monkeypatch.setattr(folder_module, "_entries", counting_entries)
    return counted


def find_one(root: Path) -> None:
    with store_at(root).reading() as view:
        assert view.users.find("user-1")


def put_one(root: Path) -> None:
    put(store_at(root), user("user-1", path="/other/"))


def count_members(root: Path) -> None:
    with store_at(root).reading() as view:
        assert view.users.count_referring("group", "g") == 3


def create_one(root: Path) -> None:
    with store_at(root).editing() as edit:
        assert edit.users.find("another") is None
        assert edit.users.count()
        edit.users.put(user("another"))
        commit(edit)


WORK: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "find one": (find_one, []),
    "put one": (put_one, []),
    "count members": (count_members, ["users"]),
    "create one": (create_one, ["users"]),
}


@pytest.mark.parametrize("what", WORK)
def test_one_piece_of_work_costs_the_same_in_any_account(what: str, store: TomlStore, root: Path, tally: Tally) -> None:
    work, folders = WORK[what]
    costs = []
    for number in (5, 400):
        users = [user(f"user-{n}", groups=("g",) if n < 3 else ()) for n in range(number)]
        put(store_at(root), *users, group("g"), group("h"))
        for fact in vars(tally):
            setattr(tally, fact, [] if fact == "folders" else 0)
        work(root)
        assert tally.folders == folders, "at most one look through one folder"
        costs.append((tally.statements, tally.stats))
        store_at(root)
        with store_at(root).editing() as edit:
            if edit.users.find("another"):
                edit.users.remove("another")
            commit(edit)
    assert costs[0] == costs[1]
    assert costs[0][0] < 50


def test_a_bulk_change_costs_in_proportion_to_itself(store: TomlStore, root: Path, tally: Tally) -> None:
    costs = []
    for number in (100, 300):
        tally.statements = 0
        with store_at(root).editing() as edit:
            for n in range(number):
                edit.users.put(user(f"u-{number}-{n}", groups=("g",)))
                edit.users.count()
                edit.users.count_referring("group", "g")
                edit.users.find_id("nobody")
            commit(edit)
        costs.append(tally.statements / number)
    assert costs[1] <= costs[0]


def test_a_look_after_a_bulk_change_finds_nothing_to_compare(
    store: TomlStore, root: Path, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, *(user(f"u-{n}") for n in range(50)))
    put(store, *(user(f"u-{n}", path="/x/") for n in range(0, 50, 2)))
    with store.editing() as edit:
        for n in range(0, 50, 3):
            edit.users.remove(f"u-{n}")
        edit.users.rename("u-1", user("U-1"))
        commit(edit)

    def refuse(*given: object) -> None:
        raise AssertionError("the digest says that nothing was edited")

    monkeypatch.setattr(Index, "stamps", refuse)
    with store_at(root).reading() as view:
        assert view.users.count() == 33
