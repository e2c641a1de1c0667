"""Users, groups and roles as tables and as rows."""

from __future__ import annotations

from typing import Any

from iamctl.errors import ValidationError
from iamctl.model.document import Document
from iamctl.model.group import Group
from iamctl.model.names import (
    DESCRIPTION,
    GROUP_NAME,
    PATH,
    ROLE_NAME,
    USER_NAME,
    check_max_session_duration,
    constraint_broken,
)
from iamctl.model.role import Role
from iamctl.model.user import User
from iamctl.store.codec import parts
from iamctl.store.codec.parts import DocumentCheck, Form
from iamctl.syntax.table_reader import TableReader


def user_table(user: User, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "name": user.user_name,
            "path": user.path,
            "user_id": user.user_id,
            "create_date": form.moment(user.create_date),
            "groups": list(user.groups),
            "attached_policies": list(user.attached_policies),
            "permissions_boundary": user.permissions_boundary,
            "tags": parts.tags_table(user.tags),
            "inline_policies": parts.inline_table(user.inline_policies, form),
        }
    )


def user_row(row: dict[str, Any], account_id: str) -> User:
    return User(
        account_id=account_id,
        user_name=row["name"],
        path=row["path"],
        user_id=row["user_id"],
        create_date=parts.moment_row(row["create_date"]),
        groups=tuple(row.get("groups", ())),
        attached_policies=tuple(row.get("attached_policies", ())),
        inline_policies=parts.inline_row(row),
        permissions_boundary=row.get("permissions_boundary"),
        tags=parts.tags_row(row),
    )


def read_user(reader: TableReader, account_id: str, check: DocumentCheck) -> User:
    groups = reader.strings("groups")
    if len({group.lower() for group in groups}) < len(groups):
        reader.mistake("groups", "groups names a group twice.")
    return User(
        account_id=account_id,
        user_name=parts.constrained(reader, "name", USER_NAME),
        path=parts.constrained(reader, "path", PATH, "/"),
        user_id=reader.string("user_id", required=True) or "",
        create_date=parts.read_moment(reader, "create_date"),
        groups=groups,
        attached_policies=parts.read_arns(reader, "attached_policies"),
        inline_policies=parts.read_inline(reader, check),
        permissions_boundary=parts.read_boundary(reader),
        tags=parts.read_tags(reader, ignore_case=True),
    )


def group_table(group: Group, form: Form) -> dict[str, Any]:
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


def group_row(row: dict[str, Any], account_id: str) -> Group:
    return Group(
        account_id=account_id,
        group_name=row["name"],
        path=row["path"],
        group_id=row["group_id"],
        create_date=parts.moment_row(row["create_date"]),
        attached_policies=tuple(row.get("attached_policies", ())),
        inline_policies=parts.inline_row(row),
    )


def read_group(reader: TableReader, account_id: str, check: DocumentCheck) -> Group:
    return Group(
        account_id=account_id,
        group_name=parts.constrained(reader, "name", GROUP_NAME),
        path=parts.constrained(reader, "path", PATH, "/"),
        group_id=reader.string("group_id", required=True) or "",
        create_date=parts.read_moment(reader, "create_date"),
        attached_policies=parts.read_arns(reader, "attached_policies"),
        inline_policies=parts.read_inline(reader, check),
    )


def role_table(role: Role, form: Form) -> dict[str, Any]:
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


def role_row(row: dict[str, Any], account_id: str) -> Role:
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


def read_role(reader: TableReader, account_id: str, check: DocumentCheck) -> Role:
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
        role_id=reader.string("role_id", required=True) or "",
        create_date=parts.read_moment(reader, "create_date"),
        trust_policy=parts.read_document(reader, "trust_policy", "trust", check),
        description=description,
        max_session_duration=seconds,
        attached_policies=parts.read_arns(reader, "attached_policies"),
        inline_policies=parts.read_inline(reader, check),
        permissions_boundary=parts.read_boundary(reader),
        tags=parts.read_tags(reader, ignore_case=True),
    )
