"""SAML providers as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.names import SAML_METADATA, SAML_PRIVATE_KEY_ID, SAML_PROVIDER_NAME
from iamctl.model.saml_provider import ENCRYPTION_MODES, MOST_PRIVATE_KEYS, SAMLPrivateKey, SAMLProvider
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader


def to_table(provider: SAMLProvider, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "name": provider.provider_name,
            "create_date": form.moment(provider.create_date),
            "valid_until": form.moment(provider.valid_until),
            "strict": provider.strict or None,
            "allow_sha1": provider.allow_sha1 or None,
            "assertion_encryption_mode": provider.assertion_encryption_mode or None,
            "metadata_document": provider.metadata_document,
            "tags": parts.tags_table(provider.tags),
            "private_keys": [
                {"id": key.key_id, "timestamp": form.moment(key.timestamp)} for key in provider.private_keys
            ],
        }
    )


def from_row(row: dict[str, Any], account_id: str) -> SAMLProvider:
    return SAMLProvider(
        account_id=account_id,
        provider_name=row["name"],
        metadata_document=row["metadata_document"],
        create_date=parts.moment_row(row["create_date"]),
        valid_until=parts.moment_row(row["valid_until"]),
        tags=parts.tags_row(row),
        assertion_encryption_mode=row.get("assertion_encryption_mode", ""),
        private_keys=tuple(
            SAMLPrivateKey(key["id"], parts.moment_row(key["timestamp"])) for key in row.get("private_keys", ())
        ),
        strict=row.get("strict", False),
        allow_sha1=row.get("allow_sha1", False),
    )


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> SAMLProvider:
    del check  # metadata is XML, no policy document
    return SAMLProvider(
        account_id=account_id,
        provider_name=parts.constrained(reader, "name", SAML_PROVIDER_NAME),
        metadata_document=parts.constrained(reader, "metadata_document", SAML_METADATA),
        create_date=parts.read_moment(reader, "create_date"),
        valid_until=parts.read_moment(reader, "valid_until"),
        tags=parts.read_tags(reader, ignore_case=False),
        assertion_encryption_mode=_read_mode(reader),
        private_keys=_read_keys(reader),
        strict=reader.boolean("strict", default=False),
        allow_sha1=reader.boolean("allow_sha1", default=False),
    )


def _read_mode(reader: TableReader) -> str:
    mode = reader.string("assertion_encryption_mode", default="")
    if mode and mode not in ENCRYPTION_MODES:
        reader.mistake("assertion_encryption_mode", f"It must be {' or '.join(ENCRYPTION_MODES)}.")
    return mode


def _read_keys(reader: TableReader) -> tuple[SAMLPrivateKey, ...]:
    keys: list[SAMLPrivateKey] = []
    for each in reader.readers("private_keys", "private key"):
        key = SAMLPrivateKey(parts.constrained(each, "id", SAML_PRIVATE_KEY_ID), parts.read_moment(each, "timestamp"))
        if any(key.key_id == other.key_id for other in keys):
            each.mistake("id", f"There is another private key {key.key_id}.")
        keys.append(key)
        each.finish()
    if len(keys) > MOST_PRIVATE_KEYS:
        reader.mistake("private_keys", f"A SAML provider has at most {MOST_PRIVATE_KEYS} private keys.")
    return tuple(keys)
