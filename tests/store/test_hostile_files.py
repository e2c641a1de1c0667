"""What may lie in an account's folder, and what a machine may do: a clear error or the right answer, no file damaged."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from iamctl.errors import BrokenFile, IamctlError, MachineError, Mistakes, NewerFormat, StorageFailure
from iamctl.store import folder as folder_module
from iamctl.store.ledger import LEDGER_FILE
from iamctl.store.toml_store import TomlStore

from .given import (
    ACCOUNT_ID,
    SETTINGS,
    commit,
    findings,
    group,
    new_store,
    own_arn,
    put,
    rich_user,
    store_at,
    texts,
    user,
)

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def store(root: Path) -> TomlStore:
    store = new_store(root)
    put(store, rich_user(), user("bob"), group("readers"))
    return store


@pytest.fixture
def alice(root: Path) -> Path:
    return root / "users/alice.toml"


def read_all(root: Path) -> list[str]:
    with store_at(root).reading() as view:
        return [found.name for found in view.users.all()]


def codes(root: Path) -> set[str]:
    return {finding.code for finding in store_at(root).examine()}


# --- files that are not what they should be


def break_with(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def link_away(path: Path) -> None:
    target = path.parents[2] / "elsewhere.toml"
    path.rename(target)
    path.symlink_to(target)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


BREAKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a syntax error": (break_with(b'name = "alice\n'), "users/alice.toml:1:"),
    "an unknown key": (lambda path: path.write_text(path.read_text().replace("groups", "grops", 1)), "did you mean"),
    "another's name": (lambda path: path.write_text(path.read_text().replace('"alice"', '"carol"', 1)), "rename one"),
    "no name": (lambda path: path.write_text(path.read_text().replace('name = "alice"\n', "", 1)), "name"),
    "bytes that are no UTF-8": (break_with(b'name = "\xff"\n'), "not UTF-8"),
    "NUL bytes": (break_with(b"\0" * 100), "NUL"),
    "10 MB of garbage": (break_with(b"x = [" + b"[" * 10_000_000), "too many"),
    "nothing": (break_with(b""), "name"),
    "a symbolic link": (link_away, "symbolic link"),
    "a pipe": (pipe, "not a plain file"),
    "a folder": (directory, "not a plain file"),
}


def refusal(work: Callable[[], object]) -> str:
    """What the error says, with its hints and those of its parts."""
    with pytest.raises(IamctlError) as told:
        work()
    assert told.value.exit_status in (74, 6)
    errors = told.value.errors if isinstance(told.value, Mistakes) else (told.value,)
    assert all(isinstance(error, MachineError) for error in errors)
    return " ".join(f"{error} {' '.join(error.hints)}" for error in errors)


@pytest.mark.parametrize("breaking", BREAKS)
def test_a_broken_file_stops_only_what_depends_on_it_and_is_never_overwritten(
    breaking: str, store: TomlStore, root: Path, alice: Path
) -> None:
    break_it, said = BREAKS[breaking]
    break_it(alice)
    before = texts(root)

    def on_users(work: Callable[[object], object]) -> Callable[[], object]:
        def run() -> None:
            with store_at(root).editing() as edit:
                work(edit.users)
                commit(edit)

        return run

    with store_at(root).reading() as view:
        assert said in refusal(lambda: view.users.find("Alice"))
        assert view.users.find("bob") == user("bob")
        assert view.users.names() == ["alice", "bob"]
        assert view.users.count() == 2
        assert view.groups.find("readers") == group("readers")
        found = []
        assert said in refusal(
            lambda: found.extend(view.users.all()) or [found.append(each) for each in view.users.all()]
        )
        assert said in refusal(lambda: view.users.referring("group", "readers"))
    for work in (
        lambda users: users.put(rich_user()),
        lambda users: users.put(user("ALICE")),
        lambda users: users.remove("alice"),
        lambda users: users.rename("alice", user("carol")),
        lambda users: users.rename("bob", user("alice")),
    ):
        assert said in refusal(on_users(work))
    put(store_at(root), user("dora"), user("bob", path="/ops/"))
    with store_at(root).reading() as view:
        assert said in refusal(lambda: view.users.find("alice"))
    assert {path: data for path, data in texts(root).items() if path in before and path != "users/bob.toml"} == {
        path: data for path, data in before.items() if path != "users/bob.toml"
    }
    assert "BrokenFile" in codes(root)


def test_the_others_are_given_before_a_broken_one_is_told(store: TomlStore, root: Path, alice: Path) -> None:
    alice.write_text("?")
    found = []
    with store_at(root).reading() as view, pytest.raises(BrokenFile):
        for each in view.users.all():
            found.append(each.name)
    assert found == ["bob"]


def test_a_file_that_was_mended_is_read_again(store: TomlStore, root: Path, alice: Path) -> None:
    good = alice.read_text()
    alice.write_text(good.replace("path", "pfad", 1))
    assert "pfad" in refusal(lambda: read_all(root))
    alice.write_text(good)
    assert read_all(root) == ["alice", "bob"]
    assert findings(store_at(root)) == []


def test_a_name_that_two_files_claim_is_refused_until_one_is_gone(store: TomlStore, root: Path, alice: Path) -> None:
    twin = alice.with_name("ALICE.toml")
    twin.write_text(alice.read_text().replace('"alice"', '"ALICE"'))
    twin.chmod(0o600)
    assert "same name" in refusal(lambda: read_all(root))
    with store_at(root).reading() as view:
        assert "same name" in refusal(lambda: view.users.find("alice"))
        assert view.users.count() == 2
    assert "same name" in refusal(lambda: put(store_at(root), user("alice")))
    alice.unlink()
    with store_at(root).reading() as view:
        assert view.users.find("alice") == replace(rich_user(), user_name="ALICE")
        assert [found.name for found in view.users.referring("group", "readers")] == ["ALICE"]
    assert findings(store_at(root)) == []


def test_a_second_file_of_a_name_takes_nothing_along_when_it_goes(store: TomlStore, root: Path, alice: Path) -> None:
    twin = alice.with_name("ALICE.toml")
    twin.write_text(alice.read_text().replace('"alice"', '"ALICE"'))
    refusal(lambda: read_all(root))
    twin.unlink()
    for _ in range(2):
        with store_at(root).reading() as view:
            assert view.users.find("ALICE") == rich_user()
            assert view.users.referring("group", "readers") == [rich_user()]
    assert findings(store_at(root)) == []


def test_two_files_of_one_name_that_come_at_once_are_told_apart(store: TomlStore, root: Path) -> None:
    for name in ("eve", "Eve"):
        (root / f"users/{name}.toml").write_text((root / "users/bob.toml").read_text().replace('"bob"', f'"{name}"'))
    with store_at(root).reading() as view:
        assert "same name" in refusal(lambda: view.users.find("EVE"))
    (root / LEDGER_FILE).unlink()
    with store_at(root).reading() as view:
        assert "same name" in refusal(lambda: view.users.find("eve"))
    (root / "users/eve.toml").unlink()
    with store_at(root).editing() as edit:
        assert edit.users.find("eve").name == "Eve"


def test_a_file_renamed_by_hand_in_nothing_but_case_is_the_same_entity(
    store: TomlStore, root: Path, alice: Path
) -> None:
    alice.write_text(alice.read_text().replace('"alice"', '"Alice"'))
    alice.rename(alice.with_name("Alice.toml"))
    with store_at(root).reading() as view:
        assert view.users.find("alice").name == "Alice"
        assert view.users.count_referring("group", "readers") == 1
    with store_at(root).reading() as view:
        assert [found.name for found in view.users.referring("group", "readers")] == ["Alice"]
    assert findings(store_at(root)) == []


def test_windows_line_ends_are_read_and_kept(store: TomlStore, root: Path, alice: Path) -> None:
    alice.write_bytes(b"# mine\r\n" + alice.read_bytes().replace(b"\n", b"\r\n"))
    put(store_at(root), replace(rich_user(), path="/ops/"))
    assert b'path = "/ops/"\r\n' in alice.read_bytes()
    assert alice.read_bytes().count(b"\n") == alice.read_bytes().count(b"\r\n")
    assert findings(store_at(root)) == []


def test_a_byte_order_mark_is_no_hindrance(store: TomlStore, root: Path, alice: Path) -> None:
    alice.write_bytes(b"\xef\xbb\xbf" + alice.read_bytes())
    with store_at(root).reading() as view:
        assert view.users.find("alice") == rich_user()
    put(store_at(root), replace(rich_user(), path="/ops/"))
    assert findings(store_at(root)) == []


def test_a_policy_that_is_not_there_hinders_no_reading(store: TomlStore, root: Path) -> None:
    put(store, user("carol", attached_policies=(own_arn("policy/none"),)))
    (root / LEDGER_FILE).unlink()
    with store_at(root).reading() as view:
        assert view.users.find("carol").attached_policies == (own_arn("policy/none"),)


def test_a_folder_that_is_a_symbolic_link_is_neither_read_nor_written(store: TomlStore, root: Path) -> None:
    elsewhere = root.parent / "elsewhere"
    (root / "users").rename(elsewhere)
    (root / "users").symlink_to(elsewhere)
    before = {path.name: path.read_bytes() for path in elsewhere.iterdir()}
    assert "symbolic link" in refusal(lambda: read_all(root))
    assert "symbolic link" in refusal(lambda: put(store_at(root), user("bob", path="/x/")))
    assert "symbolic link" in refusal(lambda: put(store_at(root), user("new")))
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir()} == before
    with store_at(root).reading() as view:
        assert view.groups.names() == ["readers"]


@pytest.mark.parametrize("name", ["..", ".", "CON", "a/b", "../../x", "nul.txt", "a\0b", "%2E", ".staged-0.tmp"])
def test_names_that_file_systems_do_not_take_stay_in_their_folder(name: str, store: TomlStore, root: Path) -> None:
    around = sorted(root.parent.rglob("*"))
    with store_at(root).editing() as edit:
        edit.oidc_providers.find(name)
        edit.users.find(name)
        assert edit.users.place(name).startswith("users/")
        assert edit.users.place(name).count("/") == 1
    assert sorted(path for path in root.parent.rglob("*") if path.suffix == ".toml") == [
        path for path in around if path.suffix == ".toml"
    ]


def test_foreign_files_are_told_and_left_alone(store: TomlStore, root: Path) -> None:
    for name in ("users/notes.txt", "users/.alice.toml.swp", "stray", "users/a b.toml"):
        (root / name).write_bytes(b"mine")
    Path(os.fsdecode(os.fsencode(root / "users") + b"/\xff.toml")).write_bytes(b"mine")
    with store_at(root).reading() as view:
        assert view.users.find("alice") == rich_user()
    assert "UnknownFile" in codes(root)
    store_at(root).repair()
    assert (root / "users/notes.txt").read_bytes() == b"mine"


# --- formats


def test_an_account_of_a_later_format_is_refused_unchanged(store: TomlStore, root: Path) -> None:
    place = root / "account.toml"
    place.write_text(place.read_text().replace("format = 1", "format = 2"))
    before = texts(root)
    for work in (lambda: read_all(root), lambda: put(store_at(root), user("new"))):
        with pytest.raises(NewerFormat, match="format 2") as told:
            work()
        assert told.value.exit_status == 74
    (root / LEDGER_FILE).unlink()
    with pytest.raises(NewerFormat):
        read_all(root)
    assert texts(root) == before


def test_a_ledger_that_a_later_format_has_marked_is_refused(store: TomlStore, root: Path) -> None:
    """The later version wrote account.toml and took note of it: no edit tells of the format."""
    with sqlite3.connect(root / LEDGER_FILE) as connection:
        connection.execute("UPDATE state SET value = 2 WHERE key = 'format'")
        connection.execute("INSERT OR IGNORE INTO state VALUES ('format', 2)")
    connection.close()
    for work in (lambda: read_all(root), lambda: put(store_at(root), user("new"))):
        with pytest.raises(NewerFormat):
            work()


@pytest.mark.parametrize("ledger", ["kept", "deleted"])
@pytest.mark.parametrize("said", ["", "format = 0\n"])
def test_an_account_of_an_older_format_is_migrated_in_one_revision(
    said: str, ledger: str, store: TomlStore, root: Path
) -> None:
    place = root / "account.toml"
    place.write_text("# mine\n" + place.read_text().replace("format = 1\n", said))
    if ledger == "deleted":
        (root / LEDGER_FILE).unlink()
    assert read_all(root) == ["alice", "bob"]
    assert "format = 1\n" in place.read_text()
    assert "# mine" in place.read_text()
    history = store_at(root).history()
    named = [call.name for revision in history.revisions() for call in revision.operations]
    history.close()
    assert named.count("MigrateFormat") == 1
    assert findings(store_at(root)) == []
    put(store_at(root), replace(SETTINGS, alias="acme"))
    assert "# mine" in place.read_text()


def test_a_broken_account_file_stops_only_what_needs_it(store: TomlStore, root: Path) -> None:
    place = root / "account.toml"
    for data in (b"format = 1\nalas = 3\n", b"\xff"):
        place.write_bytes(data)
        assert read_all(root) == ["alice", "bob"]
        with store_at(root).reading() as view:
            refusal(lambda: view.settings.find(ACCOUNT_ID))
        put(store_at(root), user("bob", path=f"/x{len(data)}/"))
        assert place.read_bytes() == data


def test_an_account_file_that_is_gone_is_written_anew_on_request(store: TomlStore, root: Path) -> None:
    place = root / "account.toml"
    before = place.read_bytes()
    place.unlink()
    assert "account.toml" in refusal(lambda: read_all(root))
    assert "account.toml" in refusal(lambda: put(store_at(root), user("new")))
    assert codes(root) == {"NoAccountFile"}
    assert [finding.code for finding in store_at(root).repair()] == ["NoAccountFile"]
    assert place.read_bytes() == before
    assert findings(store_at(root)) == []


# --- the ledger


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


# --- the machine


def failing(code: int, after: int) -> Callable[..., int]:
    """`os.write` on a machine that fails from one call on; a last write may be a short one, as on a full disk."""
    calls = 0
    write = os.write

    def wrapped(descriptor: int, data: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls == after and len(data) > 10:
            return write(descriptor, data[:10])
        if calls > after:
            raise OSError(code, os.strerror(code))
        return write(descriptor, data)

    return wrapped


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_disk_that_fails_while_texts_are_staged_changes_nothing(
    code: int, after: int, store: TomlStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(root)
    monkeypatch.setattr(folder_module.os, "write", failing(code, after))
    message = refusal(lambda: put(store_at(root), *(user(f"new-{number}") for number in range(6))))
    assert os.strerror(code) in message
    monkeypatch.undo()
    assert texts(root) == before
    assert not list(root.rglob(".stag*"))
    assert findings(store_at(root)) == []
    put(store_at(root), user("new"))


def test_a_disk_that_is_full_when_the_ledger_is_written_changes_nothing(store: TomlStore, root: Path) -> None:
    before = texts(root)

    def work() -> None:
        with store_at(root).editing() as edit:
            pages = edit.ledger.connection.execute("PRAGMA page_count").fetchone()[0]
            edit.ledger.connection.execute(f"PRAGMA max_page_count = {pages}")
            for number in range(200):
                edit.users.put(user(f"new-{number}"))
            commit(edit)

    message = refusal(work)
    assert "No space left" in message
    assert texts(root) == before
    assert findings(store_at(root)) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few hundred kilobytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a file system can only be mounted by root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_loses_nothing_whatever_write_meets_it(small_disk: Path) -> None:
    root = small_disk / "account"
    store = new_store(root)
    number = 0
    for size in (40_000, 4_000, 400, 10):  # until not even the smallest fits
        for _ in range(100):
            before = texts(root)
            try:
                put(
                    store_at(root),
                    *(user(f"u-{number}-{n}", path="/" + "x" * 400 + "/") for n in range(size // 400 + 1)),
                )
            except StorageFailure as error:
                assert "No space left" in error.message or "disk" in error.message, error
                assert texts(root) == before
                break
            number += 1
    assert number
    left = texts(root)
    with store_at(root).reading() as view:
        assert view.users.count() == len(left) - 1
        assert list(view.users.all())
    (root / "users/u-0-0.toml").unlink()
    del left["users/u-0-0.toml"]
    for path in list(left)[-20:]:
        if path.startswith("users/"):
            (root / path).unlink()
            del left[path]
    assert texts(root) == left
    del store


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


def test_a_folder_that_cannot_be_written_can_be_read(store: TomlStore, root: Path) -> None:
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    before = texts(root)
    read, create, change = as_nobody(root)
    assert read == "(['alice', 'bob'], '/')"
    for refused in (create, change):
        assert refused.startswith("StorageFailure 74 ")
        assert "Permission denied" in refused
    assert texts(root) == before


def test_a_file_that_may_not_be_read_is_told_of(store: TomlStore, root: Path) -> None:
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (root / "users/alice.toml").write_text("# edited\n" + (root / "users/alice.toml").read_text())
    (root / "users/alice.toml").chmod(0o600)
    read, *_ = as_nobody(root)
    assert "Permission denied" in read
    assert "alice.toml" in read


def test_a_folder_that_may_not_be_looked_into_is_told_of(store: TomlStore, root: Path) -> None:
    for said in as_nobody(root, mode=0o700):
        assert said.startswith("StorageFailure 74 ")
        assert "Permission denied" in said


def test_a_limit_on_the_size_of_files_changes_nothing(store: TomlStore, root: Path) -> None:
    before = texts(root)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal

    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, limits[1]))
        refusal(lambda: put(store_at(root), user("new", path="/" + "x" * 400 + "/", user_id="A" * 4000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert texts(root) == before
    assert findings(store_at(root)) == []


def test_the_accounts_files_are_for_their_owner_alone(store: TomlStore, root: Path) -> None:
    old = os.umask(0o022)
    try:
        with store_at(root).editing() as edit:
            edit.oidc_providers.put(provider())
            commit(edit)
            modes = {str(path.relative_to(root)): path.stat().st_mode & 0o777 for path in root.rglob("*")}
    finally:
        os.umask(old)
    assert {mode for path, mode in modes.items() if (root / path).is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if not (root / path).is_dir()} == {0o600}
    assert f"{LEDGER_FILE}-wal" in modes


def provider() -> object:
    from iamctl.model.oidc_provider import OIDCProvider

    from .given import NOW

    return OIDCProvider(account_id=ACCOUNT_ID, url="token.actions.example.com/x", create_date=NOW)
