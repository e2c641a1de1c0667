"""What a change would do, for `--dry-run`: its operations, and the difference of every file.

The marks of a difference are its first characters; colour only repeats them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from iamctl.cli.output.answer import Answer
from iamctl.cli.output.show import show
from iamctl.cli.output.streams import note, write
from iamctl.cli.output.visible import visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from iamctl.cli.output.settings import OutputSettings

_COLORS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
_PLAIN = "\x1b[0m"
_UNQUOTED = re.compile(r"[^\s\"'\\,{}\[\]=]+")


class FileChange(Protocol):
    """One file's text before and after; None where the file is not there."""

    @property
    def path(self) -> str: ...
    @property
    def before(self) -> str | None: ...
    @property
    def after(self) -> str | None: ...


def is_for_programs(settings: OutputSettings) -> bool:
    """Whether a dry run is shown as one object."""
    return settings.query is not None or settings.format in ("json", "jsonl", "yaml", "toml")


def show_changes(
    changes: Sequence[FileChange],
    operations: Sequence[tuple[str, Mapping[str, Any]]],
    settings: OutputSettings,
    *,
    permissions: Mapping[str, Any] | None = None,
) -> None:
    """Write the operations, one a line, and the differences as a patch; in a data format, one object of both.

    Args:
        operations: AWS's names, each with AWS's parameters, secrets left out.
        permissions: what the change does to them, as members; the object has them too.

    Raises:
        UsageError: the query is not JMESPath.
    """
    if is_for_programs(settings):
        members = _members(changes, operations)
        show(Answer(members | ({"Permissions": dict(permissions)} if permissions is not None else {})), settings)
        return
    patch = "".join(unified(change.path, change.before, change.after) for change in changes)
    if not patch:
        note("no file would change", quiet=settings.quiet)
    if settings.terminal or settings.is_colored:
        patch = "".join(_for_eyes(patch, colored=settings.is_colored))
    called = "".join(f"{operation_line(name, parameters)}\n" for name, parameters in operations)
    write(called + ("\n" if called and patch else "") + patch)


def operation_line(name: str, parameters: Mapping[str, Any]) -> str:
    """`CreateUser UserName=alice Path=/eng/`; lists, objects and text with spaces in it as JSON."""
    return " ".join([name, *(f"{visible(key)}={_argument(value)}" for key, value in parameters.items())])


def unified(path: str, before: str | None, after: str | None) -> str:
    """The difference of one file as a unified diff that `patch` takes; empty when there is none."""
    if before == after:
        return ""
    name = visible(path)
    head = f"--- {'/dev/null' if before is None else name}\n+++ {'/dev/null' if after is None else name}\n"
    old, new = _lines(before or ""), _lines(after or "")
    if old and new:
        import difflib  # 4 ms, and a new or a removed file does not need it

        # `unified_diff` adds an empty time to the names; ours are written above.
        body = list(difflib.unified_diff(old, new))[2:]
    else:
        body = _whole(old, new)
    return head + "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in body)


def _whole(old: list[str], new: list[str]) -> list[str]:
    if not old and not new:
        return []
    return [f"@@ -{_range(old)} +{_range(new)} @@\n", *(f"-{line}" for line in old), *(f"+{line}" for line in new)]


def _range(lines: list[str]) -> str:
    return "1" if len(lines) == 1 else f"1,{len(lines)}" if lines else "0,0"


def _lines(text: str) -> list[str]:
    """Lines with their ends, at `\\n` alone: `splitlines` would also part a line at U+2028 and the like."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _for_eyes(patch: str, *, colored: bool) -> Iterator[str]:
    for line in patch.split("\n")[:-1]:
        text = visible_line(line)
        if not colored:
            yield f"{text}\n"
            continue
        color = _COLORS.get(line[:1], "")
        yield f"{color}{text}{_PLAIN if color else ''}\n"


def _argument(value: Any) -> str:
    from iamctl.cli.output.json_text import render_compact_json

    if isinstance(value, str) and _UNQUOTED.fullmatch(value):
        return visible(value)
    return render_compact_json(value)


def _members(changes: Sequence[FileChange], operations: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    return {
        "DryRun": True,
        "Operations": [{"Operation": name, "Parameters": dict(parameters)} for name, parameters in operations],
        "Files": [
            {
                "Path": change.path,
                "Before": change.before,
                "After": change.after,
                "Diff": unified(change.path, change.before, change.after),
            }
            for change in changes
        ],
    }
