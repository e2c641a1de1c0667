from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.brokering.issuing import list_brokered

OfPerson = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="only what this person got", show_default=False)
]

COLUMNS = tuple(
    Column(title, member)
    for title, member in (
        ("Issued", "Issued"),
        ("Person", "SourceIdentity"),
        ("Through", "Through"),
        ("Rule", "Rule"),
        ("Role", "RoleName"),
        ("Until", "Expiration"),
        ("Session", "AccessKeyId"),
        ("Address", "Address"),
    )
)


def issued(ctx: typer.Context, person: OfPerson = None) -> None:
    """List what brokers handed out: to whom, through what, which role, until when.

    The newest stand first. A session is ended, with all that came out of it, by its key id. Records are kept for 90
    days after the session.

    Example: iamctl broker issued
    Example: iamctl broker issued --person kim --json
    """
    run = run_of(ctx)
    service = run.service()
    with service.lookups() as reading:
        found = list_brokered(reading, person=person)
    rows = [
        {
            "AccessKeyId": each.access_key_id,
            "SourceIdentity": each.person,
            "Through": each.through,
            "Rule": each.rule,
            "RoleName": each.role,
            "Arn": each.arn,
            "Address": each.address,
            "Issued": each.issued.replace("+00:00", "Z"),
            "Expiration": each.expires.replace("+00:00", "Z"),
        }
        for each in found
    ]
    empty = f"no sessions of brokers{f' for {person}' if person else ''} in account {service.account_id}"
    run.show(Answer({"Sessions": rows}, columns=COLUMNS, rows="Sessions", name="AccessKeyId", empty=empty))
