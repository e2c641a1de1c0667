"""account.toml as a table and as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.errors import IamError
from iamctl.model.account_settings import PASSWORD_POLICY_RANGES, AccountSettings, PasswordPolicy
from iamctl.model.names import ACCOUNT_ID, check_account_alias
from iamctl.model.quotas import QUOTAS
from iamctl.store.codec import credentials, further_credentials, mfa_devices, parts
from iamctl.store.codec.format import FORMAT

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader


def to_table(settings: AccountSettings, form: Form) -> dict[str, Any]:
    policy = settings.password_policy
    return parts.filled(
        {
            "format": FORMAT,
            "account_id": settings.account_id,
            "alias": settings.alias,
            "root_email": settings.root_email,
            "create_date": form.moment(settings.create_date),
            "password_policy": policy._asdict() if policy else None,
            "quotas": dict(settings.quotas),
            "login_profile": credentials.profile_table(settings.login_profile, form),
            "mfa_devices": mfa_devices.devices_table(settings.mfa_devices, form),
            "unassigned_mfa_devices": mfa_devices.devices_table(settings.unassigned_mfa_devices, form),
            "access_keys": credentials.keys_table(settings.access_keys, form),
            "signing_certificates": further_credentials.certificates_table(settings.signing_certificates, form),
            "session_keys": credentials.session_keys_table(settings.session_keys, form),
        }
    )


def from_row(row: dict[str, Any], account_id: str) -> AccountSettings:
    policy = row.get("password_policy")
    return AccountSettings(
        account_id=account_id,
        create_date=parts.moment_row(row["create_date"]),
        alias=row.get("alias"),
        root_email=row.get("root_email"),
        password_policy=PasswordPolicy(**policy) if policy is not None else None,
        quotas=tuple(row.get("quotas", {}).items()),
        access_keys=credentials.keys_row(row),
        login_profile=credentials.profile_row(row),
        signing_certificates=further_credentials.certificates_row(row),
        mfa_devices=mfa_devices.devices_row(row),
        unassigned_mfa_devices=mfa_devices.devices_row(row, "unassigned_mfa_devices"),
        session_keys=credentials.session_keys_row(row),
    )


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> AccountSettings:
    del check  # account.toml holds no document
    reader.integer("format", default=FORMAT)
    said = parts.constrained(reader, "account_id", ACCOUNT_ID)
    if said and said != account_id:
        reader.mistake("account_id", f"The folder is that of account {account_id}.")
    alias = reader.string("alias")
    if alias is not None:
        try:
            check_account_alias(alias)
        except IamError as error:
            reader.mistake("alias", error.message)
    return AccountSettings(
        account_id=account_id,
        create_date=parts.read_moment(reader, "create_date"),
        alias=alias,
        root_email=reader.string("root_email"),
        password_policy=_read_password_policy(reader.reader("password_policy")),
        quotas=_read_quotas(reader.reader("quotas", "table of quotas")),
        access_keys=credentials.read_keys(reader),
        login_profile=credentials.read_profile(reader),
        signing_certificates=further_credentials.read_certificates(reader),
        mfa_devices=mfa_devices.read_devices(reader),
        unassigned_mfa_devices=mfa_devices.read_devices(reader, "unassigned_mfa_devices"),
        session_keys=credentials.read_session_keys(reader),
    )


def _read_password_policy(reader: TableReader | None) -> PasswordPolicy | None:
    if reader is None:
        return None
    values: dict[str, Any] = {}
    for field, default in PasswordPolicy._field_defaults.items():
        if isinstance(default, bool):
            values[field] = reader.boolean(field, default=default)
            continue
        values[field] = reader.integer(field, default=default)
        least, most = PASSWORD_POLICY_RANGES[field]
        if not least <= values[field] <= most:
            reader.mistake(field, f"{field} must be from {least} to {most}.")
    reader.finish()
    return PasswordPolicy(**values)


def _read_quotas(reader: TableReader | None) -> tuple[tuple[str, int], ...]:
    if reader is None:
        return ()
    adjusted = []
    for name, quota in QUOTAS.items():
        value = reader.integer(name, default=quota.default)
        if value > quota.most or value < 0:
            reader.mistake(name, f"{name} must be from 0 to {quota.most}: AWS raises it no further.")
        if value != quota.default:
            adjusted.append((name, value))
    reader.finish()
    return tuple(adjusted)
