from typing import Annotated

import typer

from iamctl.cli.checked import run_batch
from iamctl.cli.run import run_of


def batch(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="checks, one JSON object a line; - for stdin")],
) -> None:
    """Run checks from JSON Lines: one JSON line back for each, in order.

    A line has check (no-new-access, access-not-granted or no-public-access) and new, the policy; also id, existing,
    type (identity or resource), access ([{"actions": […], "resources": […]}]) and resource_type. `iamctl check --batch
    FILE` is the same. A line that is no check gets an error with its number, the rest goes on, and the exit status is
    6; else it is 1 where any is FAIL, 7 where any is UNDECIDED.

    Example: iamctl check batch checks.jsonl
    """
    run_batch(run_of(ctx), file, None)
