"""The account as it was right after one of its revisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from iamctl.errors import StorageFailure
from iamctl.store.past_shelves import past_shelves

from .given import ACCOUNT_ID, change, group, new_store, put, rich_user, user


def test_an_entity_is_as_it_was_then(tmp_path: Path) -> None:
    store = new_store(tmp_path / "account")
    put(store, user("Alice"), group("readers"))
    put(store, user("Alice", path="/eng/"))
    change(store, lambda edit: edit.users.remove("alice"))
    history = store.history()

    paths = [
        getattr(past_shelves(history, number, ACCOUNT_ID).users.find("aLICE"), "path", None) for number in (1, 2, 3, 4)
    ]

    assert paths == [None, "/", "/eng/", None]


def test_every_shelf_shows_the_same_moment(tmp_path: Path) -> None:
    store = new_store(tmp_path / "account")
    put(store, rich_user("bob"), user("Anna"), group("readers"))
    put(store, user("carl"))

    then = past_shelves(store.history(), 2, ACCOUNT_ID)

    assert (then.users.names(), then.users.count()) == (["Anna", "bob"], 2)
    assert [noun.name for noun in then.users.all()] == ["Anna", "bob"]
    assert then.users.find("bob") == rich_user("bob")
    assert then.users.find_id(user("Anna").user_id) == user("Anna")
    assert [noun.name for noun in then.users.referring("group", "readers")] == ["bob"]
    assert then.settings.find(ACCOUNT_ID) is not None
    assert then.roles.count() == 0


def test_the_past_cannot_be_changed(tmp_path: Path) -> None:
    store = new_store(tmp_path / "account")
    put(store, user("alice"))
    then = past_shelves(store.history(), 2, ACCOUNT_ID)

    with pytest.raises(StorageFailure, match="the past stays as it was"):
        then.users.put(user("bob"))
    with pytest.raises(StorageFailure, match="the past stays as it was"):
        then.users.remove("alice")
