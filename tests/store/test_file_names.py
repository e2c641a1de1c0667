"""Names to file names and back."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iamctl.store.file_names import entity_name, file_name

IAM_NAMES = st.text("ABCXYZabcxyz0189_+=,.@-", min_size=1, max_size=128)
ANY_NAMES = st.one_of(IAM_NAMES, st.text(min_size=1, max_size=300), st.sampled_from(["con", "LPT1.x", "..", "%2E"]))

# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
FORBIDDEN_ON_WINDOWS = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]\Z|\A(?i:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)')


@pytest.mark.parametrize(
    "name, file",
    [
        ("alice", "alice.toml"),
        ("..", "%2E..toml"),
        ("CON", "%43ON.toml"),
        ("con.x", "%63on.x.toml"),
        ("a.com/x", "a.com%2Fx.toml"),
        ("100%", "100%25.toml"),
        ("é", "%C3%A9.toml"),
    ],
)
def test_a_name_has_its_file(name: str, file: str) -> None:
    assert file_name(name) == file
    assert entity_name(file) == name


@given(ANY_NAMES)
@example("\udcff")
@example(".staged-0.tmp")
def test_every_file_name_is_safe_on_every_file_system(name: str) -> None:
    file = file_name(name)
    assert file.isascii()
    assert len(file) <= 230
    assert not file.startswith(".")
    assert not FORBIDDEN_ON_WINDOWS.search(file)


@given(IAM_NAMES)
def test_a_file_name_gives_its_name_back(name: str) -> None:
    assert entity_name(file_name(name)) == name


@given(ANY_NAMES, ANY_NAMES)
@example("CON", "con")
@example("%43ON", "CON")
@example("x" * 300, "x" * 301)
def test_two_names_share_a_file_only_where_they_differ_in_case_alone(one: str, other: str) -> None:
    if file_name(one).lower() == file_name(other).lower():
        assert one.lower() == other.lower()


@given(st.text("ABXYZabxyz0189_+=,@-", min_size=1, max_size=100))
def test_another_case_of_a_name_is_another_case_of_its_file(name: str) -> None:
    assert file_name(name.swapcase()).lower() == file_name(name).lower()


@pytest.mark.parametrize("file", ["%6a.toml", "%61lice.toml", ".toml", "a b.toml", "%FF.toml", "CON.toml", "%2e.toml"])
def test_a_file_that_no_name_has_is_nobodys(file: str) -> None:
    assert entity_name(file) is None
