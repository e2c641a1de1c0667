"""Errors, warnings and bugs, said on stderr.

iamctl: error: MalformedPolicyDocument: deploy.json:14:9: Efect is not an element of a statement.
iamctl: hint: did you mean Effect?
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from iamctl.cli.output.streams import talk, warn
from iamctl.cli.output.visible import utf16_escape, visible
from iamctl.errors import CheckFailed, IamctlError, Mistakes

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SHOWN = 50
BUG_STATUS = 70


def show_error(error: IamctlError, *, json: bool) -> None:
    """Say what failed and what to type next; a failed check has said it on stdout already.

    Args:
        json: one JSON object on one line; it lists all mistakes, the text form the first 50 and a count.
    """
    if isinstance(error, CheckFailed):
        return
    if json:
        from iamctl.cli.output.json_text import render_compact_json

        talk(render_compact_json({"Error": _members(error)}) + "\n", escape=utf16_escape)
        return
    errors = list(_single(error))
    for each in errors[:MOST_SHOWN]:
        talk(_error_text(each))
    if len(errors) > MOST_SHOWN:
        talk(f"iamctl: error: {Mistakes.code}: {len(errors) - MOST_SHOWN} more mistakes are not shown.\n")
    if isinstance(error, Mistakes):
        talk(_hint_lines(error))  # what holds for all of them


def show_warning(text: str) -> None:
    """Say what a person should act upon; one sentence with its full stop."""
    warn(text)


def show_bug(exception: BaseException, *, debug: bool, folder: Path) -> int:
    """Say that iamctl itself failed and where the details are; the exit status.

    Args:
        debug: print the traceback too.
        folder: where the details go, in a file of their own that only its owner reads; made if absent.
    """
    import traceback  # only a bug pays for it

    details = "".join(traceback.format_exception(exception))
    kind = type(exception).__name__
    try:
        place = f"The details are in {visible(str(_written(details, folder)))}."
    except OSError as cause:
        place = f"The details could not be written ({visible(cause.strerror or str(cause))}); `--debug` prints them."
    talk(f"iamctl: error: InternalFailure: This is a bug in iamctl ({visible(kind)}). {place}\n")
    if debug:
        talk(details)
    return BUG_STATUS


def _error_text(error: IamctlError) -> str:
    place = f"{visible(str(error.place))}: " if error.place else ""
    return f"iamctl: error: {error.code}: {place}{visible(error.message)}\n{_hint_lines(error)}"


def _hint_lines(error: IamctlError) -> str:
    return "".join(f"iamctl: hint: {visible(hint)}\n" for hint in error.hints)


def _single(error: IamctlError) -> Iterator[IamctlError]:
    if not isinstance(error, Mistakes):
        yield error
        return
    for inner in error.errors:
        yield from _single(inner)


def _members(error: IamctlError) -> dict[str, Any]:
    members: dict[str, Any] = {"Code": error.code, "Message": error.message}
    if error.place:
        source, line, column = error.place
        members["Place"] = {"Source": source, "Line": line, "Column": column}
    if error.hints:
        members["Hints"] = list(error.hints)
    if isinstance(error, Mistakes):
        members["Errors"] = [_members(inner) for inner in _single(error)]
    return members


def _written(details: str, folder: Path) -> Path:
    import os
    import platform
    import tempfile

    from iamctl.version import __version__

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="bug-", suffix=".log", dir=folder)  # 0600, never an existing file
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"iamctl {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n{details}")
    return Path(name)
