from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer

from iamctl.cli.credential_options import owner_parameter, seconds_of
from iamctl.cli.findings import answer_of
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import CheckFailed
from iamctl.service.credential_check import SEVERE, SLIGHT, Ages, check_credentials
from iamctl.service.credential_owners import the_owner

Owners = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[USER]...",
        help="whose credentials: names, ARNs or unique ids; root is the account's root user; without any, everybody's",
        show_default=False,
    ),
]
MaxAge = Annotated[
    str, typer.Option("--max-age", metavar="DURATION", help="from when on a key or a password is old: 90d, 2160h")
]
Unused = Annotated[
    str, typer.Option("--unused", metavar="DURATION", help="from when on what was not used is unused: 90d, 2160h")
]


class Format(StrEnum):
    SARIF = "sarif"


def check(
    ctx: typer.Context,
    owners: Owners = None,
    max_age: MaxAge = "90d",
    unused: Unused = "90d",
    form: Annotated[
        Format | None,
        typer.Option("--format", metavar="FORMAT", help="sarif: a log that code hosts read", show_default=False),
    ] = None,
) -> None:
    """Find credentials that should not stay as they are, and say what to do about each.

    Access keys and passwords that are old, unused, or never rotated; console users without MFA; access keys of the
    root user, and a root user without MFA; users that several share, as far as what they use shows it; two active
    keys; inactive keys, certificates and service-specific credentials that were left over. Exit status 1 when there
    are findings.

    Example: iamctl creds check root
    Example: iamctl creds check root --max-age 365d --unused 30d --output json
    Example: iamctl creds check root --format sarif
    """
    run = run_of(ctx)
    ages = Ages(timedelta(seconds=seconds_of(max_age, "--max-age")), timedelta(seconds=seconds_of(unused, "--unused")))
    service = run.service()
    with service.reading("GetCredentialReport") as account:
        chosen = [the_owner(account, owner_parameter(account, name)) for name in owners or ()]
        found = check_credentials(account, chosen if owners else None, ages=ages)
    if form is Format.SARIF:
        from iamctl.cli.output.sarif import sarif_of_findings
        from iamctl.cli.output.show import show

        levels = dict.fromkeys(SEVERE, "error") | dict.fromkeys(SLIGHT, "note")
        show(Answer(sarif_of_findings(found, levels)), run.output._replace(format="json"))
    else:
        whose = ", ".join(owners) if owners else f"account {service.account_id}"
        run.show(answer_of(found, empty=f"no findings about credentials of {whose}"))
    if found:
        raise CheckFailed(f"There are {len(found)} findings.")
