"""Many processes at one account: no change is lost, and no reader sees half of one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from iamctl.errors import LockTimeout
from iamctl.store.lock import write_lock
from iamctl.store.toml_store import TomlStore

from .given import commit, findings, store_at, user

REPOSITORY = Path(__file__).parents[2]
CHANGES = 25

WRITER = """
import sys
from iamctl import bootstrap
from iamctl.service.users import create_user
directory, writer, changes = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(changes):
    bootstrap.open_service(directory=directory).call(create_user, user_name=f"writer-{writer}-{number}")
"""
PAIRS = """
import sys
from pathlib import Path
from store.given import commit, store_at, user
for number in range(int(sys.argv[2])):
    with store_at(Path(sys.argv[1])).editing() as edit:
        for name in edit.users.names():
            edit.users.remove(name)
        for side in ("left", "right"):
            for extra in range(1 + number % 3):
                edit.users.put(user(f"{side}-{number}-{extra}", path=f"/{number}/"))
        commit(edit)
"""
PAIR_READER = """
import sys
from pathlib import Path
from store.given import store_at
root, last, seen = Path(sys.argv[1]), f"/{sys.argv[2]}/", set()
while last not in seen:
    with store_at(root).reading() as view:
        left = view.users.find("left-0-0")
        users = list(view.users.all())
        names = view.users.names()
        assert [user.name for user in users] == names, (users, names)
        assert len({user.path for user in users}) <= 1, users
        assert len(users) == 2 * len([name for name in names if name.startswith("left")]), names
        assert (left is None) == ("left-0-0" not in names)
        seen |= {user.path for user in users}
print(len(seen))
"""
REPLACER = """
import sys
from pathlib import Path
from store.given import commit, store_at, user
for number in range(1, int(sys.argv[2])):
    with store_at(Path(sys.argv[1])).editing() as edit:
        for name in edit.users.names():
            edit.users.remove(name)
        for extra in range(300):
            edit.users.put(user(f"{'even' if number % 2 else 'odd'}-{extra}", path=f"/{number}/"))
        commit(edit)
"""
REPLACED_READER = """
import sys
from pathlib import Path
from store.given import store_at
root, last, path = Path(sys.argv[1]), f"/{sys.argv[2]}/", ""
while path != last:
    with store_at(root).reading() as view:
        users = list(view.users.all())
        assert len(users) == 300 == view.users.count(), len(users)
        assert len({user.path for user in users}) == 1, {user.path for user in users}
        path = users[0].path
"""


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests")])
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(processes: list[subprocess.Popen[str]]) -> None:
    errors = [process.communicate(timeout=120)[1] for process in processes]
    assert [error for error in errors if error] == []
    assert {process.returncode for process in processes} == {0}


def test_eight_processes_write_at_once_and_every_change_is_there(tmp_path: Path) -> None:
    from iamctl import bootstrap
    from iamctl.model.account_settings import AccountSettings

    settings = AccountSettings(account_id="111122223333", create_date=bootstrap.now())
    with bootstrap.new_account(settings, directory=str(tmp_path)):
        pass
    changes = int(os.environ.get("WRITER_CHANGES", CHANGES))
    finish([run(WRITER, tmp_path, writer, changes) for writer in range(8)])
    service = bootstrap.open_service(directory=str(tmp_path))
    with service.reading() as account:
        wanted = {f"writer-{writer}-{number}" for writer in range(8) for number in range(changes)}
        assert set(account.users.names()) == wanted
    assert service.history().head() == 8 * changes + 1
    assert service.verify() + service.examine() == []


def test_a_reader_sees_both_of_a_pair_or_neither(store: TomlStore, root: Path) -> None:
    finish([run(PAIRS, root, 60), run(PAIR_READER, root, 59), run(PAIR_READER, root, 59)])
    assert findings(store_at(root)) == []


def test_a_reader_sees_the_account_before_or_after_everything_is_replaced(store: TomlStore, root: Path) -> None:
    with store.editing() as edit:
        for extra in range(300):
            edit.users.put(user(f"odd-{extra}", path="/0/"))
        commit(edit)
    finish([run(REPLACER, root, 6), run(REPLACED_READER, root, 5)])
    assert findings(store_at(root)) == []


def test_who_waits_longer_than_allowed_is_told_so(store: TomlStore, root: Path) -> None:
    with (
        write_lock(root, None),
        pytest.raises(LockTimeout, match=r"for over 0\.05 s") as told,
        store_at(root, lock_timeout=0.05).editing(),
    ):
        pass
    assert told.value.exit_status == 74
    assert told.value.hints


def test_a_lock_file_that_was_removed_while_held_makes_no_second_holder(store: TomlStore, root: Path) -> None:
    with store.editing() as edit:
        edit.users.put(user("alice"))
        (root / ".lock").unlink()
        with store_at(root).editing() as other:  # it has a new lock file to itself …
            other.users.put(user("bob"))
            commit(other)
        commit(edit)  # … and the ledger still keeps both changes apart
    assert findings(store_at(root)) == []


def test_reading_never_waits_for_a_writer(store: TomlStore, root: Path) -> None:
    with store.editing() as edit:
        edit.users.put(user("alice"))
        with store_at(root).reading() as view:
            assert view.users.names() == []
        commit(edit)
