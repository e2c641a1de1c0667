from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import InvalidInput
from iamctl.model.policy import AWS, Policy
from iamctl.service.finding import find_anything
from iamctl.service.places import place_of


def path(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="a name, an ARN or a unique id")],
) -> None:
    """Print the file that holds whatever has this name, ARN or unique id.

    Example: iamctl path alice
    Example: iamctl path arn:aws:iam::111122223333:group/Developers
    """
    run = run_of(ctx)
    service = run.service()
    with service.reading("GetAccountAuthorizationDetails") as account:
        noun = find_anything(account, name)
        place = place_of(account, noun)
    if place is None:
        assert isinstance(noun, Policy) and noun.account_id == AWS
        raise InvalidInput(f"{noun.arn} is AWS's own; no file of the account holds it.")
    file = str(run.folder(service.account_id) / place)
    run.show_made(Answer({"Path": file}, name="Path"), lines=[file])
