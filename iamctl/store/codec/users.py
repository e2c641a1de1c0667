"""Users as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.names import PATH, USER_NAME
from iamctl.model.user import User
from iamctl.store.codec import credentials, further_credentials, mfa_devices, parts

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader


def to_table(user: User, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "name": user.user_name,
            "path": user.path,
            "user_id": user.user_id,
            "create_date": form.moment(user.create_date),
            "groups": list(user.groups),
            "attached_policies": list(user.attached_policies),
            "permissions_boundary": user.permissions_boundary,
            "login_profile": credentials.profile_table(user.login_profile, form),
            "mfa_devices": mfa_devices.devices_table(user.mfa_devices, form),
            "access_keys": credentials.keys_table(user.access_keys, form),
            "ssh_public_keys": further_credentials.ssh_keys_table(user.ssh_public_keys, form),
            "service_specific_credentials": further_credentials.service_credentials_table(
                user.service_specific_credentials, form
            ),
            "signing_certificates": further_credentials.certificates_table(user.signing_certificates, form),
            "tags": parts.tags_table(user.tags),
            "inline_policies": parts.inline_table(user.inline_policies, form),
        }
    )


def from_row(row: dict[str, Any], account_id: str) -> User:
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
        access_keys=credentials.keys_row(row),
        login_profile=credentials.profile_row(row),
        ssh_public_keys=further_credentials.ssh_keys_row(row),
        service_specific_credentials=further_credentials.service_credentials_row(row),
        signing_certificates=further_credentials.certificates_row(row),
        mfa_devices=mfa_devices.devices_row(row),
    )


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> User:
    groups = reader.strings("groups")
    if len({group.lower() for group in groups}) < len(groups):
        reader.mistake("groups", "groups names a group twice.")
    return User(
        account_id=account_id,
        user_name=parts.constrained(reader, "name", USER_NAME),
        path=parts.constrained(reader, "path", PATH, "/"),
        user_id=parts.read_id(reader, "user_id"),
        create_date=parts.read_moment(reader, "create_date"),
        groups=groups,
        attached_policies=parts.read_arns(reader, "attached_policies"),
        inline_policies=parts.read_inline(reader, check),
        permissions_boundary=parts.read_boundary(reader),
        tags=parts.read_tags(reader, ignore_case=True),
        access_keys=credentials.read_keys(reader),
        login_profile=credentials.read_profile(reader),
        ssh_public_keys=further_credentials.read_ssh_keys(reader),
        service_specific_credentials=further_credentials.read_service_credentials(reader),
        signing_certificates=further_credentials.read_certificates(reader),
        mfa_devices=mfa_devices.read_devices(reader),
    )
