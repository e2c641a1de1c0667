"""What an import brought that the account's own files have no place for.

The account's nouns say what an entity is. A dump also says how that was written down (`2019-12-18 19:10:08+00:00`)
and what IAM keeps and iamctl does not (`RoleLastUsed`, members of newer API versions). Each such member is kept
beside what iamctl itself said of it at the time, and counts as long as iamctl still says the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from iamctl.model.document import Json, render_json

if TYPE_CHECKING:
    from datetime import datetime

ABSENT = ""
"""Stands for a member that is not there; no JSON text is empty."""


class Spelling(NamedTuple):
    """One member that the dump wrote in its own way.

    Attributes:
        path: where it stands in its entity, as a JSON pointer of members' names and list elements' names; empty is
            the entity itself.
        was: what iamctl itself said there, as compact JSON or, where that is long, its fingerprint.
        source: what the dump said, as JSON, or `PERCENT_ENCODED`.
    """

    path: str
    was: str
    source: str


class ImportedEntity(NamedTuple):
    """How one entity of a dump was written down.

    Attributes:
        entity_type: `User`, `Group`, `Role` or `Policy`; `Answer` for what stands around the entities.
        unique_id: the entity's id in the account; empty for the answer.
        name: tells apart entities of odd dumps that have one id.
    """

    entity_type: str
    unique_id: str
    name: str
    spellings: tuple[Spelling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One import into the account.

    Attributes:
        import_name: 1-128 characters of `[A-Za-z0-9_.-]`; later imports come later in the order of their dates.
        source: what was read: a file's name, `<stdin>`.
        create_date: UTC, whole seconds.
        accepted_documents: fingerprints of documents that AWS had taken and iamctl's grammar refuses.
    """

    kind: ClassVar[str] = "import"

    account_id: str
    import_name: str
    source: str
    create_date: datetime
    entities: tuple[ImportedEntity, ...] = ()
    accepted_documents: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.import_name

    @property
    def unique_id(self) -> str:
        """An import has no unique id; its ARN stands for it."""
        return self.arn

    @property
    def arn(self) -> str:
        """AWS has no such entity; this names it within iamctl only."""
        return f"arn:aws:iam::{self.account_id}:import/{self.import_name}"


def fingerprint(tree: Json) -> str:
    """SHA-256 of a JSON value in hex; the order of keys is no difference, the digits of numbers are."""
    return hashlib.sha256(render_json(_sorted(tree)).encode()).hexdigest()


def _sorted(tree: Json) -> Json:
    if isinstance(tree, dict):
        return {key: _sorted(tree[key]) for key in sorted(tree)}
    return [_sorted(item) for item in tree] if isinstance(tree, list) else tree
