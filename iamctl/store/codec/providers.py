"""Instance profiles and identity providers as tables and as rows."""

from __future__ import annotations

from typing import Any

from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.names import INSTANCE_PROFILE_NAME, OIDC_URL, PATH, SAML_METADATA, SAML_PROVIDER_NAME
from iamctl.model.oidc_provider import OIDCProvider
from iamctl.model.saml_provider import SAMLProvider
from iamctl.store.codec import parts
from iamctl.store.codec.parts import DocumentCheck, Form
from iamctl.syntax.table_reader import TableReader


def instance_profile_table(profile: InstanceProfile, form: Form) -> dict[str, Any]:
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


def instance_profile_row(row: dict[str, Any], account_id: str) -> InstanceProfile:
    return InstanceProfile(
        account_id=account_id,
        instance_profile_name=row["name"],
        path=row["path"],
        instance_profile_id=row["instance_profile_id"],
        create_date=parts.moment_row(row["create_date"]),
        roles=tuple(row.get("roles", ())),
        tags=parts.tags_row(row),
    )


def read_instance_profile(reader: TableReader, account_id: str, check: DocumentCheck) -> InstanceProfile:
    del check  # an instance profile holds no document
    return InstanceProfile(
        account_id=account_id,
        instance_profile_name=parts.constrained(reader, "name", INSTANCE_PROFILE_NAME),
        path=parts.constrained(reader, "path", PATH, "/"),
        instance_profile_id=reader.string("instance_profile_id", required=True) or "",
        create_date=parts.read_moment(reader, "create_date"),
        roles=reader.strings("roles"),
        tags=parts.read_tags(reader, ignore_case=False),
    )


def saml_provider_table(provider: SAMLProvider, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "name": provider.provider_name,
            "create_date": form.moment(provider.create_date),
            "valid_until": form.moment(provider.valid_until),
            "metadata_document": provider.metadata_document,
            "tags": parts.tags_table(provider.tags),
        }
    )


def saml_provider_row(row: dict[str, Any], account_id: str) -> SAMLProvider:
    return SAMLProvider(
        account_id=account_id,
        provider_name=row["name"],
        metadata_document=row["metadata_document"],
        create_date=parts.moment_row(row["create_date"]),
        valid_until=parts.moment_row(row["valid_until"]),
        tags=parts.tags_row(row),
    )


def read_saml_provider(reader: TableReader, account_id: str, check: DocumentCheck) -> SAMLProvider:
    del check  # metadata is XML, no policy document
    return SAMLProvider(
        account_id=account_id,
        provider_name=parts.constrained(reader, "name", SAML_PROVIDER_NAME),
        metadata_document=parts.constrained(reader, "metadata_document", SAML_METADATA),
        create_date=parts.read_moment(reader, "create_date"),
        valid_until=parts.read_moment(reader, "valid_until"),
        tags=parts.read_tags(reader, ignore_case=False),
    )


def oidc_provider_table(provider: OIDCProvider, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "url": provider.url,
            "create_date": form.moment(provider.create_date),
            "client_ids": list(provider.client_ids),
            "thumbprints": list(provider.thumbprints),
            "tags": parts.tags_table(provider.tags),
        }
    )


def oidc_provider_row(row: dict[str, Any], account_id: str) -> OIDCProvider:
    return OIDCProvider(
        account_id=account_id,
        url=row["url"],
        create_date=parts.moment_row(row["create_date"]),
        client_ids=tuple(row.get("client_ids", ())),
        thumbprints=tuple(row.get("thumbprints", ())),
        tags=parts.tags_row(row),
    )


def read_oidc_provider(reader: TableReader, account_id: str, check: DocumentCheck) -> OIDCProvider:
    del check  # a provider holds no document
    return OIDCProvider(
        account_id=account_id,
        url=parts.constrained(reader, "url", OIDC_URL),
        create_date=parts.read_moment(reader, "create_date"),
        client_ids=reader.strings("client_ids"),
        thumbprints=reader.strings("thumbprints"),
        tags=parts.read_tags(reader, ignore_case=False),
    )
