"""Inline policies: documents that live and die with one user, group or role.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from iamctl.model.document import Document


class InlinePolicy(NamedTuple):
    """A name of 1-128 characters, unique in its owner without regard to case, and a document."""

    policy_name: str
    document: Document


def inline_policy(policies: tuple[InlinePolicy, ...], name: str) -> InlinePolicy | None:
    """The policy of this name, in whatever case."""
    wanted = name.lower()
    return next((policy for policy in policies if policy.policy_name.lower() == wanted), None)


def with_inline_policy(policies: tuple[InlinePolicy, ...], new: InlinePolicy) -> tuple[InlinePolicy, ...]:
    """The policies after a put: an old one keeps its name's spelling and its place, a new one goes last."""
    old = inline_policy(policies, new.policy_name)
    if old is None:
        return (*policies, new)
    return tuple(policy._replace(document=new.document) if policy is old else policy for policy in policies)
