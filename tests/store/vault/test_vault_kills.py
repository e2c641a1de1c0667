"""A process is killed at every step of a change of secrets: they are as before or as after, and nothing is left over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from iamctl.store.vault.header import FILE
from store.conftest import Die
from store.dying import steps_of
from store.given import findings, new_store, put, store_at, user

from .given import opened, secret_files, two_keyed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked and killed here")


def ground(root: Path) -> Path:
    store = new_store(root)
    store.make_vault(FILE)
    two_keyed(store)
    return root


def seen(root: Path) -> tuple[dict[str, bytes], set[str]]:
    """What opens, and which sealed files there are."""
    return opened(root), set(secret_files(root))


@pytest.mark.parametrize("change", ["bring_a_key", "replace_a_key", "lose_a_keyed_user", "first_key"])
def test_a_killed_change_of_secrets_is_whole_or_not_at_all(change: str, die: Die, tmp_path: Path) -> None:
    before = seen(ground(tmp_path / "before"))
    steps = steps_of(ground(tmp_path / "after"), change)
    after = seen(tmp_path / "after")
    committed = steps.index("committed")

    for step in range(len(steps)):
        root = ground(tmp_path / f"at-{step}")
        assert die(root, change, step)

        assert opened(root) == (after if step >= committed else before)[0], steps[step]
        put(store_at(root), user("next"))
        assert seen(root) == (after if step >= committed else before), steps[step]
        assert findings(store_at(root)) == []


def test_who_settles_a_killed_change_may_be_killed_too(die: Die, tmp_path: Path) -> None:
    steps = steps_of(ground(tmp_path / "other"), "replace_a_key")
    after = seen(tmp_path / "other")
    for step in range(steps.index("committed"), len(steps)):
        root = ground(tmp_path / f"at-{step}")
        assert die(root, "replace_a_key", step)
        die(root, "recover", 0)

        put(store_at(root), user("next"))

        assert seen(root) == after


def test_a_killed_re_sealing_leaves_the_vault_as_it_was_or_done(die: Die, tmp_path: Path) -> None:
    before = seen(ground(tmp_path / "before"))
    steps = steps_of(ground(tmp_path / "after"), "seal_anew")
    assert "rekeyed" in steps

    for step in range(len(steps)):
        root = ground(tmp_path / f"at-{step}")
        assert die(root, "seal_anew", step)

        assert opened(root) == before[0], steps[step]
        store_at(root).rekey()
        assert seen(root) == before
        assert len(list((root.parent / f"{root.name}-keys").iterdir())) == 1
        assert findings(store_at(root)) == []
