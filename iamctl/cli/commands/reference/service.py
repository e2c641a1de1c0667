from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.reference import look_up_service, look_up_services

COLUMNS = (
    Column("Prefix", "Prefix"),
    Column("Name", "Name"),
    Column("Actions", "ActionCount"),
    Column("ResourceTypes", "ResourceTypeCount"),
    Column("ConditionKeys", "ConditionKeyCount"),
)


def service(
    ctx: typer.Context,
    prefix: Annotated[
        str | None,
        typer.Argument(
            metavar="SERVICE", help="what stands before the colon of its actions; without it, all are listed"
        ),
    ] = None,
) -> None:
    """Look up a service: its actions, resource types with their ARNs, condition keys.

    Example: iamctl reference service
    Example: iamctl reference service s3
    Example: iamctl reference service dynamodb --output json
    """
    run = run_of(ctx)
    if prefix is None:
        run.show(Answer({"Services": look_up_services()}, columns=COLUMNS, rows="Services", name="Prefix"))
    else:
        run.show(Answer({"Service": look_up_service(prefix)}, name="Prefix"))
