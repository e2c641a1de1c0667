"""Which resources an action can act on at all, as AWS publishes it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from iamctl.service.reference import service_reference

if TYPE_CHECKING:
    from collections.abc import Callable


def takes_no_resource(action: str) -> bool:
    """Whether `*` is the action's only resource; of an action that AWS does not list, it is not."""
    found = service_reference().action(action)
    return found is not None and not found.resource_types


@lru_cache(maxsize=256)
def meant_patterns(action: str) -> Callable[[str], bool]:
    """A test whether a `Resource` of a policy can be of one of the action's types; anything can of an unknown one."""
    reference = service_reference()
    found = reference.action(action)
    types = reference.resource_types_for(found) if found is not None else ()
    if not types:
        return _anything

    @lru_cache(maxsize=4096)
    def is_meant(text: str) -> bool:
        return any(reference.arn_matches(each, part) for part in text.split(" that is also ")[:1] for each in types)

    return is_meant


def _anything(_text: str) -> bool:
    return True
