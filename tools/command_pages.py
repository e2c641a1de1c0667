"""What the man pages and the command reference say: read off the command tree, and the facts that every page shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from iamctl.cli.group import Group
from iamctl.cli.groups import ROOT
from iamctl.cli.settings import COMMON_OPTIONS
from iamctl.cli.tree import Branch, Leaf, argument_row, command_at, common_params, parts_of_help

EXIT_STATUSES = (
    (0, "done; a check found nothing"),
    (1, "the answer of a check is no: there are findings; the answer itself is on stdout"),
    (2, "the command line is not well-formed, or a question would have to be asked and nobody is there"),
    (3, "denied: AccessDenied"),
    (4, "not found: NoSuchEntity"),
    (5, "in conflict: EntityAlreadyExists, DeleteConflict, LimitExceeded, ConcurrentModification"),
    (6, "the input is not valid: ValidationError, InvalidInput, MalformedPolicyDocument, UnmodifiableEntity"),
    (7, "undecided: the answer hangs on something that was not given"),
    (70, "a bug in iamctl; one line tells where the details are"),
    (74, "the machine is in the way: full disk, no permission, a lock, a broken file"),
    (130, "interrupted"),
    (141, "the reader of stdout has gone"),
)
VARIABLES = (
    ("IAMCTL_CONFIG", "the config file in the place of the one under FILES"),
    ("VISUAL, EDITOR", "the editor that `iamctl edit` opens; the first that is set counts"),
    ("NO_COLOR, TERM", "when NO_COLOR is not empty or TERM is dumb, nothing is coloured"),
    ("COLUMNS", "how wide tables are drawn"),
    ("XDG_DATA_HOME, XDG_CONFIG_HOME", "the folders that the places under FILES are in"),
)
FILES = (
    ("~/.local/share/iamctl/accounts/ID/", "an account: TOML files that a person may read, edit, grep and copy"),
    ("account.toml", "in there: its alias, root user, password policy and quotas"),
    ("users/ groups/ roles/ policies/ instance-profiles/ providers/", "in there: one entity, one file"),
    ("ledger.sqlite3", "in there: the history of every change, and an index that may be lost"),
    ("~/.config/iamctl/config.toml", 'settings: the common options by their names, as in `output = "json"`'),
)


class Page(NamedTuple):
    """One command.

    Attributes:
        words: `iamctl user create`.
        usage: what follows the words.
        summary: the first line of its help.
        options: names with what they take, and help; none of the common ones.
    """

    words: str
    usage: str
    summary: str
    description: tuple[str, ...]
    arguments: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]


def groups() -> list[tuple[str, Group]]:
    """The groups under `iamctl`, in the order of the table."""
    return [(name, entry) for name, entry in ROOT.commands.items() if isinstance(entry, Group)]


def single_commands() -> list[str]:
    """The commands right under `iamctl`."""
    return [name for name, entry in ROOT.commands.items() if not isinstance(entry, Group)]


def pages(path: tuple[str, ...]) -> Iterator[Page]:
    """Every command at or below these words."""
    found = command_at(path)
    if isinstance(found, Branch):
        for name in found.group.commands:
            yield from pages((*path, name))
    elif isinstance(found, Leaf):
        yield _page(path, found)


def common_options() -> list[tuple[str, str]]:
    """The options that every command has, and their variables."""
    rows = []
    for option in COMMON_OPTIONS:
        variable = f" ({option.variables[0]})" if option.variables else ""
        names = ", ".join(option.flags) + (f" {option.metavar}" if option.metavar else "")
        rows.append((names, f"{option.help}{variable}"))
    return [*rows, ("-h, --help", "show how it is used")]


def variables() -> list[tuple[str, str]]:
    """Every variable that is looked at, and what it does."""
    rows = [
        (", ".join(option.variables), f"the same as --{option.name}: {option.help.partition(';')[0]}")
        for option in COMMON_OPTIONS
        if option.variables
    ]
    return [*rows, *VARIABLES]


def _page(path: tuple[str, ...], leaf: Leaf) -> Page:
    common = {id(param) for param in common_params()}
    own = [param for param in leaf.params if id(param) not in common]
    arguments = [param for param in own if param.param_type_name == "argument"]
    (summary, *description), examples = parts_of_help(leaf.help or "")
    return Page(
        " ".join(("iamctl", *path)),
        " ".join(leaf.collect_usage_pieces(None)),
        summary,
        tuple(description),
        tuple(argument_row(leaf, argument) for argument in arguments),
        tuple(_option(param) for param in own if param not in arguments),
        tuple(examples),
    )


def _option(param: Any) -> tuple[str, str]:
    names = ", ".join(sorted((*param.opts, *param.secondary_opts), key=len))
    help_text = param.help or ""
    if param.is_flag:
        return names, help_text
    default = param.default if isinstance(param.default, str | int) and param.show_default is not False else None
    choices = getattr(param.type, "choices", None)
    takes = param.metavar or ("|".join(str(getattr(one, "value", one)) for one in choices) if choices else "VALUE")
    return f"{names} {takes}", f"{help_text} (default: {default})" if default is not None else help_text
