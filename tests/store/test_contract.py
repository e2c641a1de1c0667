"""What every store does, whatever it keeps accounts in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from iamctl.store.memory import MemoryStore

from .given import (
    ACCOUNT_ID,
    NOW,
    READ_ONLY,
    SETTINGS,
    change,
    commit,
    group,
    instance_profile,
    new_store,
    own_arn,
    policy,
    put,
    role,
    trusting,
    user,
)


@pytest.fixture(params=["memory", "files"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    yield MemoryStore(SETTINGS) if request.param == "memory" else new_store(tmp_path / "account")


def names(store: Any, shelf: str = "users") -> list[str]:
    with store.reading() as view:
        return [noun.name for noun in getattr(view, shelf).all()]


def test_a_new_account_holds_nothing_but_its_settings(store: Any) -> None:
    with store.reading() as view:
        assert view.settings.find(ACCOUNT_ID) == SETTINGS
        assert [view.users.count(), view.roles.names(), list(view.policies.all())] == [0, [], []]


def test_an_entity_is_found_in_any_case_of_letters(store: Any) -> None:
    put(store, user("Alice"))
    with store.reading() as view:
        assert view.users.find("aLICE") == user("Alice")
        assert view.users.find("alic") is None


@pytest.mark.parametrize("name", ["", "..", "a/b", "CON", "x" * 300, "\udcff", "a\0b", "%2E", "é"])
def test_a_name_that_nothing_has_is_not_found_whatever_it_is(store: Any, name: str) -> None:
    put(store, user("alice"))
    with store.reading() as view:
        assert view.users.find(name) is None
        assert view.users.find_id(name) is None


def test_an_entity_is_found_by_its_unique_id(store: Any) -> None:
    put(store, user("alice", user_id="AIDA1"), role("alice", role_id="AROA1"))
    with store.reading() as view:
        assert view.users.find_id("AIDA1") == user("alice", user_id="AIDA1")
        assert view.users.find_id("AROA1") is None


def test_names_come_sorted_without_regard_to_case(store: Any) -> None:
    put(store, *map(user, ["b", "C", "a", "B2", "Ab"]))
    assert names(store) == ["a", "Ab", "b", "B2", "C"]
    with store.reading() as view:
        assert view.users.names() == ["a", "Ab", "b", "B2", "C"]


def test_a_change_shows_in_itself_before_it_is_kept_and_nowhere_else(store: Any) -> None:
    put(store, user("alice"), user("bob"))
    with store.editing() as edit:
        edit.users.remove("Alice")
        edit.users.put(user("carol"))
        edit.users.put(user("bob", path="/ops/"))
        assert [found.name for found in edit.users.all()] == edit.users.names() == ["bob", "carol"]
        assert edit.users.count() == 2
        assert edit.users.find("alice") is None
        assert edit.users.find_id(user("alice").user_id) is None
        assert edit.users.find_id(user("carol").user_id) == user("carol")
        assert edit.users.find("BOB") == user("bob", path="/ops/")
    assert names(store) == ["alice", "bob"]


def test_a_change_that_is_not_committed_leaves_nothing(store: Any) -> None:
    with pytest.raises(ZeroDivisionError), store.editing() as edit:
        edit.users.put(user("alice"))
        _ = 1 / 0
    assert names(store) == []


def test_a_change_that_changes_nothing_is_no_revision(store: Any) -> None:
    put(store, user("alice"))
    assert put(store, user("alice")) is None
    with store.editing() as edit:
        edit.users.put(user("bob"))
        edit.users.remove("bob")
        assert edit.changes() == []
        assert commit(edit) is None


def test_what_a_change_would_do_is_told_without_doing_it(store: Any) -> None:
    put(store, user("alice"))
    with store.editing() as edit:
        edit.users.put(user("bob"))
        edit.users.remove("alice")
        said = [(change.before is None, change.after is None) for change in edit.changes()]
        assert sorted(said) == [(False, True), (True, False)]
        assert edit.changes() == edit.changes()
    assert names(store) == ["alice"]


def test_after_a_commit_the_same_change_goes_on(store: Any) -> None:
    with store.editing() as edit:
        edit.users.put(user("alice"))
        first = commit(edit)
        edit.users.put(user("bob"))
        assert [found.name for found in edit.users.all()] == ["alice", "bob"]
    assert first is not None
    assert names(store) == ["alice"], "what came after the commit was not kept"


def test_a_revision_says_what_changed(store: Any) -> None:
    first = put(store, user("alice"))
    second = change(store, lambda edit: edit.users.remove("alice"))
    assert first is not None and second is not None
    assert second.number == first.number + 1
    assert [(each.before is None, each.after is None) for each in first.files] == [(True, False)]
    assert [(each.before, each.after) for each in second.files] == [(first.files[0].after, None)]


def test_an_entity_put_under_another_spelling_takes_the_old_ones_place(store: Any) -> None:
    put(store, user("alice", groups=("g",)))
    put(store, user("ALICE", groups=("g",)))
    assert names(store) == ["ALICE"]
    with store.reading() as view:
        assert view.users.count_referring("group", "g") == 1


@pytest.mark.parametrize("old, new", [("alice", "bob"), ("alice", "Alice"), ("Alice", "alice"), ("alice", "alice")])
def test_a_renamed_entity_is_found_by_its_new_name_alone(store: Any, old: str, new: str) -> None:
    put(store, user(old, groups=("readers",)))
    renamed = replace(user(old, groups=("readers",)), user_name=new, path="/moved/")
    change(store, lambda edit: edit.users.rename(old, renamed))
    assert names(store) == [new]
    with store.reading() as view:
        assert view.users.find(new) == renamed
        assert view.users.find(old) == (renamed if old.lower() == new.lower() else None)
        assert view.users.referring("group", "readers") == [renamed]


def test_two_entities_swap_their_names_in_one_change(store: Any) -> None:
    a, b = user("a", path="/a/"), user("b", path="/b/")
    put(store, a, b)
    with store.editing() as edit:
        edit.users.rename("a", replace(a, user_name="tmp"))
        edit.users.rename("b", replace(b, user_name="a"))
        edit.users.rename("tmp", replace(a, user_name="b"))
        assert edit.users.count() == 2
        commit(edit)
    with store.reading() as view:
        assert [(found.name, found.path) for found in view.users.all()] == [("a", "/b/"), ("b", "/a/")]


def test_a_name_that_was_freed_is_taken_in_the_same_change(store: Any) -> None:
    put(store, user("a", path="/a/"), user("b", path="/b/"))
    with store.editing() as edit:
        edit.users.remove("b")
        edit.users.rename("a", user("b", path="/a/"))
        edit.users.put(user("a", path="/new/"))
        assert edit.users.count() == 2
        commit(edit)
    with store.reading() as view:
        assert [(found.name, found.path) for found in view.users.all()] == [("a", "/new/"), ("b", "/a/")]


def test_a_renamed_entity_that_is_removed_is_gone_under_both_names(store: Any) -> None:
    put(store, user("a"))
    with store.editing() as edit:
        edit.users.rename("a", user("b"))
        edit.users.rename("b", user("c"))
        edit.users.remove("c")
        commit(edit)
    assert names(store) == []


def test_members_follow_every_step_of_a_change(store: Any) -> None:
    put(store, user("a", groups=("G",)), user("b", groups=("g", "h")), user("c"))
    with store.editing() as edit:
        assert edit.users.count_referring("group", "g") == 2
        edit.users.put(user("c", groups=("g",)))
        assert edit.users.count_referring("group", "g") == 3
        edit.users.remove("a")
        assert [found.name for found in edit.users.referring("group", "g")] == ["b", "c"]
        edit.users.rename("b", user("z", groups=("g",)))
        assert [found.name for found in edit.users.referring("group", "g")] == ["c", "z"]
        edit.users.put(user("c", groups=("h",)))
        assert edit.users.count_referring("group", "g") == 1
        edit.users.put(user("c"))
        assert edit.users.count_referring("group", "h") == 0
        commit(edit)
    with store.reading() as view:
        assert [found.name for found in view.users.referring("group", "g")] == ["z"]
        assert view.users.count_referring("group", "h") == 0


def test_every_relation_can_be_asked_from_its_other_end(store: Any) -> None:
    edge = own_arn("policy/edge")
    put(
        store,
        user("u", attached_policies=(READ_ONLY,), permissions_boundary=edge),
        group("g", attached_policies=(READ_ONLY,)),
        role("r", attached_policies=(READ_ONLY,), permissions_boundary=edge, trust_policy=trusting(own_arn("user/u"))),
        instance_profile("p", roles=("R",)),
        policy("edge"),
    )
    with store.reading() as view:
        for shelf in (view.users, view.groups, view.roles):
            assert shelf.count_referring("policy", READ_ONLY) == 1
        assert view.users.referring("boundary", edge)[0].name == "u"
        assert view.roles.referring("principal", own_arn("user/u"))[0].name == "r"
        assert view.instance_profiles.referring("role", "r")[0].name == "p"
        assert view.policies.referring("policy", READ_ONLY) == []


def test_shelves_may_be_changed_while_they_are_gone_through(store: Any) -> None:
    put(store, *(user(f"u{number:04}") for number in range(30)))
    with store.editing() as edit:
        for found in edit.users.all():
            edit.users.put(replace(found, path="/all/"))
        for found in edit.users.all():
            if found.name.endswith("5"):
                edit.users.remove(found.name)
        commit(edit)
    with store.reading() as view:
        assert {found.path for found in view.users.all()} == {"/all/"}
        assert view.users.count() == 27


def test_the_settings_change_like_any_entity(store: Any) -> None:
    put(store, replace(SETTINGS, alias="acme", create_date=NOW))
    with store.reading() as view:
        assert view.settings.find(ACCOUNT_ID).alias == "acme"
        assert view.settings.count() == 1
