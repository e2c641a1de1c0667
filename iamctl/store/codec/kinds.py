"""Every kind of file: its shelf, its folder, and how it is read and written. One row a kind.

A kind's codec is imported when the first file of that kind is met: each brings its nouns, half a millisecond and more.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from iamctl.errors import BrokenFile, IamctlError, NewerFormat
from iamctl.store.codec.format import FORMAT
from iamctl.store.file_names import file_name

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.store.protocol import Noun
    from iamctl.syntax.table_reader import Mistake, TableReader


class Codec(Protocol):
    """What a kind's module has."""

    def to_table(self, noun: Any, form: Form, /) -> dict[str, Any]:
        """What stands in a file, or in a row of the index."""

    def from_row(self, row: dict[str, Any], account_id: str, /) -> Noun:
        """The entity of a row, which was checked when it was written."""

    def read(self, reader: TableReader, account_id: str, check: DocumentCheck, /) -> Noun:
        """The entity of a table that a person may have written; mistakes are noted in the reader."""


class Kind(NamedTuple):
    """One kind of file.

    Attributes:
        shelf: the shelf's name in the protocol.
        what: the kind as a message names it.
        folder: relative to the account's folder; empty for a kind of which an account has one.
        module: its codec, in this package.
        largest: bytes; what is larger is not read.
        file: of a kind of which an account has one: its file, in the account's folder.
    """

    shelf: str
    what: str
    folder: str
    module: str
    largest: int = 1_000_000
    file: str = ""

    @property
    def codec(self) -> Codec:
        return cast("Codec", import_module(f"iamctl.store.codec.{self.module}"))

    def path(self, name: str) -> str:
        """The file of the entity with this name, relative to the account's folder."""
        return f"{self.folder}/{file_name(name)}" if self.folder else self.file

    def owner(self, account_id: str) -> str:
        return "aws" if self.shelf == "aws_policies" else account_id


KINDS = {
    kind.shelf: kind
    for kind in (
        Kind("settings", "account", "", "account_settings", file="account.toml"),
        Kind("users", "user", "users", "users"),
        Kind("groups", "group", "groups", "groups"),
        Kind("roles", "role", "roles", "roles"),
        Kind("policies", "policy", "policies", "policies"),
        Kind("aws_policies", "policy", "aws-policies", "policies"),
        Kind("instance_profiles", "instance profile", "instance-profiles", "instance_profiles"),
        Kind("saml_providers", "SAML provider", "providers/saml", "saml_providers", largest=25_000_000),
        Kind("oidc_providers", "OpenID Connect provider", "providers/oidc", "oidc_providers"),
        Kind("resource_policies", "resource policy", "resources", "resource_policies"),
        Kind("imports", "import", "imports", "imports", largest=100_000_000),
        Kind("guards", "file of guards", "", "guards", file="guards.toml"),
    )
}
# The key of the name in the file, where it is not `name`.
_NAMED_BY = {"oidc_providers": "url", "resource_policies": "resource_arn"}
_BY_FOLDER = {kind.folder: kind for kind in KINDS.values() if kind.folder}
_BY_FILE = {kind.file: kind for kind in KINDS.values() if kind.file}


def kind_of_path(path: str) -> Kind | None:
    """The kind that a file of the account is; None for files that are none of iamctl's."""
    folder = path.rpartition("/")[0]
    return _BY_FOLDER.get(folder) if folder else _BY_FILE.get(path)


def to_table(kind: Kind, noun: Noun) -> dict[str, Any]:
    """What stands in the file."""
    from iamctl.store.codec.parts import TABLE

    return kind.codec.to_table(noun, TABLE)


def to_row(kind: Kind, noun: Noun) -> str:
    """What stands in the index."""
    from iamctl.store.codec.parts import ROW

    return json.dumps(kind.codec.to_table(noun, ROW), ensure_ascii=False, separators=(",", ":"))


def from_row(kind: Kind, row: str, account_id: str) -> Noun:
    return kind.codec.from_row(json.loads(row), kind.owner(account_id))


def parse(kind: Kind, text: str, path: str, account_id: str, check: DocumentCheck) -> Noun:
    """The entity that a file's text says.

    Args:
        path: relative to the account's folder; also where the messages point.

    Raises:
        BrokenFile, Mistakes: the text is no TOML or breaks a rule, each with line and column.
        NewerFormat: account.toml was written by a later version.
    """
    from iamctl.syntax.table_reader import TableReader, raise_mistakes
    from iamctl.syntax.toml_read import parse_toml

    table = parse_toml(text, path, error=BrokenFile)
    if kind.shelf == "settings":
        check_format(table.get("format"))
    mistakes: list[Mistake] = []
    reader = TableReader(table, mistakes, what=kind.what)
    noun = kind.codec.read(reader, kind.owner(account_id), check)
    reader.finish()
    if not mistakes and kind.path(noun.name) != path:
        reader.mistake(_NAMED_BY.get(kind.shelf, "name"), _misnamed(kind, noun, path))
    if mistakes:
        raise_mistakes(mistakes, text, path, BrokenFile)
    return noun


def check_format(version: object) -> None:
    """Refuse what a later version wrote.

    Raises:
        NewerFormat: the version is above this iamctl's.
    """
    if isinstance(version, int) and version > FORMAT:
        raise NewerFormat(
            f"account.toml has format {version}; this iamctl knows formats up to {FORMAT}.",
            hint="install a newer iamctl: `pip install --upgrade iamctl`; nothing was changed",
        )


def problem_of(error: IamctlError) -> str:
    """An error as the index keeps it, to be raised again without reading the file again."""
    errors = getattr(error, "errors", (error,))
    return json.dumps([[type(each).__name__, each.message, each.place, list(each.hints)] for each in errors])


def _misnamed(kind: Kind, noun: Noun, path: str) -> str:
    if not kind.folder:
        return "This is not the account's own file."
    return f"The file of {noun.name} is {kind.path(noun.name)}, not {path}; rename one of them."
