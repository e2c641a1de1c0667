"""Revisions of the account as commands name and show them."""

from collections import Counter
from typing import Annotated, Any, TypeAlias

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run
from iamctl.store.protocol import FileChange, Revision

Number: TypeAlias = Annotated[int, typer.Argument(metavar="REVISION", min=1, help="a revision's number")]
Limit: TypeAlias = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, help="at most this many, the newest ones", show_default=False),
]


def listed_revision(revision: Revision) -> dict[str, Any]:
    """A revision in a list: operations by name, files as a number."""
    return {
        "Number": revision.number,
        "Time": revision.time,
        "Caller": revision.caller_arn,
        "Operations": [call.name for call in revision.operations],
        "Files": len(revision.files),
    }


def of_whom(row: Any) -> str:
    """Who made it, for people."""
    return row["Caller"] or "by hand"


def what_was_done(row: Any) -> str:
    """`CreateUser x 3, AttachUserPolicy`: at most four kinds of operation and how many more there are."""
    counts = [name if count == 1 else f"{name} x {count}" for name, count in Counter(row["Operations"]).items()]
    return ", ".join(counts if len(counts) <= 4 else [*counts[:3], f"and {len(counts) - 3} more"])


def wants_text(run: Run) -> bool:
    """Whether a patch for eyes and for `patch` is wanted, or the same in a data format."""
    return run.output.query is None and run.output.format in ("table", "tsv", "name")


def show_files(run: Run, head: dict[str, Any], files: list[FileChange], *, member: str | None = None) -> None:
    """Show texts before and after: as a patch, or in a data format with members before them.

    Args:
        head: the members that stand before `Files`.
        member: the name that all of them stand under.
    """
    from iamctl.cli.output.difference import show_changes, unified

    if wants_text(run):
        show_changes(files, [], run.output)
        return
    members = head | {
        "Files": [
            {
                "Path": file.path,
                "Before": file.before,
                "After": file.after,
                "Diff": unified(file.path, file.before, file.after),
            }
            for file in files
        ]
    }
    run.show(Answer({member: members} if member else members))
