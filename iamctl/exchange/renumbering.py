"""A dump of one account as the dump of another: what `--into` does when the ids differ.

Rewritten are the ARNs of the account's own entities wherever they stand outside documents (the entities
themselves, attachments, boundaries, instance profiles) and, in trust policies, the principals: their ARNs and
the bare account id. Any other text of a document stays: whether a bucket or a key of the same account is meant
nobody can tell from here. It is counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import IamctlError
from iamctl.exchange.entry import Entry, document_tree
from iamctl.exchange.spelling import DOCUMENTS, percent_encoded
from iamctl.model.document import render_json

if TYPE_CHECKING:
    from iamctl.exchange.dump import Dump

TRUST = "AssumeRolePolicyDocument"
PRINCIPALS = ("Principal", "NotPrincipal")


class Renumbered(NamedTuple):
    """How many texts name the new account now, and how many texts in documents still name the old one."""

    rewritten: int
    left: int


def renumber(dump: Dump, old: str, new: str) -> Renumbered:
    """Make the dump one of the account `new`."""
    renumbering = _Renumbering(old, new)
    for member, entries in dump.lists.items():
        dump.lists[member] = [Entry(renumbering.members(e.value), e.path, e.mistakes) for e in entries]
    dump.others = renumbering.members(dump.others)
    return Renumbered(renumbering.rewritten, renumbering.left)


class _Renumbering:
    """One walk through a dump, counting."""

    def __init__(self, old: str, new: str) -> None:
        self.rewritten = self.left = 0
        self._old, self._new = old, new
        self._own_arn = re.compile(rf"(arn:[a-z0-9-]+:(?:iam|sts)::){old}(?=:)")

    def members(self, value: dict[str, Any]) -> dict[str, Any]:
        return {name: self._member(name, inner) for name, inner in value.items()}

    def _member(self, name: str, value: Any) -> Any:
        if name in DOCUMENTS:
            return self._document(value, is_trust=name == TRUST)
        if isinstance(value, dict):
            return self.members(value)
        if isinstance(value, list):
            return [self._member("", item) for item in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        changed = self._own_arn.sub(rf"\g<1>{self._new}", text, count=1) if text.startswith("arn:") else text
        self.rewritten += changed != text
        return changed

    def _document(self, document: Any, *, is_trust: bool) -> Any:
        if not isinstance(document, str):
            return self._tree(document, in_principal=False, is_trust=is_trust)
        try:
            tree = document_tree(document)
        except (IamctlError, UnicodeDecodeError):
            return document  # refused when it is read
        before = self.rewritten
        changed = self._tree(tree, in_principal=False, is_trust=is_trust)
        if self.rewritten == before:
            return document
        return render_json(changed) if document.lstrip().startswith("{") else percent_encoded(changed)

    def _tree(self, tree: Any, *, in_principal: bool, is_trust: bool) -> Any:
        if isinstance(tree, dict):
            return {
                key: self._tree(inner, in_principal=in_principal or (is_trust and key in PRINCIPALS), is_trust=is_trust)
                for key, inner in tree.items()
            }
        if isinstance(tree, list):
            return [self._tree(item, in_principal=in_principal, is_trust=is_trust) for item in tree]
        if not isinstance(tree, str) or self._old not in tree:
            return tree
        if in_principal and tree == self._old:
            self.rewritten += 1
            return self._new
        changed = self._text(tree) if in_principal else tree
        self.left += changed == tree
        return changed
