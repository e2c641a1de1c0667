"""OpenID Connect providers as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.document import Document
from iamctl.model.names import OIDC_URL
from iamctl.model.oidc_provider import PRIVATE_MEMBERS, OIDCProvider
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.model.document import Json
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
            "jwks": None if provider.jwks is None else form.document(provider.jwks),
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
        jwks=Document(row["jwks"]) if "jwks" in row else None,
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
        jwks=_read_keys(reader),
    )


def _read_keys(reader: TableReader) -> Document | None:
    """The key set under `jwks`: public keys of text and lists of text, each with its type."""
    key_set = reader.reader("jwks", "key set")
    if key_set is None:
        return None
    keys = [_read_key(key) for key in key_set.readers("keys", "key")]
    if not keys:
        key_set.mistake(None, "A key set needs the array of tables keys.", "take jwks out to have the keys fetched")
    key_set.finish()
    return Document.of({"keys": list(keys)})


def _read_key(key: TableReader) -> dict[str, Json]:
    key.string("kty", required=True)
    read: dict[str, Json] = {}
    for name, value in key.table.items():
        if name in PRIVATE_MEMBERS:
            key.mistake(name, f"{name} is of a private key; it does not belong into a file of the account.")
        elif isinstance(value, str):
            read[name] = value
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            read[name] = list(value)
        else:
            key.mistake(name, f"{name} of a key is a string or a list of strings.")
    return read
