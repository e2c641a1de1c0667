"""The text of a policy written otherwise: in the canonical form, or as small as it can be.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from typing import NamedTuple

from iamctl.errors import MalformedPolicyDocument
from iamctl.model.quotas import QUOTAS
from iamctl.policy.document import check_document, malformed
from iamctl.policy.layout import DOCUMENT_ORDER, STATEMENT_ORDER, compact, layout
from iamctl.policy.minify import minified
from iamctl.policy.source_document import SourceDocument, read_source
from iamctl.service.validation import KINDS

LIMITS = {
    "identity": (QUOTAS["UserPolicySize"].default, QUOTAS["GroupPolicySize"].default, QUOTAS["RolePolicySize"].default),
    "managed": (QUOTAS["PolicySize"].default,),
    "boundary": (QUOTAS["PolicySize"].default,),
    "trust": (QUOTAS["ACLSizePerRole"].default,),
    "session": (2048,),
    "scp": (5120,),
    "rcp": (5120,),
    "resource": (),
}
"""Characters without white space that AWS takes of each kind; of inline policies a user's, a group's and a role's."""


class Minified(NamedTuple):
    """A document made small.

    Attributes:
        before, after: characters as AWS counts them.
    """

    text: str
    before: int
    after: int


def formatted(text: str, source: str, *, indent: int) -> str:
    """The text in the canonical form, in the language that it came in; comments stay.

    Raises:
        MalformedPolicyDocument: the text does not parse; placed.
    """
    document = read_source(text, source)
    return _arranged_toml(document) if document.language == "toml" else layout(document.tree, indent=indent)


def minify(text: str, source: str, kind: str) -> Minified:
    """The smallest JSON that says the same.

    Args:
        kind: a row of `KINDS`.

    Raises:
        MalformedPolicyDocument: the text does not parse or breaks the grammar of its kind; placed.
    """
    document = read_source(text, source)
    if problems := check_document(document.tree, KINDS[kind]):
        raise malformed(problems, document.place_of)
    small = compact(minified(document.tree))
    return Minified(small, _size(compact(document.tree)), _size(small))


def _size(text: str) -> int:
    return sum(map(len, text.split()))


def _arranged_toml(document: SourceDocument) -> str:
    from iamctl.syntax.toml_arrange import arrange
    from iamctl.syntax.toml_read import parse_toml

    text = arrange(document.text, _rank)
    if parse_toml(text, document.source, error=MalformedPolicyDocument) != document.tree:
        raise AssertionError("formatting changed what the text says")
    return text


def _rank(path: tuple[str | int, ...]) -> tuple[int, ...]:
    """Where a section or a key of a document stands; `[[Statement]]` is followed by the tables of that statement."""
    if not path:
        return (-1,)
    if path[0] != "Statement" or len(path) == 1:
        return (_place(DOCUMENT_ORDER, path[0]), -1, -1)
    number, below = (path[1], path[2:]) if isinstance(path[1], int) else (0, path[1:])
    return (_place(DOCUMENT_ORDER, "Statement"), number, _place(STATEMENT_ORDER, below[0]) if below else -1)


def _place(order: tuple[str, ...], name: str | int) -> int:
    return order.index(name) if name in order else len(order)
