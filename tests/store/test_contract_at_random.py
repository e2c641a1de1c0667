"""Both stores through the same random changes, edits by hand and losses of the ledger between: they stay alike."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from iamctl.store.codec.kinds import KINDS, to_table
from iamctl.store.ledger import LEDGER_FILE
from iamctl.store.memory import MemoryStore
from iamctl.syntax.toml_render import render_toml

from .given import SETTINGS, change, commit, findings, group, new_store, store_at, user

NAMES = st.sampled_from(["a", "A", "b", "B", "c", "CON", "con", "..", "a.b", "+"])
GROUPS = st.lists(st.sampled_from(["g", "G2", "h"]), max_size=2, unique=True).map(tuple)
PATHS = st.sampled_from(["/", "/x/", "/y/z/"])
USERS = st.builds(lambda name, path, groups: user(name, path=path, groups=groups), NAMES, PATHS, GROUPS)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), USERS),
        st.tuples(st.just("remove"), NAMES),
        st.tuples(st.just("rename"), NAMES, USERS),
        st.tuples(st.just("group"), NAMES),
    ),
    min_size=1,
    max_size=6,
)


def apply(edit: Any, step: tuple[Any, ...]) -> None:
    """One step, where it can be taken."""
    users = edit.users
    if step[0] == "put":
        users.put(step[1])
    elif step[0] == "group":
        edit.groups.put(group(step[1]))
    elif step[0] == "remove" and users.find(step[1]):
        users.remove(step[1])
    elif step[0] == "rename" and (found := users.find(step[1])):
        taken = users.find(step[2].name)
        if taken is None or taken.name == found.name:
            users.rename(found.name, step[2])


def seen(shelves: Any) -> dict[str, Any]:
    """All that can be asked."""
    users = shelves.users
    relations = [(group.lower(), users.referring("group", group.lower())) for group in ("g", "G2", "h")]
    return {
        "all": list(users.all()),
        "names": users.names(),
        "count": users.count(),
        "found": [users.find(name) for name in ("a", "A", "b", "CON", "..", "zz")],
        "ids": [users.find_id(user(name).user_id) is None for name in ("a", "b", "c")],
        "referring": relations,
        "counts": [users.count_referring("group", group) for group, _ in relations],
        "groups": list(shelves.groups.all()),
    }


class TwoStores(RuleBasedStateMachine):
    """The account in memory is what the one on disk has to be."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.root = self.folder / "account"
        new_store(self.root)
        self.memory = MemoryStore(SETTINGS)

    @rule(steps=STEPS, is_kept=st.booleans())
    def change(self, steps: list[tuple[Any, ...]], is_kept: bool) -> None:
        with self.memory.editing() as one, store_at(self.root).editing() as other:
            for step in steps:
                apply(one, step)
                apply(other, step)
                assert seen(one) == seen(other)
            if is_kept:
                assert (commit(one) is None) == (commit(other) is None)
                assert seen(one) == seen(other)

    @rule(found=USERS)
    def write_a_file_by_hand(self, found: Any) -> None:
        text = f"# by hand\n{render_toml(to_table(KINDS['users'], found))}"
        with self.memory.editing() as edit:
            known = edit.users.find(found.name)
            if known:
                edit.users.rename(known.name, found)
                (self.root / KINDS["users"].path(known.name)).unlink()
            edit.users.put(found)
            commit(edit)
        path = self.root / KINDS["users"].path(found.name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    @rule(name=NAMES)
    def remove_a_file_by_hand(self, name: str) -> None:
        with self.memory.reading() as view:
            known = view.users.find(name)
        if known:
            (self.root / KINDS["users"].path(known.name)).unlink()
            change(self.memory, lambda edit: edit.users.remove(name))

    @rule()
    def edit_a_comment_by_hand(self) -> None:
        for path in sorted(self.root.glob("users/*.toml"))[:1]:
            path.write_text(path.read_text() + "# more\n")

    @rule()
    def lose_the_ledger(self) -> None:
        for path in self.root.glob(f"{LEDGER_FILE}*"):
            path.unlink()

    @rule(path=PATHS)
    @precondition(lambda self: self.root.exists())
    def change_the_settings(self, path: str) -> None:
        alias = {"/": None, "/x/": "acme", "/y/z/": "acme-2"}[path]
        for store in (self.memory, store_at(self.root)):
            change(store, lambda edit: edit.settings.put(replace(SETTINGS, alias=alias)))

    @invariant()
    def both_say_the_same(self) -> None:
        with self.memory.reading() as one:
            wanted = seen(one)
        # From its end, and from its beginning: each look notices edits in its own order.
        with store_at(self.root).reading() as other:
            assert other.users.count() == wanted["count"]
            assert seen(other) == wanted
        with store_at(self.root).reading() as other:
            assert [other.users.find(name) for name in ("a", "A", "b", "CON", "..", "zz")] == wanted["found"]
            assert seen(other) == wanted

    def teardown(self) -> None:
        try:
            faults = [each for each in findings(store_at(self.root)) if each.code not in ("OpenToOthers", "NoLedger")]
            assert faults == []
        finally:
            shutil.rmtree(self.folder)


TestTwoStores = TwoStores.TestCase
TestTwoStores.settings = settings(
    max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
