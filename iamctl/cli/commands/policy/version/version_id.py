"""How a version of a policy is named on the command line."""

from typing import Annotated, TypeAlias

import typer

VersionId: TypeAlias = Annotated[str, typer.Argument(metavar="VERSION", help="the version's id, such as v2")]
VersionIds: TypeAlias = Annotated[list[str], typer.Argument(metavar="VERSION...", help="the versions' ids, such as v2")]
VersionIdIfAny: TypeAlias = Annotated[
    str | None, typer.Argument(metavar="VERSION", help="the version's id, such as v2; without it, the one in force")
]
