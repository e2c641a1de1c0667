import os

import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.cli.session_cache import KeptSession, SessionCache

COLUMNS = tuple(Column(member, member) for member in ("AccessKeyId", "Arn", "Caller", "Expiration", "MFASerial"))


def list(ctx: typer.Context) -> None:
    """List the sessions that are kept for the next command, without their secrets.

    Whether one of them still lives its account says when it is taken up.

    Example: iamctl creds cache list
    """
    run = run_of(ctx)
    rows = [_members(kept) for kept in SessionCache(os.environ).all()]
    run.show(Answer({"Sessions": rows}, columns=COLUMNS, rows="Sessions", name="AccessKeyId", empty="no session"))


def _members(kept: KeptSession) -> dict[str, object]:
    return {
        "AccessKeyId": kept.credentials.access_key_id,
        "AccountId": kept.account_id,
        "Operation": kept.purpose.operation,
        "Arn": kept.arn,
        "Caller": kept.caller,
        "Expiration": f"{kept.credentials.expiration:%Y-%m-%dT%H:%M:%SZ}",
        "MFASerial": kept.purpose.serial_number,
    }
