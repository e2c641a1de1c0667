"""docs/commands.md: every command with what it takes and examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from command_pages import EXIT_STATUSES, FILES, Page, common_options, groups, pages, single_commands, variables

INTRODUCTION = """\
# Commands

<!-- Generated from the command tree by tools/generate_reference.py. -->

Wherever an identity is meant, its name, its ARN or its unique id is taken. A file may be `-` for stdin. Whatever
changes something takes `--dry-run`, which shows the difference and changes nothing. Questions are asked on a terminal
only, before something is deleted; `--yes` goes ahead without.
"""


def reference() -> str:
    """The text of docs/commands.md."""
    return "\n".join(_parts()) + "\n"


def _parts() -> Iterator[str]:
    yield INTRODUCTION
    for name, group in groups():
        yield f"- [{name}](#{name}): {group.help}"
    yield f"- on their own: {', '.join(f'[{name}](#iamctl-{name})' for name in single_commands())}"
    yield "- [common options](#common-options), [exit statuses](#exit-statuses)"
    yield "- [variables](#variables), [files](#files)"
    for name, group in groups():
        yield f"\n## {name}\n\n{group.help}"
        for page in pages((name,)):
            yield from _command(page)
    yield "\n## Commands on their own"
    for name in single_commands():
        for page in pages((name,)):
            yield from _command(page)
    yield "\n## Common options\n\nThey stand before or after the command, for every command.\n"
    yield from _list(common_options())
    yield "\n## Exit statuses\n\n| status | meaning |\n| --- | --- |"
    yield from (f"| {status} | {meaning} |" for status, meaning in EXIT_STATUSES)
    yield "\n## Variables\n"
    yield from _list(variables())
    yield "\n## Files\n"
    yield from _list(FILES)


def _command(page: Page) -> Iterator[str]:
    yield f"\n### {page.words}\n\n```\n{page.words} {page.usage}\n```\n\n{page.summary}"
    for paragraph in page.description:
        yield f"\n{paragraph}"
    if page.arguments or page.options:
        yield ""
        yield from _list([*page.arguments, *page.options])
    if page.examples:
        yield "\n```sh"
        yield from page.examples
        yield "```"


def _list(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for names, help_text in rows:
        yield f"- `{names}`: {help_text}" if help_text else f"- `{names}`"
