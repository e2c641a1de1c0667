"""SAML providers as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.names import SAML_METADATA, SAML_PROVIDER_NAME
from iamctl.model.saml_provider import SAMLProvider
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
            "metadata_document": provider.metadata_document,
            "tags": parts.tags_table(provider.tags),
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
    )
