"""An advice as `iamctl advise` shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.answer import Answer
from iamctl.service.advising.guidance import typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamctl.cli.run import Run
    from iamctl.service.advising.guidance import Advice
    from iamctl.service.declaration.credentials import MadeCredentials
    from iamctl.service.service import Service


def advice_members(advice: Advice) -> dict[str, Any]:
    return {
        "Code": advice.code,
        "Answer": advice.answer,
        "Why": list(advice.why),
        "Source": advice.source,
        "Commands": [typed(step.words) for step in advice.plan.steps],
        "Then": [typed(words) for words in advice.plan.then],
        "Notes": list(advice.plan.notes),
    }


def show_advice(run: Run, advice: Advice) -> None:
    """The advice alone: commands on lines of their own and everything else behind `#`, as a shell reads it."""
    run.show_made(Answer(advice_members(advice), name="Code"), [*_lines(advice)])


def _lines(advice: Advice) -> Iterator[str]:
    plan = advice.plan
    yield f"# {advice.answer}"
    yield from (f"#   {reason}" for reason in advice.why)
    yield f"#   {advice.source}"
    if plan.steps:
        yield "# In the account, one after another, or in one change with --apply:"
        yield from (typed(step.words) for step in plan.steps)
    if plan.then:
        yield "# Then:"
        yield from (typed(words) for words in plan.then)
    yield from (f"# Note: {note}" for note in plan.notes)


def show_applied(
    run: Run, service: Service, advice: Advice, made: Sequence[MadeCredentials], *, is_shown: bool
) -> None:
    """What was done, or in a dry run what would be.

    Args:
        is_shown: whether secrets are, this once; else they are in a file.
    """
    from iamctl.cli.credentials_out import credential_members

    told = [credential_members(each, with_secrets=is_shown) for each in made]
    members = advice_members(advice) | ({"Credentials": told} if told else {})
    run.show_changed(service, Answer(members, name="Code"), [*_done(advice, made, is_shown=is_shown)])
    if made and is_shown and not service.dry_run:
        run.note("keep the secrets now: they are not shown again")


def _done(advice: Advice, made: Sequence[MadeCredentials], *, is_shown: bool) -> Iterator[str]:
    from iamctl.cli.credentials_out import credential_rows

    yield f"# Done: {advice.answer}"
    yield from (typed(step.words) for step in advice.plan.steps)
    if made and is_shown:
        yield "# Credentials:"
        yield from ("#   " + "  ".join(filter(None, row.values())) for row in credential_rows(made))
    if advice.plan.then:
        yield "# Then:"
        yield from (typed(words) for words in advice.plan.then)
    yield from (f"# Note: {note}" for note in advice.plan.notes)
