"""The man pages: iamctl(1), and one for each group of commands.

Sources: https://man7.org/linux/man-pages/man7/man-pages.7.html · https://man7.org/linux/man-pages/man7/groff_man.7.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from command_pages import (
    EXIT_STATUSES,
    FILES,
    Page,
    common_options,
    groups,
    pages,
    single_commands,
    variables,
)

from iamctl.cli.group import Group
from iamctl.cli.groups import ROOT
from iamctl.version import __version__

DESCRIPTION = (
    "iamctl keeps the IAM of an AWS account in a folder of TOML files and administers it from the shell, with AWS's "
    "names, limits, errors and meanings. A file is the truth: it may be read, edited, compared and copied with "
    "ordinary tools. A change happens whole or not at all, is recorded with the texts before and after, and can be "
    "taken back. Nothing is ever sent to AWS.",
    "Wherever an identity is meant, its name, its ARN or its unique id is taken. A file may be - for stdin. Whatever "
    "changes something takes --dry-run, which shows the difference and changes nothing. Questions are asked on a "
    "terminal only, before something is deleted; --yes goes ahead without.",
)
FIRST_EXAMPLES = (
    ("Create an account and a user in it", "iamctl init"),
    ("See what a change would do", "iamctl user create alice --path /eng/ --dry-run"),
    ("List users as JSON, as AWS's own CLI has them", "iamctl user list --output json"),
    ("See what was done, and take the last change back", "iamctl history list"),
)


def all_pages() -> dict[str, str]:
    """File names and texts."""
    texts = {"iamctl.1": _main_page()}
    for name, group in groups():
        texts[f"iamctl-{name}.1"] = _group_page(name, group)
    return texts


def _main_page() -> str:
    listed = [(f"iamctl {name}", _help(name)) for name in ROOT.commands]
    return _text(
        _head("iamctl", ROOT.help),
        [".SH SYNOPSIS", ".B iamctl", *_plain(" [OPTIONS] COMMAND [ARGUMENTS]")],
        [".SH DESCRIPTION", *_paragraphs(DESCRIPTION)],
        [".SH COMMANDS", *_tagged(listed)],
        *([*_command(page)] for name in single_commands() for page in pages((name,))),
        [".SH OPTIONS", *_plain("These stand before or after the command, for every command.")],
        _tagged(common_options()),
        _shared(),
        [".SH EXAMPLES", *_examples(FIRST_EXAMPLES)],
        _see_also(f"iamctl-{name}" for name, _ in groups()),
    )


def _group_page(name: str, group: Group) -> str:
    commands = list(pages((name,)))
    examples = [page.examples[0] for page in commands if page.examples]
    return _text(
        _head(f"iamctl-{name}", group.help),
        [".SH SYNOPSIS", f".B iamctl {_escaped(name)}", *_plain(" COMMAND [OPTIONS] [ARGUMENTS]")],
        [".SH DESCRIPTION", *_paragraphs([group.help])],
        [".SH COMMANDS", *_tagged([(page.words, page.summary) for page in commands])],
        *([*_command(page)] for page in commands),
        [".SH OPTIONS", *_plain("Besides its own, every command takes the common options, before or after it.")],
        _tagged(common_options()),
        _shared(),
        [".SH EXAMPLES", *_typed(*examples[:6])],
        _see_also(["iamctl", *(f"iamctl-{other}" for other, _ in groups() if other != name)]),
    )


def _head(name: str, line: str) -> list[str]:
    return [
        '.\\" Generated from the command tree by tools/generate_reference.py.',
        f'.TH {_escaped(name.upper())} 1 "{_released()}" "iamctl {__version__}" "iamctl"',
        ".SH NAME",
        f"{_escaped(name)} \\- {_escaped(line[0].lower() + line[1:].removesuffix('.'))}",
    ]


def _released() -> str:
    """The day of this version in the changelog; empty before it is released."""
    changes = Path(__file__).parents[1].joinpath("CHANGELOG.md").read_text("utf-8")
    found = re.search(rf"^## {re.escape(__version__)} . (\d{{4}}-\d\d-\d\d)$", changes, re.MULTILINE)
    return found[1] if found else ""


def _command(page: Page) -> Iterator[str]:
    yield f'.SS "{_escaped(page.words)} {_escaped(page.usage)}"'
    yield from _paragraphs([page.summary, *page.description])
    yield from _tagged([*page.arguments, *page.options])
    if page.examples:
        yield ".PP"
        yield "Examples:"
        yield from _typed(*page.examples)


def _shared() -> list[str]:
    return [
        ".SH EXIT STATUS",
        *_tagged([(str(status), meaning) for status, meaning in EXIT_STATUSES]),
        ".SH ENVIRONMENT",
        *_tagged(variables()),
        ".SH FILES",
        *_tagged(FILES),
    ]


def _see_also(names: Iterable[str]) -> list[str]:
    listed = list(names)
    commas = [","] * (len(listed) - 1) + [""]
    return [".SH SEE ALSO", *(f".BR {_escaped(name)} (1){end}" for name, end in zip(listed, commas, strict=True))]


def _help(name: str) -> str:
    entry = ROOT.commands[name]
    return f"{entry.help} See iamctl-{name}(1)." if isinstance(entry, Group) else entry


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        if number:
            yield ".PP"
        yield from _plain(text)


def _tagged(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [line for tag, text in rows for line in (".TP", f".B {_escaped(tag)}", *_plain(text or tag))]


def _examples(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for number, (what, typed) in enumerate(rows):
        if number:
            yield ".PP"
        yield from _plain(f"{what}:")
        yield from _typed(typed)


def _typed(*lines: str) -> Iterator[str]:
    yield from (".RS 4", ".nf", *map(_escaped, lines), ".fi", ".RE")


def _plain(text: str) -> Iterator[str]:
    """A paragraph, a sentence a line; what stands in backquotes is bold."""
    for sentence in re.split(r"(?<=[.:;]) +", text.strip()):
        parts = sentence.split("`")
        yield _escaped(
            "", "".join(f"\\fB{_raw(part)}\\fR" if odd % 2 else _raw(part) for odd, part in enumerate(parts))
        )


def _raw(text: str) -> str:
    # An unescaped hyphen may come out as another character, which nobody could paste into a shell.
    named = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "~": "\\(ti", "^": "\\(ha"}
    return "".join(named.get(one, one if one.isascii() else f"\\[u{ord(one):04X}]") for one in text)


def _escaped(text: str, ready: str | None = None) -> str:
    line = _raw(text).replace('"', "\\(dq") if ready is None else ready
    return f"\\&{line}" if line.startswith((".", "'")) else line


def _text(*sections: Iterable[str]) -> str:
    return "\n".join(line for section in sections for line in section) + "\n"
