from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli.lines import batches, opened
from iamctl.cli.run import Run, run_of
from iamctl.errors import CheckFailed

if TYPE_CHECKING:
    from iamctl.service.account import Account

BAD_LINES = 6
File = Annotated[str, typer.Argument(metavar="FILE", help="requests, one JSON object a line; - for stdin")]
NoAccount = Annotated[
    bool, typer.Option("--no-account", help="take nothing from an account: what a request leaves out is absent")
]


def decide(ctx: typer.Context, file: File, no_account: NoAccount = False) -> None:
    """Decide requests from JSON Lines: one JSON line back for each, in order.

    A request has principal and action, and may have id, resource, resource_account, context, identity_policies,
    permissions_boundary, session_policies, resource_policy, service_control_policies, resource_control_policies,
    principal_tags, resource_tags and expect. What it leaves out is taken from the account.

    An answer has id, decision (allowed, implicitDeny, explicitDeny), deciding (the statements) and missing_context. A
    line that is no request gets an error with its number, the rest goes on, and the exit status is 6; it is 1 where
    an answer is not the expected one.

    Example: iamctl decide requests.jsonl
    Example: iamctl decide --no-account - < requests-with-policies.jsonl
    """
    from iamctl.cli.output.streams import write
    from iamctl.service.questions.deciding import LARGEST_LINE, Decider

    run = run_of(ctx)
    with opened(file) as stream, _account(run, no_account=no_account) as account:
        decider = Decider(account)
        for lines in batches(stream, longest=LARGEST_LINE):
            write("".join([decider.answer(line) for line in lines]))
    if decider.errors:
        raise typer.Exit(BAD_LINES)
    if decider.surprises:
        raise CheckFailed(f"{decider.surprises} answers are not the expected ones.")


@contextmanager
def _account(run: Run, *, no_account: bool) -> "Iterator[Account | None]":
    if no_account:
        yield None
        return
    with run.service().reading("GetAccountAuthorizationDetails") as account:
        yield account
