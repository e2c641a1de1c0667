"""The version of the format that all files of an account have; account.toml says it."""

from __future__ import annotations

FORMAT = 1
