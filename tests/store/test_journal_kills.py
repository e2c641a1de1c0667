"""A writer is killed at every step of the journal: the account is as before or as after, and needs no repair."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from iamctl.store.folder import STAGING_FILE, is_staged

from .conftest import Die
from .dying import lay_ground, steps_of
from .given import findings, new_store, policy, put, store_at, texts, user
from .hostile import as_nobody

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked and killed here")


def ground(root: Path) -> Path:
    lay_ground(new_store(root))
    return root


def everything(root: Path) -> dict[str, Any]:
    """The account as a reader sees it."""
    with store_at(root).reading() as view:
        shelves = (view.settings, view.users, view.groups, view.roles, view.policies)
        members = {name: [user.name for user in view.users.referring("group", name)] for name in ("readers", "others")}
        return {"nouns": [noun for shelf in shelves for noun in shelf.all()], "members": members}


def strays(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*") if is_staged(path.name) or path.name == STAGING_FILE]


class Outcomes:
    """What the account is before and after a change."""

    def __init__(self, folder: Path, change: str) -> None:
        self.before = self._state(ground(folder / "before"))
        root = ground(folder / "after")
        self.steps = steps_of(root, change)
        self.after = self._state(root)

    def _state(self, root: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
        return everything(root), texts(root)

    def check(self, root: Path, *, is_kept: bool, first: str) -> None:
        """Hold the account against the outcome that it has to have; `first` is what the next command does."""
        nouns, files = self.after if is_kept else self.before
        if first == "write":
            put(store_at(root), user("next"))
            assert "users/next.toml" in texts(root)
            with store_at(root).editing() as edit:
                edit.users.remove("next")
                edit.commit(time="", caller="", operations=())
        assert everything(root) == nouns
        assert texts(root) == files
        assert strays(root) == []
        assert findings(store_at(root)) == []


def some(steps: list[str], most: int) -> list[int]:
    """The numbers of all steps, or of the first, the last and some between of each kind."""
    if len(steps) <= most:
        return list(range(len(steps)))
    apart = len(steps) // most + 1
    edges = {at for at in range(len(steps)) if at + 1 == len(steps) or at == 0 or steps[at - 1] != steps[at]}
    return sorted(edges | {at - 1 for at in edges if at} | set(range(0, len(steps), apart)))


@pytest.mark.parametrize("first", ["read", "write"])
@pytest.mark.parametrize("change", ["create_one", "rename_with_members", "bootstrap", "import_many"])
def test_a_killed_writer_leaves_the_account_as_before_or_as_after(
    change: str, first: str, die: Die, tmp_path: Path
) -> None:
    outcomes = Outcomes(tmp_path, change)
    committed = outcomes.steps.index("committed")
    for step in some(outcomes.steps, 40 if len(outcomes.steps) < 100 else 3):
        root = ground(tmp_path / f"at-{step}")
        assert die(root, change, step)
        outcomes.check(root, is_kept=step >= committed, first=first)


@pytest.mark.parametrize("first", ["read", "write"])
def test_who_finishes_a_killed_change_may_be_killed_too(first: str, die: Die, tmp_path: Path) -> None:
    outcomes = Outcomes(tmp_path, "bootstrap")
    committed = outcomes.steps.index("committed")
    half = (committed + len(outcomes.steps)) // 2
    for died_at in (committed, half, len(outcomes.steps) - 1):
        step = 0
        while True:
            root = ground(tmp_path / f"at-{died_at}-{step}")
            assert die(root, "bootstrap", died_at)
            if not die(root, "recover", step):
                break  # it had no such step any more
            outcomes.check(root, is_kept=True, first=first)
            step += 1
        assert step > 0 or died_at == len(outcomes.steps) - 1


def test_an_edit_by_hand_after_the_kill_is_kept(die: Die, tmp_path: Path) -> None:
    """Between the death and the next command a person saves a file that the change had not reached yet."""
    root = ground(tmp_path / "account")
    steps = steps_of(ground(tmp_path / "other"), "bootstrap")
    assert die(root, "bootstrap", steps.index("committed"))
    edited = root / "users/member-3.toml"
    edited.write_text(f"# mine\n{edited.read_text()}")
    put(store_at(root), user("next"))
    assert edited.read_text().startswith("# mine\n")
    assert findings(store_at(root)) == []
    history = store_at(root).history()
    try:
        last = history.touching("users/member-3.toml", after=0)
        assert 'path = "/ops/"' in (history.text_at("users/member-3.toml", last[-2]) or ""), "the change is in there"
    finally:
        history.close()


def test_a_file_broken_by_hand_after_the_kill_is_not_overwritten(die: Die, tmp_path: Path) -> None:
    root = ground(tmp_path / "account")
    steps = steps_of(ground(tmp_path / "other"), "bootstrap")
    assert die(root, "bootstrap", steps.index("committed"))
    for name in ("users/member-3.toml", "users/zoe.toml", "roles/new.toml"):
        (root / name).write_bytes(b"\xff\xfe broken")
    put(store_at(root), policy("unrelated"))
    for name in ("users/member-3.toml", "users/zoe.toml", "roles/new.toml"):
        assert (root / name).read_bytes() == b"\xff\xfe broken"


def test_a_change_is_finished_even_where_nothing_tells_of_staged_files(die: Die, tmp_path: Path) -> None:
    outcomes = Outcomes(tmp_path, "bootstrap")
    for first in ("read", "write"):
        root = ground(tmp_path / first)
        assert die(root, "bootstrap", outcomes.steps.index("placed") + 1)
        for path in [root / STAGING_FILE, *root.rglob(".staged-*")]:
            path.unlink()
        outcomes.check(root, is_kept=True, first=first)


def test_a_reader_that_notes_an_edit_does_not_call_a_killed_change_finished(die: Die, tmp_path: Path) -> None:
    root = ground(tmp_path / "account")
    steps = steps_of(ground(tmp_path / "other"), "bootstrap")
    edited = root / "roles/kept.toml"
    edited.write_text(edited.read_text() + "# one\n")
    with store_at(root).reading() as view:
        assert view.roles.find("kept")
        assert die(root, "bootstrap", steps.index("committed"))
        edited.write_text(edited.read_text() + "# and another\n")
    with store_at(root).reading() as view:
        assert view.users.find("zoe")
    assert (root / "users/zoe.toml").exists()
    assert edited.read_text().endswith("# one\n# and another\n")
    assert [finding for finding in findings(store_at(root)) if finding.code != "OpenToOthers"] == []


def test_who_may_only_read_sees_a_half_placed_change_whole(die: Die, tmp_path: Path) -> None:
    """The reader cannot finish the change; the ledger tells it what the files are about to say."""
    root = ground(tmp_path / "account")
    put(store_at(root), user("bob"))
    steps = steps_of(ground(tmp_path / "other"), "bootstrap")
    assert die(root, "bootstrap", steps.index("placed") + 1)
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    before = texts(root)
    read, *_ = as_nobody(root)
    assert read == str((["Alice", "bob", "member-0", "member-2", "member-3", "member-4", "zoe"], "/"))
    assert texts(root) == before
