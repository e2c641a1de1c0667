"""Taking away: show what goes, ask a person, and only then do it.

Rules kept here:
  * on a terminal every deletion asks, unless `--yes` was given;
  * elsewhere what was named goes without a question, but a deletion that takes more with it is refused;
  * the account is never locked while a question stands: the deletion is tried as a dry run, shown, asked about,
    and then done only if it still takes the same.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import ConcurrentModification, NoSuchEntity, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamctl.cli.run import Run
    from iamctl.service.service import Change, Service

YES = "pass `--yes` to go ahead without a question, `--dry-run` to see what would go"


class Loss(NamedTuple):
    """What a deletion takes away, in a person's words.

    Attributes:
        named: what the command line named (`user alice`).
        more: what goes with it (`inline policy Deploy of user alice`).
    """

    named: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


def carry_out(
    run: Run,
    deletion: Callable[[Change], Loss],
    *,
    yes: bool,
    dry_run: bool,
    takes_more: bool = False,
    verb: str = "Delete",
) -> Service | None:
    """Do the deletion as one change, by the rules above; None when the person said no.

    Args:
        deletion: does it within a change and says what that took away; called once for looking and once for doing.
        takes_more: whether it may take more than was named; if not, nobody at a terminal means no looking first.

    Raises:
        UsageError: it takes more than was named and nobody is there to ask.
        ConcurrentModification: meanwhile it would take something else.
    """
    if dry_run:
        service, _ = _done(run, deletion, dry_run=True)
        run.show_changed(service)
        return service
    if yes or not (takes_more or run.is_someone_there):
        return _done(run, deletion)[0]
    tried, loss = _done(run, deletion, dry_run=True)
    if run.is_someone_there:
        run.tell_permissions(tried)
    if not agreed(run, loss, verb=verb):
        return None
    return _done(run, deletion, expected=loss)[0]


def agreed(run: Run, loss: Loss, *, verb: str = "Delete", question: str | None = None) -> bool:
    """Whether the loss is wanted: a person says so, or it is exactly what was named.

    Raises:
        UsageError: it takes more than was named and nobody is there to ask.
    """
    if not loss.more and (not loss.named or not run.is_someone_there):
        return True
    question = question or f"{verb} {_listed(loss.named)}{_with_more(loss)}?"
    if not run.is_someone_there:
        raise UsageError(
            f"Nobody is there to answer: {question}",
            hint=[*(f"with it: {line}" for line in _shortened(loss.more)), YES],
        )
    from iamctl.cli.output.ask import confirm
    from iamctl.cli.output.streams import talk
    from iamctl.cli.output.visible import visible

    for line in loss.more:
        talk(f"  - {visible(line)}\n")
    return confirm(question, is_someone_there=True, refuse_hint=YES)


@contextmanager
def missing_is_fine(run: Run, ignore_missing: bool) -> Iterator[None]:
    """A step that may find nothing to take away, if that is to be ignored."""
    try:
        yield
    except NoSuchEntity as error:
        if not ignore_missing:
            raise
        run.note(f"nothing to do: {error.message}")


def each(
    run: Run, names: Iterable[str], one: Callable[[Change, str], Loss], *, ignore_missing: bool
) -> Callable[[Change], Loss]:
    """A deletion of several things, one after the other in one change."""

    def deletion(change: Change) -> Loss:
        losses = []
        for name in names:
            with missing_is_fine(run, ignore_missing):
                losses.append(one(change, name))
        named = (word for loss in losses for word in loss.named)
        return Loss(tuple(named), tuple(word for loss in losses for word in loss.more))

    return deletion


def _done(
    run: Run, deletion: Callable[[Change], Loss], *, dry_run: bool = False, expected: Loss | None = None
) -> tuple[Service, Loss]:
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        loss = deletion(change)
        if expected is not None and loss != expected:
            raise ConcurrentModification(
                "The account changed since it was looked at; nothing was deleted.", hint="run the command again"
            )
    return service, loss


def _listed(names: Iterable[str]) -> str:
    return ", ".join(_shortened(names))


def _shortened(names: Iterable[str]) -> list[str]:
    named = list(names)
    return named if len(named) <= 6 else [*named[:5], f"and {len(named) - 5} more"]


def _with_more(loss: Loss) -> str:
    if not loss.more:
        return ""
    several = len(loss.more) > 1
    return f" and {len(loss.more)} {'things that hang' if several else 'thing that hangs'} on it"
