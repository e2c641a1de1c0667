from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.reference import look_up_resource_types

COLUMNS = tuple(Column(member, member) for member in ("ResourceType", "Arn", "ConditionKeys"))


def resource_type(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="TYPE", help="a resource type, such as s3:bucket, or the ARN of a resource")
    ],
) -> None:
    """Look up a resource type: its ARN, its condition keys, the actions on it.

    Example: iamctl reference resource-type s3:bucket
    Example: iamctl reference resource-type arn:aws:s3:::artifacts/build.zip
    """
    run = run_of(ctx)
    found = look_up_resource_types(name)
    if name.startswith("arn:"):
        run.show(Answer({"ResourceTypes": found}, columns=COLUMNS, rows="ResourceTypes", name="ResourceType"))
    else:
        run.show(Answer({"ResourceType": found[0]}, name="ResourceType"))
