"""The public half of credentials in an identity's file: `[[access_keys]]` and `[login_profile]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.names import ACCESS_KEY_ID, CREDENTIAL_ID
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.model.access_key import AccessKey
    from iamctl.model.login_profile import LoginProfile
    from iamctl.model.session_key import SessionKey
    from iamctl.store.codec.parts import Form
    from iamctl.syntax.table_reader import TableReader


def keys_table(keys: tuple[AccessKey, ...], form: Form) -> list[dict[str, Any]]:
    return [
        parts.filled(
            {
                "id": key.access_key_id,
                "status": key.status,
                "create_date": form.moment(key.create_date),
                "retire_at": form.moment(key.retire_at) if key.retire_at else None,
            }
        )
        for key in keys
    ]


def keys_row(row: dict[str, Any]) -> tuple[AccessKey, ...]:
    if not (listed := row.get("access_keys")):
        return ()
    from iamctl.model.access_key import AccessKey  # most identities have none

    return tuple(
        AccessKey(
            key["id"],
            key["status"],
            parts.moment_row(key["create_date"]),
            parts.moment_row(key["retire_at"]) if "retire_at" in key else None,
        )
        for key in listed
    )


def read_keys(reader: TableReader) -> tuple[AccessKey, ...]:
    from iamctl.model.access_key import ACTIVE, STATUSES, AccessKey

    keys: list[AccessKey] = []
    for each in reader.readers("access_keys", "access key"):
        name = parts.constrained(each, "id", ACCESS_KEY_ID)
        if any(name == key.access_key_id for key in keys):
            each.mistake("id", f"There is another access key {name}.")
        status = each.string("status", required=True, default=ACTIVE)
        if status not in STATUSES:
            each.mistake("status", f"status must be {' or '.join(STATUSES)}.")
        keys.append(AccessKey(name, status, parts.read_moment(each, "create_date"), each.moment("retire_at")))
        each.finish()
    return tuple(keys)


def profile_table(profile: LoginProfile | None, form: Form) -> dict[str, Any] | None:
    if profile is None:
        return None
    return {
        "create_date": form.moment(profile.create_date),
        "password_id": profile.password_id,
        "password_last_changed": form.moment(profile.password_last_changed),
        "password_reset_required": profile.password_reset_required,
    }


def profile_row(row: dict[str, Any]) -> LoginProfile | None:
    if (said := row.get("login_profile")) is None:
        return None
    from iamctl.model.login_profile import LoginProfile

    return LoginProfile(
        parts.moment_row(said["create_date"]),
        said["password_id"],
        parts.moment_row(said["password_last_changed"]),
        said["password_reset_required"],
    )


def read_profile(reader: TableReader) -> LoginProfile | None:
    profile = reader.reader("login_profile")
    if profile is None:
        return None
    from iamctl.model.login_profile import LoginProfile

    read = LoginProfile(
        parts.read_moment(profile, "create_date"),
        parts.constrained(profile, "password_id", CREDENTIAL_ID),
        parts.read_moment(profile, "password_last_changed"),
        profile.boolean("password_reset_required", default=False),
    )
    profile.finish()
    return read


def session_keys_table(keys: tuple[SessionKey, ...], form: Form) -> list[dict[str, Any]]:
    return [
        parts.filled(
            {
                "id": key.key_id,
                "create_date": form.moment(key.create_date),
                "retire_date": form.moment(key.retire_date) if key.retire_date else None,
            }
        )
        for key in keys
    ]


def session_keys_row(row: dict[str, Any]) -> tuple[SessionKey, ...]:
    if not (listed := row.get("session_keys")):
        return ()
    from iamctl.model.session_key import SessionKey

    return tuple(
        SessionKey(
            key["id"],
            parts.moment_row(key["create_date"]),
            parts.moment_row(key["retire_date"]) if "retire_date" in key else None,
        )
        for key in listed
    )


def read_session_keys(reader: TableReader) -> tuple[SessionKey, ...]:
    from iamctl.model.session_key import SessionKey

    keys: list[SessionKey] = []
    for each in reader.readers("session_keys", "session key"):
        name = parts.constrained(each, "id", CREDENTIAL_ID)
        if any(name == key.key_id for key in keys):
            each.mistake("id", f"There is another session key {name}.")
        keys.append(SessionKey(name, parts.read_moment(each, "create_date"), each.moment("retire_date")))
        each.finish()
    return tuple(keys)
