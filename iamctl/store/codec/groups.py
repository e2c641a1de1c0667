"""Groups as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.group import Group
from iamctl.model.names import GROUP_NAME, PATH
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader


def to_table(group: Group, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "name": group.group_name,
            "path": group.path,
            "group_id": group.group_id,
            "create_date": form.moment(group.create_date),
            "attached_policies": list(group.attached_policies),
            "inline_policies": parts.inline_table(group.inline_policies, form),
        }
    )


def from_row(row: dict[str, Any], account_id: str) -> Group:
    return Group(
        account_id=account_id,
        group_name=row["name"],
        path=row["path"],
        group_id=row["group_id"],
        create_date=parts.moment_row(row["create_date"]),
        attached_policies=tuple(row.get("attached_policies", ())),
        inline_policies=parts.inline_row(row),
    )


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> Group:
    return Group(
        account_id=account_id,
        group_name=parts.constrained(reader, "name", GROUP_NAME),
        path=parts.constrained(reader, "path", PATH, "/"),
        group_id=parts.read_id(reader, "group_id"),
        create_date=parts.read_moment(reader, "create_date"),
        attached_policies=parts.read_arns(reader, "attached_policies"),
        inline_policies=parts.read_inline(reader, check),
    )
