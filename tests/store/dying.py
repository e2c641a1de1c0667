"""A process that makes a change and is killed on the way: `python -m store.dying` takes one job on each line.

It forks for each, so that a death costs milliseconds. A job is a JSON object: the account's folder, the name of
the change (`recover` only opens the account), and the number of the journal's step at which it dies.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from .given import commit, group, moved, own_arn, policy, put, rich_user, role, store_at, trusting, user
from .vault.given import ALICE_KEY, NEW_KEY, put_keyed

MEMBERS = [f"member-{number}" for number in range(5)]


def lay_ground(store: Any) -> None:
    """What the account holds before each change."""
    members = [user(name, groups=("readers", "others")) for name in MEMBERS]
    roles = [role("old", trust_policy=trusting(own_arn("user/member-0"))), role("kept")]
    put(store, group("readers"), group("others"), rich_user(), policy("edge"), *members, *roles)


def create_one(edit: Any) -> None:
    edit.users.put(user("new"))


def rename_with_members(edit: Any) -> None:
    edit.groups.rename("readers", group("lectors"))
    for member in list(edit.users.referring("group", "readers")):
        edit.users.put(member.left("readers").joined("lectors"))


def bootstrap(edit: Any) -> None:
    """Things come, change, go, and change their names and the case of their names, in one change."""
    edit.users.remove("member-1")
    edit.roles.remove("old")
    edit.policies.put(policy("edge", description="changed"))
    edit.policies.put(policy("more"))
    edit.users.rename("alice", replace(rich_user(), user_name="Alice", path="/"))
    edit.users.rename("member-2", user("zoe", groups=("others",)))
    edit.users.put(user("member-2", path="/again/"))
    edit.roles.put(role("new"))
    edit.users.put(moved(edit.users.find("member-3"), "/ops/"))


def import_many(edit: Any) -> None:
    for number in range(200):
        shelf, noun = (edit.users, user) if number % 2 else (edit.roles, role)
        shelf.put(noun(f"imported-{number:03}"))


def recover(edit: Any) -> None:
    del edit


def bring_a_key(edit: Any) -> None:
    put_keyed(edit, "alice", ALICE_KEY, NEW_KEY)


def replace_a_key(edit: Any) -> None:
    put_keyed(edit, "bob", NEW_KEY)


def lose_a_keyed_user(edit: Any) -> None:
    edit.users.remove("bob")


def first_key(edit: Any) -> None:
    put_keyed(edit, "carol", NEW_KEY)


CHANGES: dict[str, Callable[[Any], None]] = {
    change.__name__: change
    for change in (
        create_one,
        rename_with_members,
        bootstrap,
        import_many,
        recover,
        bring_a_key,
        replace_a_key,
        lose_a_keyed_user,
        first_key,
    )
}


def steps_of(root: Path, change: str) -> list[str]:
    """The journal's steps on the way, in their order; the change is made."""
    steps: list[str] = []
    make(root, change, steps.append)
    return steps


def make(root: Path, change: str, at: Callable[[str], None]) -> None:
    if change == "seal_anew":
        store_at(root, at=at).rekey()
        return
    with store_at(root, at=at).editing() as edit:
        CHANGES[change](edit)
        commit(edit, change)


def die(root: Path, change: str, step: int) -> None:
    """Make the change; the process is killed at the step's number."""
    reached = -1

    def at(name: str) -> None:
        nonlocal reached
        reached += 1
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    make(root, change, at)


def serve() -> None:
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                die(Path(job["root"]), job["change"], job["step"])
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        print(json.dumps(os.WIFSIGNALED(status)), flush=True)


if __name__ == "__main__":
    serve()
