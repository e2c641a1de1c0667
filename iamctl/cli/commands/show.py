from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.details import detail_of
from iamctl.service.finding import find_anything


def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="a name, an ARN or a unique id")],
) -> None:
    """Show whatever has this name, ARN or unique id.

    It is shown with all that hangs on it: groups, policies with their documents, boundary and tags.

    Example: iamctl show alice
    Example: iamctl show arn:aws:iam::aws:policy/ReadOnlyAccess --output json
    """
    run = run_of(ctx)
    with run.service().reading("GetAccountAuthorizationDetails") as account:
        noun = find_anything(account, name)
        member, detail = detail_of(account, noun)
    if run.output.format == "name":
        detail = {"Name": noun.name}
    run.show(Answer({member: detail}, name="Name"))
