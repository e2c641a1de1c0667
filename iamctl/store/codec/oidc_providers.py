"""OpenID Connect providers as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.names import OIDC_URL
from iamctl.model.oidc_provider import OIDCProvider
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader


def to_table(provider: OIDCProvider, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "url": provider.url,
            "create_date": form.moment(provider.create_date),
            "client_ids": list(provider.client_ids),
            "thumbprints": list(provider.thumbprints),
            "tags": parts.tags_table(provider.tags),
        }
    )


def from_row(row: dict[str, Any], account_id: str) -> OIDCProvider:
    return OIDCProvider(
        account_id=account_id,
        url=row["url"],
        create_date=parts.moment_row(row["create_date"]),
        client_ids=tuple(row.get("client_ids", ())),
        thumbprints=tuple(row.get("thumbprints", ())),
        tags=parts.tags_row(row),
    )


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> OIDCProvider:
    del check  # a provider holds no document
    return OIDCProvider(
        account_id=account_id,
        url=parts.constrained(reader, "url", OIDC_URL),
        create_date=parts.read_moment(reader, "create_date"),
        client_ids=reader.strings("client_ids"),
        thumbprints=reader.strings("thumbprints"),
        tags=parts.read_tags(reader, ignore_case=False),
    )
