"""Instance profiles as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.names import INSTANCE_PROFILE_NAME, PATH
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader


def to_table(profile: InstanceProfile, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "name": profile.instance_profile_name,
            "path": profile.path,
            "instance_profile_id": profile.instance_profile_id,
            "create_date": form.moment(profile.create_date),
            "roles": list(profile.roles),
            "tags": parts.tags_table(profile.tags),
        }
    )


def from_row(row: dict[str, Any], account_id: str) -> InstanceProfile:
    return InstanceProfile(
        account_id=account_id,
        instance_profile_name=row["name"],
        path=row["path"],
        instance_profile_id=row["instance_profile_id"],
        create_date=parts.moment_row(row["create_date"]),
        roles=tuple(row.get("roles", ())),
        tags=parts.tags_row(row),
    )


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> InstanceProfile:
    del check  # an instance profile holds no document
    return InstanceProfile(
        account_id=account_id,
        instance_profile_name=parts.constrained(reader, "name", INSTANCE_PROFILE_NAME),
        path=parts.constrained(reader, "path", PATH, "/"),
        instance_profile_id=parts.read_id(reader, "instance_profile_id"),
        create_date=parts.read_moment(reader, "create_date"),
        roles=reader.strings("roles"),
        tags=parts.read_tags(reader, ignore_case=False),
    )
