"""The command tree as Typer sees it: grown from the table of `groups.py`, one branch at a time.

Rules kept here:
  * a group's help and a command's name need the table alone; only the module of the named command is imported;
  * the common options stand before or after the subcommand: root, groups and commands all have them;
  * help has one order: what it does, arguments, options, examples, common options.

Typer 0.28 carries its own click and earlier ones use the package, so nothing here names click.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from iamctl.cli.group import Group
from iamctl.cli.groups import OWNERS, TAGGED, TAGS, TWO_WORDS, row
from iamctl.cli.run import Run
from iamctl.cli.settings import COMMON_OPTIONS
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
COMMON_TITLE = "Common options, before or after the command, each also as a variable (IAMCTL_ACCOUNT, …)"
_COMMANDS = "iamctl.cli.commands"
_KEYWORDS = ("import",)


class Branch(TyperGroup):
    """A group of the table."""

    def __init__(self, path: tuple[str, ...], group: Group) -> None:
        super().__init__(
            name=path[-1] if path else "iamctl",
            help=group.help,
            params=[*([_version_option()] if not path else []), *common_params()],
            no_args_is_help=True,
            rich_markup_mode=None,
            context_settings=dict(CONTEXT),
        )
        self.path = path
        self.group = group

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0].startswith("--") and args[0][2:] in self.group.options:
            args = [args[0][2:], *args[1:]]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(self.group.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        return command_at((*self.path, cmd_name))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, args = _one_word(args) if not self.path else (args[0], args)
        found = self.get_command(ctx, name)
        if found is None:
            raise self._unknown(name)
        return name, found, args[1:]

    def _unknown(self, name: str) -> UsageError:
        from difflib import get_close_matches  # Typer has it loaded anyway

        words = " ".join(("iamctl", *self.path))
        near = get_close_matches(name, self.group.commands)
        hints = [f"did you mean {' or '.join(f'`{words} {word}`' for word in near)}?"] if near else []
        return UsageError(f"{words} has no command {name!r}.", hint=[*hints, f"see `{words} --help`"])

    def format_options(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _line(entry)) for name, entry in self.group.commands.items()])
        _write_options(self, ctx, formatter)


def _one_word(args: list[str]) -> tuple[str, list[str]]:
    """The command that the words name, and the words from its last one on.

    `explain assume ROLE` is `explain-assume`; where an action follows, `assume` is a principal's name.
    """
    one = TWO_WORDS.get((args[0], args[1])) if len(args) > 1 else None
    following = args[2] if len(args) > 2 else ""
    if one is None or (":" in following and not following.startswith(("arn:", "-"))):
        return args[0], args
    return one, args[1:]


class Leaf(TyperCommand):
    """A command."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ARG002
        # Typer words it differently from version to version, and the man pages are held to one text.
        arguments = [param for param in self.params if param.param_type_name == "argument"]
        return ["[OPTIONS]", *(_usage_of(argument) for argument in arguments)]

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        description, _ = parts_of_help(self.help or "")
        for paragraph in description:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(paragraph)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_options(self, ctx, formatter)


def command_at(path: tuple[str, ...]) -> Branch | Leaf | None:
    """The group or command that these words name; None when nothing stands there."""
    entry = row(path)
    if entry is None:
        return None
    if isinstance(entry, Group):
        return Branch(path, entry)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name=path[-1], cls=Leaf, context_settings=dict(CONTEXT))(function_at(path))
    leaf = typer.main.get_command(app)
    assert isinstance(leaf, Leaf)
    names = {param.name for param in leaf.params}
    if "dry_run" in names and "yes" not in names:
        # Scripts pass it to whatever changes something, whether or not that would ask.
        leaf.params.append(_yes_option())
    leaf.params.extend(common_params())
    return leaf


def function_at(path: tuple[str, ...]) -> Any:
    """The function of the command that these words name; its module is imported."""
    *group, name = path
    if group and name in OWNERS.get(group[0], ()):
        return import_module(f"{_COMMANDS}.permissions.{python_name(name)}").command_for(group[0])
    if name in TAGS and " ".join(group) in TAGGED:
        return import_module(f"{_COMMANDS}.tags.{python_name(name)}").command_for(" ".join(group))
    module = import_module(".".join((_COMMANDS, *map(python_name, path))))
    return getattr(module, python_name(name))


