"""Arguments and options of the commands that launch an instance, worded once."""

from typing import Annotated, TypeAlias

import typer

InstanceId: TypeAlias = Annotated[
    str | None,
    typer.Option("--id", metavar="ID", help="the instance's id, i-…; without it, one is made up", show_default=False),
]
Region: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="REGION",
        help="where it is said to be; without it, AWS_REGION or AWS_DEFAULT_REGION, else us-east-1",
        show_default=False,
    ),
]
Imds: TypeAlias = Annotated[
    str,
    typer.Option("--imds", metavar="v2|v1-allowed", help="whether metadata is answered without a token as well"),
]
HopLimit: TypeAlias = Annotated[
    int, typer.Option("--hop-limit", metavar="NUMBER", help="how many machines a token's answer may pass, 1 to 64")
]
Through: TypeAlias = Annotated[
    str,
    typer.Option(
        "--through",
        metavar="imds|container|pod-identity",
        help="which door the command's clients are led to: that of EC2, of ECS, or of EKS Pod Identity",
    ),
]
