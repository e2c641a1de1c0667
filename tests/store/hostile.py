"""What the tests of broken files, ledgers and machines have in common."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from iamctl.errors import (
    IamctlError,
    MachineError,
    Mistakes,
)
from iamctl.store.toml_store import TomlStore

from .given import (
    group,
    new_store,
    put,
    rich_user,
    store_at,
    user,
)

REPOSITORY = Path(__file__).parents[2]


def held_account(root: Path) -> TomlStore:
    """An account with alice, who has something under every key, bob and a group."""
    store = new_store(root)
    put(store, rich_user(), user("bob"), group("readers"))
    return store


def read_all(root: Path) -> list[str]:
    with store_at(root).reading() as view:
        return [found.name for found in view.users.all()]


def codes(root: Path) -> set[str]:
    return {finding.code for finding in store_at(root).examine()}


def refusal(work: Callable[[], object]) -> str:
    """What the error says, with its hints and those of its parts."""
    with pytest.raises(IamctlError) as told:
        work()
    assert told.value.exit_status in (74, 6)
    errors = told.value.errors if isinstance(told.value, Mistakes) else (told.value,)
    assert all(isinstance(error, MachineError) for error in errors)
    return " ".join(f"{error} {' '.join(error.hints)}" for error in errors)


AS_NOBODY = """
import os, sys, tempfile, unicodedata
from pathlib import Path
from iamctl.errors import IamctlError
from store.given import new_store, put, store_at, user
def told(work):
    try:
        print(work())
    except IamctlError as error:
        print(type(error).__name__, error.exit_status, error.message, error.hints)
def read():
    store = store_at(root)
    with store.reading() as view:
        return [found.name for found in view.users.all()], view.users.find("bob").path
def tell_all():
    told(read)
    told(lambda: put(store_at(root), user("new")))
    told(lambda: put(store_at(root), user("bob", path="/x/")))
with tempfile.TemporaryDirectory() as folder:  # everything is imported while the sources can be read
    root = Path(folder) / "account"
    put(new_store(root), user("alice"), user("bob"))
    (root / "users/alice.toml").write_text("?")
    tell_all()
    (root / "ledger.sqlite3").write_text("?")
    tell_all()
    print("---")
os.setgid(65534); os.setuid(65534)
root = Path(sys.argv[1])
tell_all()
"""


def as_nobody(root: Path, *, mode: int = 0o755) -> list[str]:
    if os.geteuid() != 0:
        pytest.skip("another user can only be played by root")
    for above in (*root.parents, root):
        if above.stat().st_uid == 0 and above != Path("/") and "pytest" in str(above):
            above.chmod(0o755)
    root.chmod(mode)
    path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests")])
    done = subprocess.run(
        [sys.executable, "-B", "-c", AS_NOBODY, root],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.partition("---\n")[2].splitlines()
