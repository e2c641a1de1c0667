"""Roles as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.errors import ValidationError
from iamctl.model.document import Document
from iamctl.model.names import DESCRIPTION, PATH, ROLE_NAME, check_max_session_duration, constraint_broken
from iamctl.model.role import Role
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader


def to_table(role: Role, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "name": role.role_name,
            "path": role.path,
            "role_id": role.role_id,
            "description": role.description,
            "create_date": form.moment(role.create_date),
            "max_session_duration": role.max_session_duration,
            "attached_policies": list(role.attached_policies),
            "permissions_boundary": role.permissions_boundary,
            "tags": parts.tags_table(role.tags),
            "trust_policy": form.document(role.trust_policy),
            "inline_policies": parts.inline_table(role.inline_policies, form),
        }
    )


def from_row(row: dict[str, Any], account_id: str) -> Role:
    return Role(
        account_id=account_id,
        role_name=row["name"],
        path=row["path"],
        role_id=row["role_id"],
        create_date=parts.moment_row(row["create_date"]),
        trust_policy=Document(row["trust_policy"]),
        description=row.get("description"),
        max_session_duration=row["max_session_duration"],
        attached_policies=tuple(row.get("attached_policies", ())),
        inline_policies=parts.inline_row(row),
        permissions_boundary=row.get("permissions_boundary"),
        tags=parts.tags_row(row),
    )


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> Role:
    description = reader.string("description")
    if description is not None and (clause := constraint_broken(DESCRIPTION, description)):
        reader.mistake("description", f"{clause}.")
    seconds = reader.integer("max_session_duration", default=3600)
    try:
        check_max_session_duration(seconds)
    except ValidationError as error:
        reader.mistake("max_session_duration", error.message)
    return Role(
        account_id=account_id,
        role_name=parts.constrained(reader, "name", ROLE_NAME),
        path=parts.constrained(reader, "path", PATH, "/"),
        role_id=parts.read_id(reader, "role_id"),
        create_date=parts.read_moment(reader, "create_date"),
        trust_policy=parts.read_document(reader, "trust_policy", "trust", check),
        description=description,
        max_session_duration=seconds,
        attached_policies=parts.read_arns(reader, "attached_policies"),
        inline_policies=parts.read_inline(reader, check),
        permissions_boundary=parts.read_boundary(reader),
        tags=parts.read_tags(reader, ignore_case=True),
    )
