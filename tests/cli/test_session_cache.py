"""Sessions that are kept: exactly one for each purpose, whole, and only its owner's."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.cli.session_cache import KeptSession, Purpose, SessionCache, Witness, status_of
from iamctl.errors import StorageFailure
from iamctl.model.secret import Secret
from iamctl.model.session import Credentials

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DEPLOY = Purpose(("/srv", ""), "as alice", "AssumeRole", role="Deploy")
TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=5)
PURPOSES = st.builds(
    Purpose,
    place=st.lists(TEXTS, max_size=3).map(tuple),
    caller=TEXTS,
    operation=st.sampled_from(["AssumeRole", "GetSessionToken"]),
    role=TEXTS,
    session_name=TEXTS,
    policy=st.none() | TEXTS,
    policy_arns=st.lists(TEXTS, max_size=2).map(tuple),
    tags=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
    transitive_tag_keys=st.lists(TEXTS, max_size=2).map(tuple),
    external_id=st.none() | TEXTS,
)


@pytest.fixture
def cache(tmp_path: Path) -> SessionCache:
    return SessionCache({"IAMCTL_CACHE_DIR": str(tmp_path / "cache")})


def kept(purpose: Purpose = DEPLOY, *, expires: datetime = NOW + timedelta(hours=1), **more: Any) -> KeptSession:
    credentials = Credentials(
        access_key_id="ASIAIOSFODNN7EXAMPLE",
        secret_access_key=Secret("secret"),
        session_token=Secret("iamctl.token"),
        expiration=expires,
    )
    return KeptSession(
        purpose, "111122223333", "arn:caller", "arn:session", credentials, {"PackedPolicySize": 3}, **more
    )


@given(PURPOSES)
def test_what_is_kept_is_found_as_it_was(tmp_path_factory: pytest.TempPathFactory, purpose: Purpose) -> None:
    cache = SessionCache({"IAMCTL_CACHE_DIR": str(tmp_path_factory.mktemp("cache"))})
    witness = Witness((("/a", (1, 2, 3)),), NOW)

    cache.keep(kept(purpose, witness=witness))

    assert cache.find(purpose) == kept(purpose, witness=witness)


@given(PURPOSES, PURPOSES)
def test_two_purposes_are_the_same_only_if_all_of_them_is(one: Purpose, other: Purpose) -> None:
    assert (one.text == other.text) == (one == other)


def test_a_file_of_another_purpose_is_not_taken_for_this_ones(cache: SessionCache) -> None:
    other = DEPLOY._replace(role="Admin")
    cache.keep(kept(other))
    cache._file(other).rename(cache._file(DEPLOY))

    assert cache.find(DEPLOY) is None


@pytest.mark.parametrize(("left", "fresh"), [(301, True), (300, False), (299, False), (-1, False)])
def test_a_session_is_fresh_until_five_minutes_before_its_end(left: int, fresh: bool) -> None:
    assert kept(expires=NOW + timedelta(seconds=left)).is_fresh(NOW) is fresh


def test_a_witness_holds_as_long_as_its_files_are_as_they_were(tmp_path: Path) -> None:
    there, empty = tmp_path / "there", tmp_path / "empty"
    there.write_text("a")
    witness = Witness(tuple((str(file), status_of(str(file))) for file in (there, empty)))
    assert witness.holds(NOW)

    empty.touch()
    assert witness.holds(NOW), "SQLite makes an empty file when it only reads"
    empty.write_text("b")
    assert not witness.holds(NOW)
    empty.unlink()
    there.write_text("bb")
    assert not witness.holds(NOW)


def test_a_witness_ends_with_the_callers_own_credentials() -> None:
    witness = Witness((), NOW)

    assert witness.holds(NOW - timedelta(seconds=1))
    assert not witness.holds(NOW)


def test_what_is_over_goes_and_its_lock_with_it(cache: SessionCache) -> None:
    over, living = DEPLOY._replace(role="Over"), DEPLOY
    for purpose, end in ((over, NOW), (living, NOW + timedelta(seconds=1))):
        with cache.locked(purpose):
            cache.keep(kept(purpose, expires=end))

    cache.forget_expired(NOW)

    assert [each.purpose for each in cache.all()] == [living]
    assert len(list(cache.folder.glob("*.lock"))) == 1


def test_a_lock_that_is_held_stays(cache: SessionCache) -> None:
    with cache.locked(DEPLOY):
        cache.keep(kept(expires=NOW))
        cache.forget_expired(NOW)

        assert list(cache.folder.glob("*.lock")) != []


def test_a_lock_whose_file_was_removed_is_no_lock(cache: SessionCache) -> None:
    holder = """
import sys
from tests.cli.test_session_cache import DEPLOY
from iamctl.cli.session_cache import SessionCache
with SessionCache({"IAMCTL_CACHE_DIR": sys.argv[1]}).locked(DEPLOY):
    print("held", flush=True)
    sys.stdin.readline()
"""
    words = [sys.executable, "-c", holder, str(cache.folder.parent)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with (
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as first,
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as second,
    ):
        processes = [first, second]
        import select

        [ready], _, _ = select.select([process.stdout for process in processes], [], [], 30)
        assert ready is not None
        holding = first if ready is first.stdout else second
        waiting = second if holding is first else first
        assert holding.stdin is not None
        assert waiting.stdout is not None
        assert holding.stdout is not None
        assert holding.stdout.readline() == "held\n"
        next(cache.folder.glob("*.lock")).unlink()
        holding.stdin.write("\n")
        holding.stdin.flush()
        assert waiting.stdout.readline() == "held\n"
        assert len(list(cache.folder.glob("*.lock"))) == 1
        assert waiting.stdin is not None
        waiting.stdin.write("\n")
        waiting.stdin.flush()


@pytest.mark.skipif(os.name != "posix", reason="links and modes are POSIX's")
def test_a_link_is_not_followed(cache: SessionCache, tmp_path: Path) -> None:
    cache.keep(kept())
    file = cache._file(DEPLOY)
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)

    with pytest.raises(StorageFailure):
        cache.find(DEPLOY)


def test_no_secret_is_shown_of_what_is_kept() -> None:
    assert "iamctl.token" not in repr(kept())
    assert "'secret'" not in repr(kept())
