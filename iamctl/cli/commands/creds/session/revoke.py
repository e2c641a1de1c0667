from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, agreed
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of
from iamctl.cli.session_view import COLUMNS, named
from iamctl.errors import UsageError
from iamctl.service.service import Service
from iamctl.service.session_members import record_members
from iamctl.service.sts.sessions import SessionRecord, end_session, end_sessions_of, get_session, list_sessions

SessionIds = Annotated[
    list[str] | None, typer.Argument(metavar="SESSION...", help="sessions' access key ids, ASIA…", show_default=False)
]
Of = Annotated[
    str | None,
    typer.Option(
        "--of",
        metavar="PRINCIPAL",
        help="all sessions of a user, a role, root, or a role session's ARN",
        show_default=False,
    ),
]


def revoke(
    ctx: typer.Context,
    sessions: SessionIds = None,
    of: Of = None,
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
) -> None:
    """End sessions for good, and every session that came out of them.

    The credentials are refused from now on; nothing takes that back. `iamctl creds revoke` is AWS's own way: it
    leaves them valid, lets them do nothing, and can be undone.

    Example: iamctl creds session revoke ASIARTX3GSDSYS5P6KQU
    Example: iamctl creds session revoke --of Deploy --dry-run
    """
    run = run_of(ctx)
    if bool(sessions) == (of is not None):
        raise UsageError("Which sessions are to end?", hint="say their ids, or `--of PRINCIPAL`")
    service = run.service()
    doomed = _doomed(service, sessions or [], of)
    if dry_run:
        _show(run, service, doomed, empty="no session would end")
        return
    if not yes and not agreed(run, _loss(doomed, sessions or []), verb="End"):
        return
    ended = [each for key in sessions or () for each in service.call(end_session, access_key_id=key)]
    if of is not None:
        ended += service.call(end_sessions_of, principal=of)
    run.show_made(None, [each.session.access_key_id for each in ended])


def _doomed(service: Service, ids: list[str], of: str | None) -> list[SessionRecord]:
    """The sessions that would end; of its own the caller need not be told, nor may it be."""
    with service.lookups() as reading:
        account = reading.account
        standing = account.standing
        own = standing.session.access_key_id if standing is not None and standing.session is not None else None
        if standing is not None and not standing.is_root and ids == [own]:
            return []
        if of is not None:
            ids = [each.session.access_key_id for each in reading.call(list_sessions, principal=of)]
        for each in ids:
            reading.call(get_session, access_key_id=each)
        return [
            each
            for each in reading.call(list_sessions)
            if {each.session.access_key_id, *each.session.ancestors} & set(ids)
        ]


def _loss(doomed: list[SessionRecord], ids: list[str]) -> Loss:
    """What was named stands in the question, what came out of it beneath."""
    is_named = {each.session.access_key_id: not ids or each.session.access_key_id in ids for each in doomed}
    return Loss(
        tuple(named(each) for each in doomed if is_named[each.session.access_key_id]),
        tuple(named(each) for each in doomed if not is_named[each.session.access_key_id]),
    )


def _show(run: Run, service: Service, doomed: list[SessionRecord], *, empty: str) -> None:
    with service.lookups() as reading:
        rows = [record_members(each, reading.account.now) for each in doomed]
    run.show(Answer({"Sessions": rows}, columns=COLUMNS, rows="Sessions", name="AccessKeyId", empty=empty))
