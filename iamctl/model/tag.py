"""Tags: what a user, role, policy, instance profile or provider is labelled with.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Tag(NamedTuple):
    """A key of 1-128 characters and a value of 0-256."""

    key: str
    value: str


def with_tags(tags: tuple[Tag, ...], new: Iterable[Tag], *, ignore_case: bool) -> tuple[Tag, ...]:
    """The tags after tagging: a known key takes the new spelling and value in its old place, others go last.

    Args:
        ignore_case: keys of users and roles are the same whatever their case; those of other entities are not.
    """
    by_key = {_key(tag.key, ignore_case): tag for tag in tags}
    by_key.update({_key(tag.key, ignore_case): tag for tag in new})
    return tuple(by_key.values())


def without_tags(tags: tuple[Tag, ...], keys: Iterable[str], *, ignore_case: bool) -> tuple[Tag, ...]:
    """The tags after untagging; a key that is not there is passed over, as in the API."""
    gone = {_key(key, ignore_case) for key in keys}
    return tuple(tag for tag in tags if _key(tag.key, ignore_case) not in gone)


def _key(key: str, ignore_case: bool) -> str:
    return key.lower() if ignore_case else key
