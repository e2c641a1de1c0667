"""How large a policy document is, as AWS counts.

Two measures: quotas count the characters that are not white space; the API takes texts up to a length,
white space included. The quotas of each kind stand with the account's other quotas.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamctl.model.document import Document

MAXIMUM_TEXT = 131_072
"""Characters of a `PolicyDocument` parameter, white space included."""


def document_size(document: Document) -> int:
    """Characters without white space."""
    return document.size
