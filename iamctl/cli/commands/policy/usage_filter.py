"""The option that tells permissions policies from boundaries."""

from typing import Annotated, TypeAlias

import typer

from iamctl.cli.words import one_of
from iamctl.service.policies import USAGES

PolicyUsageFilter: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--policy-usage-filter",
        metavar="|".join(USAGES),
        help="only uses of this kind",
        callback=one_of("--policy-usage-filter", USAGES),
    ),
]
