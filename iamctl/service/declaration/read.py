"""A declaration from its text: the account as one TOML file.

    [account]             id (or account_id, as in account.toml), alias, root_email; [account.quotas]
    [password_policy]     as in account.toml
    [[policy]]            name, path, description, document, tags
    [[group]]             name, path, attached_policies, inline_policies
    [[user]]              name, path, groups, attached_policies, inline_policies, permissions_boundary, tags,
                          console_password ("generate"), access_keys (how many), mfa (true)
    [[role]]              as a user without groups and credentials; description, max_session_duration,
                          trust_policy or trust
    [[instance_profile]]  name, path, roles, tags
    [[saml_provider]]     name, metadata_document or metadata_file, tags
    [[oidc_provider]]     url, client_ids, thumbprints, tags

A document may stand in a file of its own: `document_file`, `trust_policy_file`, relative to the declaration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.errors import IamctlError
from iamctl.model import names as allowed
from iamctl.model.account_settings import PASSWORD_POLICY_RANGES, PasswordPolicy
from iamctl.model.names import check_account_alias, check_max_session_duration
from iamctl.model.quotas import QUOTAS
from iamctl.policy.kinds import PolicyKind
from iamctl.service.declaration import values
from iamctl.service.declaration.declared import (
    Declaration,
    DeclaredAccount,
    DeclaredGroup,
    DeclaredInstanceProfile,
    DeclaredOIDCProvider,
    DeclaredPolicy,
    DeclaredRole,
    DeclaredSAMLProvider,
    DeclaredUser,
)
from iamctl.service.declaration.errata import Errata
from iamctl.service.declaration.trust import read_trust
from iamctl.service.oidc_providers import SCHEME, without_port
from iamctl.syntax.table_reader import TableReader
from iamctl.syntax.toml_read import parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.service.declaration.values import ReadFile


def parse_declaration(text: str, source: str, read_file: ReadFile) -> Declaration:
    """The declaration that a text stands for; what is wrong with its tables stands in its errata.

    Args:
        source: what a person calls the text.
        read_file: reads the files that the text names.

    Raises:
        InvalidInput: the text is not TOML.
    """
    errata = Errata(text, source)
    top = TableReader(parse_toml(text, source), errata.noted, what="declaration")
    tables = _Tables(errata, read_file)
    declaration = Declaration(
        source,
        errata,
        account=_read_account(top),
        policies=tuple(map(tables.policy, top.readers("policy"))),
        groups=tuple(map(tables.group, top.readers("group"))),
        users=tuple(map(tables.user, top.readers("user"))),
        roles=tuple(map(tables.role, top.readers("role"))),
        instance_profiles=tuple(map(tables.instance_profile, top.readers("instance_profile"))),
        saml_providers=tuple(map(tables.saml_provider, top.readers("saml_provider", "SAML provider"))),
        oidc_providers=tuple(map(tables.oidc_provider, top.readers("oidc_provider", "OpenID Connect provider"))),
    )
    top.finish()
    for kind in Declaration._fields[3:]:
        _check_unique(getattr(declaration, kind), errata)
    return declaration


class _Tables:
    """Readers of the arrays of tables."""

    def __init__(self, errata: Errata, read_file: ReadFile) -> None:
        self._errata = errata
        self._read_file = read_file

    def policy(self, reader: TableReader) -> DeclaredPolicy:
        declared = DeclaredPolicy(
            at=reader.path,
            name=values.constrained(reader, "name", allowed.POLICY_NAME),
            path=values.optional(reader, "path", allowed.POLICY_PATH),
            description=values.optional(reader, "description", allowed.DESCRIPTION),
            document=values.document(reader, "document", PolicyKind.MANAGED, self._errata, self._read_file),
            tags=values.tags(reader, ignore_case=False),
        )
        reader.finish()
        return declared

    def group(self, reader: TableReader) -> DeclaredGroup:
        declared = DeclaredGroup(
            at=reader.path,
            name=values.constrained(reader, "name", allowed.GROUP_NAME),
            path=values.optional(reader, "path", allowed.PATH),
            attached_policies=values.names(reader, "attached_policies"),
            inline_policies=values.inline_policies(reader, self._errata, self._read_file),
        )
        reader.finish()
        return declared

    def user(self, reader: TableReader) -> DeclaredUser:
        declared = DeclaredUser(
            at=reader.path,
            name=values.constrained(reader, "name", allowed.USER_NAME),
            path=values.optional(reader, "path", allowed.PATH),
            groups=values.names(reader, "groups"),
            attached_policies=values.names(reader, "attached_policies"),
            inline_policies=values.inline_policies(reader, self._errata, self._read_file),
            permissions_boundary=reader.string("permissions_boundary"),
            tags=values.tags(reader, ignore_case=True),
            console_password=_read_console_password(reader),
            access_keys=_read_access_keys(reader),
            mfa=reader.boolean("mfa", default=False),
        )
        reader.finish()
        return declared

    def role(self, reader: TableReader) -> DeclaredRole:
        declared = DeclaredRole(
            at=reader.path,
            name=values.constrained(reader, "name", allowed.ROLE_NAME),
            path=values.optional(reader, "path", allowed.PATH),
            description=values.optional(reader, "description", allowed.DESCRIPTION),
            trust_policy=read_trust(reader, self._errata, self._read_file),
            max_session_duration=_read_max_session_duration(reader),
            attached_policies=values.names(reader, "attached_policies"),
            inline_policies=values.inline_policies(reader, self._errata, self._read_file),
            permissions_boundary=reader.string("permissions_boundary"),
            tags=values.tags(reader, ignore_case=True),
        )
        reader.finish()
        return declared

    def instance_profile(self, reader: TableReader) -> DeclaredInstanceProfile:
        declared = DeclaredInstanceProfile(
            at=reader.path,
            name=values.constrained(reader, "name", allowed.INSTANCE_PROFILE_NAME),
            path=values.optional(reader, "path", allowed.PATH),
            roles=values.names(reader, "roles"),
            tags=values.tags(reader, ignore_case=False),
        )
        reader.finish()
        return declared

    def saml_provider(self, reader: TableReader) -> DeclaredSAMLProvider:
        declared = DeclaredSAMLProvider(
            at=reader.path,
            name=values.constrained(reader, "name", allowed.SAML_PROVIDER_NAME),
            metadata_document=self._metadata(reader),
            tags=values.tags(reader, ignore_case=False),
        )
        reader.finish()
        return declared

    def oidc_provider(self, reader: TableReader) -> DeclaredOIDCProvider:
        declared = DeclaredOIDCProvider(
            at=reader.path,
            name=_read_url(reader),
            client_ids=values.constrained_names(reader, "client_ids", allowed.CLIENT_ID),
            thumbprints=values.constrained_names(reader, "thumbprints", allowed.THUMBPRINT),
            tags=values.tags(reader, ignore_case=False),
        )
        reader.finish()
        return declared

    def _metadata(self, reader: TableReader) -> str | None:
        from iamctl.federation.saml.metadata import check_metadata

        text, file_name = reader.string("metadata_document"), reader.string("metadata_file")
        key = "metadata_document" if file_name is None else "metadata_file"
        if text is not None and file_name is not None:
            reader.mistake(key, "metadata_document and metadata_file are both given; one of them has to go.")
        try:
            if file_name is not None:
                text, _ = self._read_file(file_name)
            if text is not None:
                check_metadata(text)
        except IamctlError as error:
            self._errata.add_error((*reader.path, key), error)
            return ""
        return text


def _read_account(top: TableReader) -> DeclaredAccount:
    reader = top.reader("account")
    password_policy = top.reader("password_policy")
    said = _read_password_policy(password_policy) if password_policy else None
    if reader is None:
        return DeclaredAccount(password_policy=said)
    account = DeclaredAccount(
        account_id=_read_account_id(reader),
        alias=_read_alias(reader),
        root_email=reader.string("root_email"),
        quotas=_read_quotas(reader.reader("quotas", "table of quotas")),
        password_policy=said,
    )
    reader.finish()
    return account


def _read_account_id(reader: TableReader) -> str | None:
    short, long = (values.optional(reader, key, allowed.ACCOUNT_ID) for key in ("id", "account_id"))
    if "id" in reader.table and "account_id" in reader.table:
        reader.mistake("account_id", "id and account_id are both given; one of them has to go.")
    return short or long


def _read_alias(reader: TableReader) -> str | None:
    alias = reader.string("alias")
    if alias:
        try:
            check_account_alias(alias)
        except IamctlError as error:
            reader.mistake("alias", error.message)
    return alias


def _read_password_policy(reader: TableReader) -> tuple[tuple[str, int | bool], ...]:
    said: list[tuple[str, int | bool]] = []
    for field, default in PasswordPolicy._field_defaults.items():
        value: Any = reader.boolean(field) if isinstance(default, bool) else reader.integer(field)
        if value is None:
            continue
        said.append((field, value))
        least, most = PASSWORD_POLICY_RANGES.get(field, (0, 1))
        if not least <= value <= most:
            reader.mistake(field, f"{field} must be from {least} to {most}.")
    reader.finish()
    return tuple(said)


def _read_quotas(reader: TableReader | None) -> tuple[tuple[str, int], ...]:
    if reader is None:
        return ()
    said = []
    for name, quota in QUOTAS.items():
        value = reader.integer(name)
        if value is None:
            continue
        said.append((name, value))
        if not 0 <= value <= quota.most:
            reader.mistake(name, f"{name} must be from 0 to {quota.most}: AWS raises it no further.")
    reader.finish()
    return tuple(said)


def _read_max_session_duration(reader: TableReader) -> int | None:
    seconds = reader.integer("max_session_duration")
    if seconds is not None:
        try:
            check_max_session_duration(seconds)
        except IamctlError as error:
            reader.mistake("max_session_duration", error.message)
    return seconds


def _read_console_password(reader: TableReader) -> bool:
    """Whether one is asked for. A password itself has no place in a file that is kept and shared."""
    said = reader.string("console_password")
    if said not in (None, "generate"):
        hint = "set one of your choice with `iamctl creds password set`"
        reader.mistake("console_password", 'console_password can only be "generate".', hint)
    return said == "generate"


def _read_access_keys(reader: TableReader) -> int:
    count, most = reader.integer("access_keys", default=0), QUOTAS["AccessKeysPerUser"].default
    if not 0 <= count <= most:
        reader.mistake("access_keys", f"access_keys must be from 0 to {most}: how many the user has at least.")
        return 0
    return count


def _read_url(reader: TableReader) -> str:
    """A provider's URL as the account keeps it; it may be written with its scheme or without."""
    url = values.constrained(reader, "url", allowed.OIDC_URL)
    if "://" in url and not url.startswith(SCHEME):
        reader.mistake("url", "Invalid Open ID Connect Provider URL.", f"say the issuer's URL with {SCHEME}")
        return ""
    return without_port(url).removeprefix(SCHEME)


def _check_unique(declared: Iterable[Any], errata: Errata) -> None:
    """Names are compared without regard to case."""
    seen: dict[str, str] = {}
    for one in declared:
        key = one.name.lower()
        if key and key in seen:
            kind = one.at[0]
            what = f"called {seen[key]}" if seen[key] == one.name else f"called {seen[key]}; case is no difference"
            where = "url" if kind == "oidc_provider" else "name"
            errata.add((*one.at, where), f"There is another {str(kind).replace('_', ' ')} {what}.")
        seen.setdefault(key, one.name)
