"""Managed policies as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.document import Document
from iamctl.model.names import POLICY_NAME, POLICY_PATH, VERSION_ID
from iamctl.model.policy import Policy, PolicyVersion
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader


def to_table(policy: Policy, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "name": policy.policy_name,
            "path": policy.path,
            "policy_id": policy.policy_id,
            "description": policy.description,
            "create_date": form.moment(policy.create_date),
            "update_date": form.moment(policy.update_date),
            "default_version_id": policy.default_version_id,
            "latest_version": policy.latest_version,
            "is_attachable": None if policy.is_attachable else False,
            "tags": parts.tags_table(policy.tags),
            "versions": [
                {
                    "version_id": version.version_id,
                    "create_date": form.moment(version.create_date),
                    "document": form.document(version.document),
                }
                for version in policy.versions
            ],
        }
    )


def from_row(row: dict[str, Any], account_id: str) -> Policy:
    return Policy(
        account_id=account_id,
        policy_name=row["name"],
        path=row["path"],
        policy_id=row["policy_id"],
        create_date=parts.moment_row(row["create_date"]),
        update_date=parts.moment_row(row["update_date"]),
        default_version_id=row["default_version_id"],
        versions=tuple(
            PolicyVersion(each["version_id"], parts.moment_row(each["create_date"]), Document(each["document"]))
            for each in row["versions"]
        ),
        latest_version=row["latest_version"],
        description=row.get("description"),
        is_attachable=row.get("is_attachable", True),
        tags=parts.tags_row(row),
    )


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> Policy:
    versions = _read_versions(reader, check)
    default = parts.constrained(reader, "default_version_id", VERSION_ID)
    if default and default not in {version.version_id for version in versions}:
        reader.mistake("default_version_id", f"There is no version {default}.")
    numbers = [int(version.version_id[1:]) for version in versions if version.version_id[1:].isdecimal()]
    return Policy(
        account_id=account_id,
        policy_name=parts.constrained(reader, "name", POLICY_NAME),
        path=parts.constrained(reader, "path", POLICY_PATH, "/"),
        policy_id=parts.read_id(reader, "policy_id"),
        create_date=parts.read_moment(reader, "create_date"),
        update_date=parts.read_moment(reader, "update_date"),
        default_version_id=default,
        versions=versions,
        latest_version=max([reader.integer("latest_version", default=1), *numbers]),
        description=reader.string("description"),
        is_attachable=reader.boolean("is_attachable", default=True),
        tags=parts.read_tags(reader, ignore_case=False),
    )


def _read_versions(reader: TableReader, check: DocumentCheck) -> tuple[PolicyVersion, ...]:
    versions = []
    seen: set[str] = set()
    for each in reader.readers("versions"):
        version_id = parts.constrained(each, "version_id", VERSION_ID)
        if version_id in seen:
            each.mistake("version_id", f"There is another version {version_id}.")
        seen.add(version_id)
        moment = parts.read_moment(each, "create_date")
        versions.append(PolicyVersion(version_id, moment, parts.read_document(each, "document", "managed", check)))
        each.finish()
    if not versions:
        reader.mistake("versions", "A managed policy has at least one version.")
    return tuple(versions)
