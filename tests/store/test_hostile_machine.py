"""A full disk, a folder that cannot be written, a file that may not be read: an error, and nothing has changed."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from iamctl.errors import (
    StorageFailure,
)
from iamctl.model.oidc_provider import OIDCProvider
from iamctl.store import folder as folder_module
from iamctl.store.ledger import LEDGER_FILE
from iamctl.store.toml_store import TomlStore

from .given import (
    ACCOUNT_ID,
    NOW,
    commit,
    findings,
    new_store,
    put,
    store_at,
    texts,
    user,
)
from .hostile import as_nobody, held_account, refusal


@pytest.fixture
def store(root: Path) -> TomlStore:
    return held_account(root)


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
    new_store(root)
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
            edit.oidc_providers.put(OIDCProvider(account_id=ACCOUNT_ID, url="token.example.com/x", create_date=NOW))
            commit(edit)
            modes = {str(path.relative_to(root)): path.stat().st_mode & 0o777 for path in root.rglob("*")}
    finally:
        os.umask(old)
    assert {mode for path, mode in modes.items() if (root / path).is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if not (root / path).is_dir()} == {0o600}
    assert f"{LEDGER_FILE}-wal" in modes
