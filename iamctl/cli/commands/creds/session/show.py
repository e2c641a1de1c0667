from typing import TYPE_CHECKING, Annotated, Any

import typer

from iamctl.cli.commands.what_can import COLUMNS, drawn_together
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.session_members import record_members
from iamctl.service.sts.sessions import get_session

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.sts.sessions import SessionRecord

SessionId = Annotated[str, typer.Argument(metavar="SESSION", help="the session's access key id, ASIA…")]
Services = Annotated[
    list[str] | None, typer.Option("--service", metavar="PREFIX", help="what it may do of this service alone; again")
]


def show(ctx: typer.Context, session: SessionId, service: Services = None) -> None:
    """Show a session: whose it is, from what, until when and why, and what it may do after every narrowing.

    What it may do is what its role's or user's policies allow now, within the boundary and its session policies, and
    less what sessions of its kind may never do.

    Example: iamctl creds session show ASIARTX3GSDSYS5P6KQU --service s3
    """
    from iamctl.service.access.members import access_members
    from iamctl.service.sts.powers import powers_of

    run = run_of(ctx)
    with run.service().lookups() as reading:
        record = reading.call(get_session, access_key_id=session)
        members = record_members(record, reading.account.now) | _narrowing(reading.account, record)
        access = [access_members(each) for each in powers_of(reading.account, record, services=service or ())]
    if run.output.format != "table":
        run.show(Answer(members | {"Access": access}, name="Arn"))
        return
    run.show(Answer(members, name="Arn"))
    if record.is_live:
        rows = {"Access": drawn_together(access)}
        run.show(Answer(rows, columns=COLUMNS, rows="Access", empty="it may do nothing of this"))


def _narrowing(account: "Account", record: "SessionRecord") -> dict[str, Any]:
    """The policies that decide: allowed is what the first allow, within each of the others."""
    from iamctl.service.questions.bearing import identity_documents
    from iamctl.service.sts.powers import standing_of_record

    standing = standing_of_record(account, record)
    if standing is None:
        return {"Policies": [], "PermissionsBoundary": None}
    identity = standing.caller.identity
    return {
        "Policies": [*dict.fromkeys(each.name for each in identity_documents(account, standing.caller))],
        "PermissionsBoundary": identity.permissions_boundary if identity is not None else None,
    }
