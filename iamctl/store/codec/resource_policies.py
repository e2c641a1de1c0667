"""Resource-based policies as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.document import Document
from iamctl.model.names import RESOURCE_ARN
from iamctl.model.resource_policy import ResourcePolicy
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader


def to_table(policy: ResourcePolicy, form: Form) -> dict[str, Any]:
    return {"resource_arn": policy.resource_arn, "document": form.document(policy.document)}


def from_row(row: dict[str, Any], account_id: str) -> ResourcePolicy:
    return ResourcePolicy(account_id=account_id, resource_arn=row["resource_arn"], document=Document(row["document"]))


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> ResourcePolicy:
    return ResourcePolicy(
        account_id=account_id,
        resource_arn=parts.constrained(reader, "resource_arn", RESOURCE_ARN),
        document=parts.read_document(reader, "document", "resource", check),
    )
