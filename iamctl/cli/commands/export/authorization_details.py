from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.exchange.authorization_details import FILTERS, get_account_authorization_details


def authorization_details(
    ctx: typer.Context,
    filter: Annotated[
        list[str] | None,
        typer.Option("--filter", metavar="|".join(FILTERS), help="only these; may be given again", show_default=False),
    ] = None,
) -> None:
    """Export the account as `aws iam get-account-authorization-details` prints it.

    Always JSON, unless `--output` says otherwise. What came with an import is written as its dump wrote it, as long
    as the entity says the same. The format has no place for password policies, aliases, providers, descriptions and
    session durations.

    Example: iamctl export authorization-details
    Example: iamctl export authorization-details --filter User --filter Group
    """
    run = run_of(ctx)
    members = run.service().call(get_account_authorization_details, filter=filter or ())
    if not run.output.explicit and run.output.query is None:
        run.output = run.output._replace(format="json")
    run.show(Answer(members))
