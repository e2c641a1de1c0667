"""What `iamctl bootstrap` says: the plan, and the account as tables once it is carried out.

A long plan is cut for eyes and for pipes, and a line says what tells all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.output.streams import write
from iamctl.cli.output.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from iamctl.cli.run import Run
    from iamctl.service.declaration.credentials import MadeCredentials
    from iamctl.service.declaration.plan import Plan, Step
    from iamctl.service.service import Service

MOST_STEPS = 20
MOST_REMOVALS = 50
MOST_ROWS = 10
BEFORE = "--dry-run --output json"
"""What tells all of a plan that is not carried out."""


def show_bootstrap(
    run: Run,
    service: Service,
    plan: Plan,
    source: str,
    *,
    made: Sequence[MadeCredentials],
    credentials_file: Path | None,
) -> None:
    """Show what was done, or in a dry run what would be.

    Args:
        made: credentials, whose secrets are shown unless they are in a file.
    """
    _show_all(run, service, plan, source, made, is_shown=credentials_file is None)
    if made:
        words = "keep the secrets now: they are not shown again"
        run.note(words if credentials_file is None else f"the secrets are in {credentials_file}, and nowhere else")


def _show_all(
    run: Run, service: Service, plan: Plan, source: str, made: Sequence[MadeCredentials], *, is_shown: bool
) -> None:
    if run.output.format != "table" or run.output.query is not None:
        run.show(_answer(run, service, plan, made, is_shown=is_shown))
        return
    account = _account_words(plan)
    if plan.is_empty:
        run.note(f"no change: {account} is as {source} says")
        return
    write("".join(f"{line}\n" for line in plan_lines(plan, _whole(service))))
    counts = plan.counts
    did = "would be " if service.dry_run else ""
    words = f"{counts.created} {did}created, {counts.changed} {did}changed, {counts.removed} {did}removed"
    write(f"{words} in {account}\n")
    if service.dry_run:
        from iamctl.cli.output.difference import show_changes

        write("\n")
        show_changes(service.changes, service.operations, run.output)
    else:
        _show_tables(run, plan)
        if made and is_shown:
            _show_credentials(run, made)


def plan_lines(plan: Plan, whole: str) -> Iterator[str]:
    """`+ user alice`, `~ role auditor: tags`, `- group Old`.

    Args:
        whole: the command that tells all of it.
    """
    yield from _lines("+", plan.created, MOST_STEPS, whole)
    yield from _credential_lines(plan, whole)
    yield from _lines("~", plan.changed, MOST_STEPS, whole)
    yield from _lines("-", plan.removed, MOST_REMOVALS, whole)


def _lines(mark: str, steps: Sequence[Step], most: int, whole: str) -> Iterator[str]:
    for step in steps[:most]:
        keys = f": {', '.join(step.keys)}" if step.keys else ""
        yield f"{mark} {step.noun.kind} {visible(step.noun.name)}{keys}"
    if len(steps) > most:
        yield f"{mark} … and {len(steps) - most} more: `{whole}`"


def _credential_lines(plan: Plan, whole: str) -> Iterator[str]:
    steps = plan.credentials
    for step in steps[:MOST_STEPS]:
        yield f"+ {step.kind} of user {visible(step.user_name)}"
    if len(steps) > MOST_STEPS:
        yield f"+ … and {len(steps) - MOST_STEPS} more credentials: `{whole}`"


def _whole(service: Service) -> str:
    """What tells all of a plan: before it is done the same command, afterwards the history."""
    revision = service.revision
    return BEFORE if revision is None else f"iamctl history show {revision.number}"


def _account_words(plan: Plan) -> str:
    alias = f" ({plan.settings.alias})" if plan.settings.alias else ""
    return f"account {plan.settings.account_id}{alias}"


def _show_tables(run: Run, plan: Plan) -> None:
    from iamctl.service.declaration.overview import overview

    for table in overview(plan.after, most=MOST_ROWS):
        write(f"\n{table.title}: {table.total}\n")
        columns = [Column(member, member) for member in table.rows[0]]
        run.show(Answer({table.title: table.rows}, columns=columns, rows=table.title))
        if table.total > len(table.rows):
            write(f"… and {table.total - len(table.rows)} more: `iamctl {table.listing}`\n")


def _show_credentials(run: Run, made: Sequence[MadeCredentials]) -> None:
    """Every one of them, however many: no command shows them again."""
    from iamctl.cli.credentials_out import credential_columns, credential_rows

    rows = credential_rows(made)
    write("\nCredentials\n")
    columns = [Column(name, name) for name in credential_columns(made)]
    run.show(Answer({"Credentials": rows}, columns=columns, rows="Credentials"))


def _answer(run: Run, service: Service, plan: Plan, made: Sequence[MadeCredentials], *, is_shown: bool) -> Answer:
    """The plan as data: grouped in JSON, YAML and TOML, one row a step where the format is one of rows."""
    from iamctl.cli.credentials_out import credential_members

    steps = {"Created": plan.created, "Changed": plan.changed, "Removed": plan.removed}
    if run.output.format in ("tsv", "name", "jsonl") and run.output.query is None:
        rows = [{"Change": change, **_members(step)} for change, listed in steps.items() for step in listed]
        rows += [{"Change": "Credentials", **credential_members(one, with_secrets=is_shown)} for one in made]
        names = (
            "Change",
            "Kind",
            "Name",
            "Arn",
            "Keys",
            *(("UserName", "Password", "AccessKeys", "MFADevice") if made else ()),
        )
        columns = [Column(member, member) for member in names]
        return Answer({"Changes": rows}, columns=columns, rows="Changes", name="Arn")
    members: dict[str, Any] = {"AccountId": plan.settings.account_id}
    members |= {change: [_members(step) for step in listed] for change, listed in steps.items()}
    if made:
        members["Credentials"] = [credential_members(one, with_secrets=is_shown) for one in made]
    if service.dry_run and plan.credentials:
        members["Credentials"] = [{"UserName": step.user_name, "Kind": step.kind} for step in plan.credentials]
    if service.dry_run:
        members |= {"DryRun": True, "Files": _files(service)}
    return Answer(members)


def _members(step: Step) -> dict[str, Any]:
    members: dict[str, Any] = {"Kind": step.noun.kind, "Name": step.noun.name, "Arn": step.noun.arn}
    return members | ({"Keys": list(step.keys)} if step.keys else {})


def _files(service: Service) -> list[dict[str, Any]]:
    from iamctl.cli.output.difference import unified

    return [
        {
            "Path": change.path,
            "Before": change.before,
            "After": change.after,
            "Diff": unified(change.path, change.before, change.after),
        }
        for change in service.changes
    ]
