"""What the declaration says of a fact, or else what the entity has already, or else the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from iamctl.model.inline_policy import InlinePolicy, inline_policy
from iamctl.syntax.same_value import is_same_value

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.model.tag import Tag

V = TypeVar("V")


def said_or(said: V | None, kept: object | None, attribute: str, default: V) -> V:
    """What is said; else the attribute of what is kept; else the default."""
    if said is not None:
        return said
    if kept is None:
        return default
    value: V = getattr(kept, attribute)
    return value


def said_tags(said: tuple[Tag, ...] | None, existing: Any, *, prune: bool) -> tuple[Tag, ...]:
    """The tags; their order is no difference."""
    there: tuple[Tag, ...] = existing.tags if existing is not None else ()
    if said is None:
        return () if prune else there
    return there if sorted(said) == sorted(there) else said


def said_inline(said: tuple[InlinePolicy, ...] | None, existing: Any, *, prune: bool) -> tuple[InlinePolicy, ...]:
    """The inline policies; those that are there keep their names' spelling."""
    there: tuple[InlinePolicy, ...] = existing.inline_policies if existing is not None else ()
    if said is None:
        return () if prune else there
    return tuple(_in_place_of(inline_policy(there, policy.policy_name), policy) for policy in said) if there else said


def kept_if_same(there: Document, said: Document) -> Document:
    """The document as it is there, if it says the same: the order of keys is no difference."""
    return there if there == said or is_same_value(there.tree, said.tree) else said


def _in_place_of(there: InlinePolicy | None, said: InlinePolicy) -> InlinePolicy:
    if there is None:
        return said
    return InlinePolicy(there.policy_name, kept_if_same(there.document, said.document))
