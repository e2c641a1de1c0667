from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.whoami import caller_identity, caller_standing


def whoami(
    ctx: typer.Context,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="also its kind, groups, policies and boundary, and its session")
    ] = False,
) -> None:
    """Show who acts: GetCallerIdentity's members.

    Where neither `--as`, a profile, credentials of the environment nor a login says who, it is the root user. On a
    terminal a table also tells the caller's kind, groups, policies in force and permissions boundary; of a session,
    since when and until when it is, whether MFA was given, out of which sessions it came and how it is narrowed.

    Example: iamctl whoami
    Example: iamctl whoami --as alice --verbose
    Example: iamctl whoami --as Deploy --output json
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        members = caller_identity(reading.account)
        if verbose or (run.output.format == "table" and run.output.terminal):
            members |= caller_standing(reading.account)
    run.show(Answer(members, name="Arn"))
