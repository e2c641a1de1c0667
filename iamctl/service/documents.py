"""Policy documents as a door gets them: text, in JSON or TOML, for some owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.policy.document import parse_document
from iamctl.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from iamctl.model.document import Document

KINDS = {
    "user": PolicyKind.IDENTITY,
    "group": PolicyKind.IDENTITY,
    "role": PolicyKind.IDENTITY,
    "policy": PolicyKind.MANAGED,
    "trust": PolicyKind.TRUST,
    "resource": PolicyKind.RESOURCE,
    "session": PolicyKind.SESSION,
}
"""Whose document: an inline policy of a user, group or role, a managed policy, a role's trust policy,
a resource's policy, a session policy."""


def document_from(text: str, source: str, owner: str) -> Document:
    """The document that a text is.

    Args:
        source: what a person calls the text: a file's name, `<stdin>`, an option's.
        owner: a row of `KINDS`.

    Raises:
        MalformedPolicyDocument: the text does not parse or breaks the grammar of its kind, with line and column.
        ValidationError: the text is empty or too long.
    """
    return parse_document(text, source, KINDS[owner])
