"""Logins are kept for their owner alone, each where no other is."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.cli.logins import all_logins, file_of_profile, find, find_of_profile, forget_expired, keep
from iamctl.errors import InvalidInput, StorageFailure
from iamctl.model.secret import Secret
from iamctl.model.session import Credentials

ALICE = "arn:aws:iam::111122223333:user/alice"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"IAMCTL_CACHE_DIR": str(tmp_path / "cache")}


def credentials(expiration: datetime = NOON) -> Credentials:
    return Credentials(
        access_key_id="ASIAY34FZKBOKMUTVV7A",
        secret_access_key=Secret("the secret"),
        session_token=Secret("the token"),
        expiration=expiration,
    )


def test_what_is_kept_is_found_again(environ: dict[str, str]) -> None:
    keep(file_of_profile(environ, "work"), credentials(), ALICE)

    login = find_of_profile(environ, "work")

    assert login is not None
    assert (login.arn, login.access_key_id, login.expiration) == (ALICE, "ASIAY34FZKBOKMUTVV7A", NOON)
    assert (login.secret.reveal(), login.session_token.reveal()) == ("the secret", "the token")
    assert find_of_profile(environ, "Work") is None


@pytest.mark.skipif(os.name != "posix", reason="other systems keep access in other ways")
def test_folder_and_file_are_their_owners_alone_whatever_the_umask(environ: dict[str, str]) -> None:
    file = file_of_profile(environ, "work")
    before = os.umask(0)
    try:
        keep(file, credentials(), ALICE)
    finally:
        os.umask(before)

    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.parent.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in file.parent.iterdir()] == [file.name]


@pytest.mark.skipif(os.name != "posix", reason="other systems keep access in other ways")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_a_file_that_others_have_access_to_is_refused(environ: dict[str, str], mode: int) -> None:
    file = file_of_profile(environ, "work")
    keep(file, credentials(), ALICE)
    file.chmod(mode)

    with pytest.raises(InvalidInput, match="others than you"):
        find_of_profile(environ, "work")


@pytest.mark.skipif(os.name != "posix", reason="there are symbolic links elsewhere for administrators alone")
def test_a_link_to_somewhere_else_is_refused(environ: dict[str, str], tmp_path: Path) -> None:
    file = file_of_profile(environ, "work")
    keep(file, credentials(), ALICE)
    file.rename(tmp_path / "elsewhere.json")
    file.symlink_to(tmp_path / "elsewhere.json")

    with pytest.raises(StorageFailure):
        find_of_profile(environ, "work")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"Arn":1}', "\xff", '{"Arn":"x","AccessKeyId":"secret'])
def test_what_is_no_login_is_said_to_be_none_and_not_shown(environ: dict[str, str], content: str) -> None:
    file = file_of_profile(environ, "work")
    keep(file, credentials(), ALICE)
    file.write_bytes(content.encode("latin-1"))

    with pytest.raises(InvalidInput, match="is no login") as caught:
        find(file, "the profile work")

    assert caught.value.__cause__ is None
    assert "secret" not in str(caught.value)


def test_only_logins_whose_time_is_over_go(environ: dict[str, str]) -> None:
    keep(file_of_profile(environ, "old"), credentials(NOON), ALICE)
    keep(file_of_profile(environ, "new"), credentials(NOON + timedelta(seconds=1)), ALICE)

    forget_expired(environ, NOON)

    assert [login.place for login in all_logins(environ)] == ["the profile new"]


@given(st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=6, unique=True))
def test_no_two_profiles_have_one_file_even_where_case_does_not_count(names: list[str]) -> None:
    safe = [name for name in names if name.isprintable()]

    files = {file_of_profile({"IAMCTL_CACHE_DIR": "/c"}, name).name.lower() for name in safe}

    assert len(files) == len(safe)
    assert not any("/" in file for file in files)
