from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.cli.session_view import ALL_COLUMNS, COLUMNS
from iamctl.service.session_members import record_members
from iamctl.service.sts.sessions import list_sessions

Principal = Annotated[
    str | None,
    typer.Argument(
        metavar="PRINCIPAL",
        help="only those of a user or role, by name, ARN or unique id, of root, or of one role session's ARN",
        show_default=False,
    ),
]
All = Annotated[bool, typer.Option("--all", help="also those that are over, for 90 days, and why they are")]


def list(ctx: typer.Context, principal: Principal = None, everything: All = False) -> None:
    """List the sessions that are alive, the newest first.

    Example: iamctl creds session list
    Example: iamctl creds session list alice --all --output json
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        found = reading.call(list_sessions, principal=principal, live_only=not everything)
        rows = [record_members(each, reading.account.now) for each in found]
    whose = f" of {principal}" if principal is not None else ""
    run.show(
        Answer(
            {"Sessions": rows},
            columns=ALL_COLUMNS if everything else COLUMNS,
            rows="Sessions",
            name="AccessKeyId",
            empty=f"no sessions{whose} {'are remembered' if everything else 'are alive'}",
        )
    )
