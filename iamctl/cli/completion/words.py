"""The command tree as the words that a shell completes: commands, options, and what stands in their places.

The kind of a place is `none` (new, or anything), `file`, `folder`, `=a|b` (one of these words) or a kind of
names that `names.py` answers for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.cli.group import Group
from iamctl.cli.tree import Branch, command_at, common_params

if TYPE_CHECKING:
    from collections.abc import Iterator

NONE = "none"
# What a place takes, by what help calls it.
_KINDS = {
    "USER": "user",
    "SOURCE": "user",
    "FROM": "user",
    "TO": "user",
    "GROUP": "group",
    "ROLE": "role",
    "POLICY": "policy",
    "INSTANCE_PROFILE": "instance-profile",
    "ACCOUNT": "account",
    "REVISION": "revision",
    "NAME": "anything",
    "PRINCIPAL": "anything",
    "CALLER": "user",
    "FILE": "file",
    "FOLDER": "folder",
}
_PROVIDERS = {
    "provider saml": "saml-provider",
    "provider oidc": "oidc-provider",
    "--trust-saml": "saml-provider",
    "--trust-oidc": "oidc-provider",
}
_HELP = ("-h", "--help")


class Option(NamedTuple):
    """An option; `kind` is None for a flag."""

    flags: tuple[str, ...]
    kind: str | None
    help: str


class Place(NamedTuple):
    """Where an argument stands; the last may take all that follow."""

    kind: str
    many: bool = False


class Node(NamedTuple):
    """A group or a command.

    Attributes:
        path: its words, without `iamctl`.
        commands: name and line of help of what stands under a group.
        options: its own; those that every command has are in `common_options`.
    """

    path: tuple[str, ...]
    commands: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]
    places: tuple[Place, ...]


def nodes(path: tuple[str, ...] = ()) -> Iterator[Node]:
    """The node at the path and all below it, in the order of the table. Every command's module is imported."""
    found = command_at(path)
    assert found is not None
    common = {id(param) for param in common_params()}
    own = [param for param in found.params if id(param) not in common]
    options = tuple(_option(param) for param in own if param.param_type_name == "option")
    places = tuple(_place(param, path) for param in own if param.param_type_name == "argument")
    commands = found.group.commands.items() if isinstance(found, Branch) else ()
    yield Node(path, tuple((name, _line(entry)) for name, entry in commands), options, places)
    for name, _ in commands:
        yield from nodes((*path, name))


def common_options() -> tuple[Option, ...]:
    """The options that stand everywhere, and `--help`."""
    return (*map(_option, common_params()), Option(_HELP, None, "show how it is used"))


def _option(param: Any) -> Option:
    flags = (*param.opts, *param.secondary_opts)
    return Option(flags, None if param.is_flag else _option_kind(param), param.help or "")


def _option_kind(param: Any) -> str:
    choices = getattr(param.type, "choices", None)
    if choices:
        return "=" + "|".join(str(getattr(choice, "value", choice)) for choice in choices)
    metavar = param.metavar or ""
    if metavar == "NAME":
        return NONE  # a name that something is to get
    if "--revision" in param.opts:
        return "revision"
    if metavar == "PROVIDER":
        return next((kind for flag, kind in _PROVIDERS.items() if flag in param.opts), NONE)
    return f"={metavar}" if "|" in metavar else _KINDS.get(metavar, NONE)


def _place(param: Any, path: tuple[str, ...]) -> Place:
    metavar = param.metavar or param.name.upper()
    name = metavar.removesuffix("...")
    many = metavar.endswith("...") or param.nargs == -1
    if path[-1] == "create" and not (name == "POLICY" and path != ("policy", "create")):
        return Place(NONE, many)  # what is created has no name yet
    if name == "PROVIDER":
        return Place(_PROVIDERS.get(" ".join(path[:2]), NONE), many)
    return Place(f"={name}" if "|" in name else _KINDS.get(name, NONE), many)


def _line(entry: str | Group) -> str:
    return entry.help if isinstance(entry, Group) else entry
