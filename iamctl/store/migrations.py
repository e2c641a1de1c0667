"""Bringing an account of an older format up to date: one step from each version to the next.

A step is a pure function over the texts of the account's files. All steps that an account needs are one revision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from iamctl.store.codec.format import FORMAT
from iamctl.syntax.toml_read import parse_toml

Texts = Mapping[str, str]
Step = Callable[[Texts], dict[str, str]]


def _number_the_format(texts: Texts) -> dict[str, str]:
    """Format 0 had no number."""
    from iamctl.syntax.toml_merge import merge_toml

    text = texts["account.toml"]
    table = parse_toml(text, "account.toml")
    return {"account.toml": merge_toml(text, {"format": 1} | table | {"format": 1}, "account.toml")}


STEPS: dict[int, Step] = {0: _number_the_format}


def format_of(text: str) -> int:
    """The format that the text of account.toml says; of a broken one, the present format, so that it is reported."""
    from iamctl.errors import IamctlError

    try:
        version = parse_toml(text, "account.toml").get("format", 0)
    except IamctlError:
        return FORMAT
    return version if isinstance(version, int) else FORMAT


def migrated(texts: Texts, version: int) -> dict[str, str]:
    """The texts that differ in the present format, by path."""
    changed: dict[str, str] = {}
    for step in range(version, FORMAT):
        changed.update(STEPS[step]({**texts, **changed}))
    return changed
