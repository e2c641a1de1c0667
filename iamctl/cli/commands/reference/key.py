from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.reference import look_up_key


def key(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="KEY", help="a condition key, such as aws:SourceIp or s3:prefix")],
) -> None:
    """Look up a condition key: its type, and which actions name it.

    Example: iamctl reference key aws:SourceIp
    Example: iamctl reference key s3:prefix
    Example: iamctl reference key ec2:ResourceTag/team --output json
    """
    run_of(ctx).show(Answer({"ConditionKey": look_up_key(name)}, name="ConditionKey"))
