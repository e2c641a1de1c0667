"""A broker's file: who vouches for people, what they get, and how often they may ask.

    [[authenticator]]
    name = "directory"
    kind = "ldap"                               # or oidc, proxy, command
    url = "ldaps://ldap.acme.example"
    …

    [limits]
    per_minute = 600                            # requests of one address

    [console]
    federation_url = "https://signin.acme.example/federation"
    destination = "https://console.acme.example/"

    [[rule]]                                    # see iamctl/service/brokering/rules.py

Secrets stand in files of their own that only the broker's user can read; paths begin at the file's folder. Every
mistake is told at once, with file, line and column.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from iamctl.endpoint.broker.authenticator import PASSWORD, TOKEN
from iamctl.endpoint.broker.ldap_directory import LdapSettings
from iamctl.endpoint.broker.oidc_tokens import HTTPS, OidcSettings
from iamctl.endpoint.broker.outside_command import CommandSettings
from iamctl.endpoint.broker.proxy_headers import LEAST_KEY, ProxySettings
from iamctl.errors import InvalidInput, UsageError
from iamctl.model.secret import Secret
from iamctl.service.brokering.rules_file import read_rules
from iamctl.syntax.table_reader import TableReader, raise_mistakes
from iamctl.syntax.toml_read import parse_toml, read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from iamctl.model.document import Document
    from iamctl.service.brokering.rules import Rules
    from iamctl.syntax.table_reader import Mistake

LARGEST = 1024 * 1024
"""Bytes of the file, and of each that it names."""

AuthenticatorSettings = LdapSettings | OidcSettings | ProxySettings | CommandSettings


class Limits(NamedTuple):
    """How much may be asked.

    Attributes:
        per_minute: requests of one address; those through a proxy count for the person.
    """

    per_minute: int = 600


class Console(NamedTuple):
    """Where a browser is handed over to.

    Attributes:
        federation_url: of a service that speaks AWS's federation endpoint.
        issuer: where the console sends people back to; empty is the broker itself.
    """

    federation_url: str
    destination: str
    issuer: str = ""


class Configuration(NamedTuple):
    """The whole file."""

    authenticators: tuple[AuthenticatorSettings, ...]
    rules: Rules
    limits: Limits = Limits()
    console: Console | None = None


def read_configuration(file: Path) -> Configuration:
    """What the file says.

    Raises:
        InvalidInput, Mistakes: it cannot be read, is no TOML, or holds mistakes.
    """
    text = read_text(_bytes_of(file), str(file))
    mistakes: list[Mistake] = []
    reader = TableReader(parse_toml(text, str(file)), mistakes, what="broker's file")
    authenticators = _authenticators(reader, file.parent)
    rules = read_rules(reader)
    limits, console = _limits(reader), _console(reader)
    reader.finish()
    raise_mistakes(mistakes, text, str(file))
    return Configuration(authenticators, rules, limits, console)


def _authenticators(reader: TableReader, folder: Path) -> tuple[AuthenticatorSettings, ...]:
    found: list[AuthenticatorSettings] = []
    for each in reader.readers("authenticator", "authenticator"):
        kind = each.string("kind", required=True, default="")
        make = _KINDS.get(kind)
        if make is None:
            if kind:
                each.mistake("kind", f"kind is {', '.join(_KINDS)}, not {kind}.")
            continue
        name = each.string("name", default=kind)
        if any(name == other.name for other in found):
            each.mistake("name", f"Another authenticator is called {name} too.")
        found.append(make(each, name, folder))
        each.finish()
    if "authenticator" not in reader.table:
        reader.mistake(None, "The file holds no [[authenticator]]: nobody could be known.")
    return tuple(found)


def _ldap(reader: TableReader, name: str, folder: Path) -> LdapSettings:
    url = reader.string("url", required=True, default="")
    if url and (urlsplit(url).scheme not in ("ldap", "ldaps") or not urlsplit(url).hostname):
        reader.mistake("url", f"{url} is no directory's address.", "write ldaps://HOST, or ldap://HOST for StartTLS")
    user_dn, wanted = reader.string("user_dn"), reader.string("filter", default="(uid={name})")
    for key, text in (("user_dn", user_dn), ("filter", wanted)):
        if text is not None and text.count("{name}") != 1:
            reader.mistake(key, f"{key} has {{name}} once, where the name that is typed goes.")
    bind_dn = reader.string("bind_dn")
    password = _secret(reader, "bind_password_file", folder)
    if bind_dn is not None and password is None and "bind_password_file" not in reader.table:
        reader.mistake("bind_dn", "Whoever searches needs a password.", "write `bind_password_file`")
    ca_file = reader.string("ca_file")
    if ca_file is not None and not (folder / ca_file).is_file():
        reader.mistake("ca_file", f"There is no file {folder / ca_file}.")
    return LdapSettings(
        name=name,
        url=url,
        base=reader.string("base", required=user_dn is None, default=""),
        filter=wanted,
        user_dn=user_dn,
        ca_file=str(folder / ca_file) if ca_file is not None else None,
        bind_dn=bind_dn,
        bind_password=password,
        name_attribute=reader.string("name_attribute", default="uid"),
        attributes=reader.strings("attributes") or LdapSettings._field_defaults["attributes"],
        timeout=_seconds(reader),
    )


def _oidc(reader: TableReader, name: str, folder: Path) -> OidcSettings:
    issuer = reader.string("issuer", required=True, default="")
    if issuer and (not issuer.startswith(HTTPS) or not urlsplit(issuer).hostname):
        reader.mistake("issuer", f"{issuer} is no issuer.", "write what its tokens have under iss: https://…")
    return OidcSettings(
        name=name,
        issuer=issuer,
        audience=reader.string("audience", required=True, default=""),
        name_claim=reader.string("name_claim", default="sub"),
        jwks=_key_set(reader, folder),
        scopes=reader.strings("scopes") or OidcSettings._field_defaults["scopes"],
    )


def _key_set(reader: TableReader, folder: Path) -> Document | None:
    named = reader.string("jwks_file")
    if named is None:
        return None
    from iamctl.federation.oidc.keys import parse_key_set
    from iamctl.model.document import Document

    try:
        text = read_text(_bytes_of(folder / named), str(folder / named))
        parse_key_set(text, str(folder / named))
    except InvalidInput as error:
        reader.mistake("jwks_file", error.message)
        return None
    return Document(text)


def _proxy(reader: TableReader, name: str, folder: Path) -> ProxySettings:
    text = _secret_text(reader, "key_file", folder, required=True)
    keys = [line.strip() for line in (text or "").splitlines() if line.strip()]
    if text is not None and (not keys or any(len(key) < LEAST_KEY for key in keys)):
        reader.mistake(
            "key_file", f"A key has at least {LEAST_KEY} characters.", "make one with `openssl rand -hex 32`"
        )
    attributes = reader.string_map("attributes")
    return ProxySettings(
        name=name,
        keys=tuple(Secret(key) for key in keys),
        user_header=reader.string("user_header", default="X-Forwarded-User").lower(),
        key_header=reader.string("key_header", default="X-Broker-Key").lower(),
        attributes=tuple((attribute, header.lower()) for attribute, header in attributes.items()),
        separator=reader.string("separator", default=",") or ",",
        strip=reader.string("strip", default=""),
    )


def _command(reader: TableReader, name: str, folder: Path) -> CommandSettings:
    command = reader.strings("command")
    if not command:
        reader.mistake("command" if "command" in reader.table else None, "An authenticator of this kind has a command.")
    takes = reader.string("takes", default=PASSWORD)
    if takes not in (PASSWORD, TOKEN):
        reader.mistake("takes", f"takes is {PASSWORD} or {TOKEN}, not {takes}.")
    return CommandSettings(name=name, command=command, takes=takes, timeout=_seconds(reader), folder=str(folder))


_KINDS: dict[str, Callable[[TableReader, str, Path], AuthenticatorSettings]] = {
    "ldap": _ldap,
    "oidc": _oidc,
    "proxy": _proxy,
    "command": _command,
}


def _limits(reader: TableReader) -> Limits:
    below = reader.reader("limits")
    if below is None:
        return Limits()
    per_minute = below.integer("per_minute", default=Limits().per_minute)
    if per_minute < 1:
        below.mistake("per_minute", "per_minute is at least 1.")
    below.finish()
    return Limits(max(1, per_minute))


def _console(reader: TableReader) -> Console | None:
    below = reader.reader("console")
    if below is None:
        return None
    found = Console(
        federation_url=below.string("federation_url", required=True, default=""),
        destination=below.string("destination", required=True, default=""),
        issuer=below.string("issuer", default=""),
    )
    for key, url in (("federation_url", found.federation_url), ("destination", found.destination)):
        parts = urlsplit(url)
        is_local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
        if url and not (parts.hostname and (parts.scheme == "https" or is_local)):
            below.mistake(key, f"{url} is no address over https.")
    below.finish()
    return found


def _seconds(reader: TableReader) -> int:
    seconds = reader.integer("timeout", default=5)
    if not 1 <= seconds <= 60:
        reader.mistake("timeout", f"timeout is {seconds}, and is 1 to 60 seconds.")
    return seconds


def _secret(reader: TableReader, key: str, folder: Path) -> Secret | None:
    text = _secret_text(reader, key, folder)
    if text is None:
        return None
    first = text.partition("\n")[0].removesuffix("\r")
    if not first:
        reader.mistake(key, "The first line of that file is empty.")
        return None
    return Secret(first)


def _secret_text(reader: TableReader, key: str, folder: Path, *, required: bool = False) -> str | None:
    named = reader.string(key, required=required)
    if named is None:
        return None
    file = folder / named
    try:
        if os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            reader.mistake(key, f"{file} can be read by others.", f"`chmod 600 {file}`")
            return None
        return file.read_bytes()[:LARGEST].decode("utf-8")
    except OSError as error:
        reader.mistake(key, f"{file} cannot be read: {error.strerror or error}.")
    except UnicodeDecodeError:
        reader.mistake(key, f"{file} is not UTF-8.")
    return None


def _bytes_of(file: Path) -> bytes:
    try:
        if file.is_dir():
            raise UsageError(f"{file} is a folder, and no file.")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise InvalidInput(f"{file} cannot be read: {error.strerror or error}.") from error
    if len(content) > LARGEST:
        raise InvalidInput(f"{file} has more than {LARGEST:,} bytes.")
    return content
