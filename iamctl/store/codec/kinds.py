"""Every kind of file: its shelf, its folder, and how it is read and written. One row a kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from iamctl.errors import BrokenFile, IamctlError, NewerFormat
from iamctl.store.codec import account_settings, identities, imports, policies, providers
from iamctl.store.codec.parts import ROW, TABLE, DocumentCheck, Form
from iamctl.store.file_names import file_name
from iamctl.store.protocol import Noun
from iamctl.syntax.table_reader import Mistake, TableReader, raise_mistakes
from iamctl.syntax.toml_read import parse_toml


class Kind(NamedTuple):
    """One kind of file.

    Attributes:
        shelf: the shelf's name in the protocol.
        folder: relative to the account's folder; empty for the account's own file.
        name_key: the key that holds the name.
        largest: bytes; what is larger is not read.
    """

    shelf: str
    what: str
    folder: str
    to_table: Callable[[Any, Form], dict[str, Any]]
    from_row: Callable[[dict[str, Any], str], Noun]
    read: Callable[[TableReader, str, DocumentCheck], Noun]
    largest: int = 1_000_000

    def path(self, name: str) -> str:
        """The file of the entity with this name, relative to the account's folder."""
        return f"{self.folder}/{file_name(name)}" if self.folder else "account.toml"

    def owner(self, account_id: str) -> str:
        return "aws" if self.shelf == "aws_policies" else account_id


KINDS = {
    kind.shelf: kind
    for kind in (
        Kind(
            "settings",
            "account",
            "",
            account_settings.settings_table,
            account_settings.settings_row,
            account_settings.read_settings,
        ),
        Kind("users", "user", "users", identities.user_table, identities.user_row, identities.read_user),
        Kind("groups", "group", "groups", identities.group_table, identities.group_row, identities.read_group),
        Kind("roles", "role", "roles", identities.role_table, identities.role_row, identities.read_role),
        Kind("policies", "policy", "policies", policies.policy_table, policies.policy_row, policies.read_policy),
        Kind(
            "aws_policies", "policy", "aws-policies", policies.policy_table, policies.policy_row, policies.read_policy
        ),
        Kind(
            "instance_profiles",
            "instance profile",
            "instance-profiles",
            providers.instance_profile_table,
            providers.instance_profile_row,
            providers.read_instance_profile,
        ),
        Kind(
            "saml_providers",
            "SAML provider",
            "providers/saml",
            providers.saml_provider_table,
            providers.saml_provider_row,
            providers.read_saml_provider,
            largest=25_000_000,
        ),
        Kind(
            "oidc_providers",
            "OpenID Connect provider",
            "providers/oidc",
            providers.oidc_provider_table,
            providers.oidc_provider_row,
            providers.read_oidc_provider,
        ),
        Kind(
            "imports",
            "import",
            "imports",
            imports.import_table,
            imports.import_row,
            imports.read_import,
            largest=100_000_000,
        ),
    )
}


def kind_of_path(path: str) -> Kind | None:
    """The kind that a file of the account is; None for files that are none of iamctl's."""
    folder = path.rpartition("/")[0]
    return next((kind for kind in KINDS.values() if kind.folder == folder and (folder or path == "account.toml")), None)


def to_table(kind: Kind, noun: Noun) -> dict[str, Any]:
    """What stands in the file."""
    return kind.to_table(noun, TABLE)


def to_row(kind: Kind, noun: Noun) -> str:
    """What stands in the index."""
    return json.dumps(kind.to_table(noun, ROW), ensure_ascii=False, separators=(",", ":"))


def from_row(kind: Kind, row: str, account_id: str) -> Noun:
    return kind.from_row(json.loads(row), kind.owner(account_id))


def parse(kind: Kind, text: str, path: str, account_id: str, check: DocumentCheck) -> Noun:
    """The entity that a file's text says.

    Args:
        path: relative to the account's folder; also where the messages point.

    Raises:
        BrokenFile, Mistakes: the text is no TOML or breaks a rule, each with line and column.
        NewerFormat: account.toml was written by a later version.
    """
    table = parse_toml(text, path, error=BrokenFile)
    if kind.shelf == "settings":
        _check_format(table)
    mistakes: list[Mistake] = []
    reader = TableReader(table, mistakes, what=kind.what)
    noun = kind.read(reader, kind.owner(account_id), check)
    reader.finish()
    if not mistakes and kind.path(noun.name) != path:
        reader.mistake("url" if kind.shelf == "oidc_providers" else "name", _misnamed(kind, noun, path))
    if mistakes:
        raise_mistakes(mistakes, text, path, BrokenFile)
    return noun


def problem_of(error: IamctlError) -> str:
    """An error as the index keeps it, to be raised again without reading the file again."""
    errors = getattr(error, "errors", (error,))
    return json.dumps([[type(each).__name__, each.message, each.place, list(each.hints)] for each in errors])


def _check_format(table: dict[str, Any]) -> None:
    version = table.get("format")
    if isinstance(version, int) and version > account_settings.FORMAT:
        raise NewerFormat(
            f"account.toml has format {version}; this iamctl knows formats up to {account_settings.FORMAT}.",
            hint="install a newer iamctl: `pip install --upgrade iamctl`; nothing was changed",
        )


def _misnamed(kind: Kind, noun: Noun, path: str) -> str:
    if not kind.folder:
        return "This is not the account's own file."
    return f"The file of {noun.name} is {kind.path(noun.name)}, not {path}; rename one of them."