def python_name(word: str) -> str:
    """A command's word as Python can say it: `add-user` is `add_user`, `import` is `import_`."""
    return f"{word}_" if word in _KEYWORDS else word.replace("-", "_")


def parts_of_help(docstring: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a command's docstring, and the command lines of its `Example:` lines."""
    lines = docstring.split("\n")
    examples = [line.split(":", 1)[1].strip() for line in lines if line.startswith("Example:")]
    text = "\n".join("" if line.startswith("Example:") else line for line in lines)
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip()], examples


@cache
def common_params() -> tuple[TyperOption, ...]:
    """The common options, the same objects wherever they stand."""
    return tuple(_common_params())


def _common_params() -> Iterator[TyperOption]:
    for option in COMMON_OPTIONS:
        is_flag = option.metavar is None
        yield TyperOption(
            param_decls=[f"common_{python_name(option.name)}", *option.flags],
            type=None if is_flag else str,
            is_flag=is_flag,
            default=False if is_flag else None,
            metavar=option.metavar,
            help=option.help,
            callback=_keep,
            expose_value=False,
            show_default=False,
        )


def _keep(ctx: Any, param: Any, value: Any) -> None:
    if isinstance(ctx.obj, Run) and (isinstance(value, str) or value is True):
        ctx.obj.given[param.name.removeprefix("common_").replace("_", "-")] = value


def _yes_option() -> TyperOption:
    return TyperOption(
        param_decls=["yes", "--yes", "-y"],
        type=None,
        is_flag=True,
        default=False,
        help="go ahead without asking",
        expose_value=False,
        show_default=False,
    )


def _version_option() -> TyperOption:
    return TyperOption(
        param_decls=["version", "--version", "-V"],
        type=None,
        is_flag=True,
        default=False,
        is_eager=True,
        help="print the version",
        callback=_print_version,
        expose_value=False,
        show_default=False,
    )


def _print_version(ctx: Any, param: Any, value: Any) -> None:  # noqa: ARG001
    if value is True and not ctx.resilient_parsing:
        from iamctl.cli.output.streams import write_line
        from iamctl.version import __version__

        write_line(f"iamctl {__version__}")
        raise typer.Exit


def _line(entry: str | Group) -> str:
    return entry.help if isinstance(entry, Group) else entry


def _usage_of(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return name if argument.required else f"[{name}]"


def _write_options(command: Any, ctx: Any, formatter: Any) -> None:
    common = {id(param) for param in common_params()}
    own = [param for param in command.params if id(param) not in common]
    _, examples = parts_of_help(command.help or "")
    arguments = [param for param in own if param.param_type_name == "argument"]
    _section(formatter, "Arguments", [argument_row(command, argument) for argument in arguments])
    _section(formatter, "Options", [_option_row(option, ctx) for option in own if option not in arguments])
    if examples:
        with formatter.section("Examples"):
            for example in examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")
    everywhere = [*common_params(), command.get_help_option(ctx)]
    _section(formatter, COMMON_TITLE, [_option_row(option, ctx) for option in everywhere])


def argument_row(command: Any, argument: Any) -> tuple[str, str]:
    """How help shows an argument of the command, and what it says of it."""
    help_text = argument.help
    if not help_text:
        # click 8.5 takes the help that older Typers give an argument away from it.
        annotation = get_type_hints(command.callback, include_extras=True)[argument.name]
        help_text = next((info.help for info in annotation.__metadata__ if info.help), "")
    return argument.metavar or argument.name.upper(), help_text


def _option_row(option: Any, ctx: Any) -> tuple[str, str]:
    names, help_text = option.get_help_record(ctx)
    return names, help_text.replace("\\[", "[")  # older Typers escape it for Rich


def _section(formatter: Any, title: str, rows: list[Any]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)
