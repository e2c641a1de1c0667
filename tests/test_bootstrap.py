"""The real things behind the service: where the accounts lie, what unique ids look like."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import platformdirs
import pytest

from iamctl import bootstrap


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("xdg", ["", "relative/data", "/srv/data"])
def test_accounts_lie_where_platformdirs_has_a_users_data(monkeypatch: pytest.MonkeyPatch, xdg: str) -> None:
    monkeypatch.delenv("IAMCTL_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", xdg)

    found = bootstrap.data_dir()

    assert found == platformdirs.user_data_path("iamctl", appauthor=False)


def test_a_chosen_data_folder_outranks_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IAMCTL_HOME", str(tmp_path / "home"))

    chosen = [bootstrap.data_dir(), bootstrap.data_dir(str(tmp_path / "named"))]

    assert chosen == [tmp_path / "home", tmp_path / "named"]


def test_unique_ids_use_every_character_of_base32() -> None:
    made = [bootstrap.new_id("AIDA") for _ in range(500)]

    assert all(re.fullmatch("AIDA[A-Z2-7]{17}", unique_id) for unique_id in made)
    assert len(set(made)) == 500
    assert set("".join(unique_id[4:] for unique_id in made)) == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
