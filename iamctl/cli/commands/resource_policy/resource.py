"""How resources are named on the command line."""

from typing import Annotated, TypeAlias

import typer

ResourceArn: TypeAlias = Annotated[str, typer.Argument(metavar="ARN", help="the resource's ARN, without wildcards")]
ResourceArns: TypeAlias = Annotated[list[str], typer.Argument(metavar="ARN...", help="the resources' ARNs")]
