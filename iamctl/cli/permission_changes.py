"""Giving permissions to several at once: say what each gains and loses, ask where something is lost, then do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.deletion import Loss, agreed
from iamctl.cli.output.answer import Answer
from iamctl.cli.output.streams import write
from iamctl.cli.output.visible import visible
from iamctl.errors import ConcurrentModification

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from iamctl.cli.run import Run
    from iamctl.service.cloning import PermissionChange
    from iamctl.service.service import Change, Service


def carry_out(
    run: Run, giving: Callable[[Change], list[PermissionChange]], *, verb: str, yes: bool, dry_run: bool
) -> None:
    """Do it as one change, after it was tried and said.

    Args:
        giving: does it within a change; called once for looking and once for doing.

    Raises:
        UsageError: somebody would lose something and nobody is there to ask.
        ConcurrentModification: meanwhile it would come to something else.
    """
    service, tried = _done(run, giving, dry_run=True)
    wants_lines = not run.output.explicit and run.output.query is None
    if wants_lines:
        write("".join(f"{visible(line)}\n" for line in _lines(tried)))
    if dry_run:
        run.show_changed(service)
        return
    if run.is_someone_there and not yes:
        run.tell_permissions(service)
    lost = tuple(f"{change.target.name}: {word}" for change in tried for word in change.lost)
    names = ", ".join(change.target.name for change in tried)
    if lost and not yes and not agreed(run, Loss(more=lost), question=f"{verb} {names}, with what is lost?"):
        return
    _done(run, giving, expected=tried)
    if not wants_lines:
        run.show(Answer({"PermissionChanges": _members(tried)}, rows="PermissionChanges", name="Name"))


def _done(
    run: Run,
    giving: Callable[[Change], list[PermissionChange]],
    *,
    dry_run: bool = False,
    expected: Sequence[PermissionChange] | None = None,
) -> tuple[Service, list[PermissionChange]]:
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        changes = giving(change)
        if expected is not None and _members(changes) != _members(expected):
            raise ConcurrentModification(
                "The account changed since it was looked at; nothing was changed.", hint="run the command again"
            )
    return service, changes


def _lines(changes: Sequence[PermissionChange]) -> Iterator[str]:
    for change in changes:
        yield change.target.arn
        yield from (f"  + {word}" for word in change.gained)
        yield from (f"  - {word}" for word in change.lost)
        if not change.gained and not change.lost:
            yield "  nothing changes"


def _members(changes: Sequence[PermissionChange]) -> list[dict[str, Any]]:
    return [
        {
            "Name": change.target.name,
            "Arn": change.target.arn,
            "Gained": list(change.gained),
            "Lost": list(change.lost),
        }
        for change in changes
    ]
