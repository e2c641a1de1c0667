"""An account in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from iamctl.store.toml_store import TomlStore

from .given import new_store


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "account"


@pytest.fixture
def store(root: Path) -> TomlStore:
    """A new account on disk."""
    return new_store(root)
