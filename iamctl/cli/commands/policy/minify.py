from typing import Annotated

import typer

from iamctl.cli.commands.policy.kind import Kind
from iamctl.cli.input import LARGEST_DOCUMENT, read_file
from iamctl.cli.run import run_of
from iamctl.service import policy_texts


def minify(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="a policy in JSON or TOML; - is stdin")],
    kind: Annotated[Kind, typer.Option("--type", metavar="KIND", help="what the policy is for")] = Kind.IDENTITY,
) -> None:
    """Print the smallest JSON that says the same as a policy, and on stderr how large it is.

    Only what changes no decision goes: white space, lists of one, what is listed twice or covered by a wildcard of the
    same list, empty Sids and conditions; statements without a Sid that differ in actions or resources alone become one.
    KIND is identity, managed, trust, resource, boundary, session, scp or rcp.

    Example: iamctl policy minify artifacts.toml
    Example: iamctl policy minify trust.json --type trust
    """
    from iamctl.cli.output.streams import write

    run = run_of(ctx)
    text, source = read_file(file, largest=LARGEST_DOCUMENT)
    small = policy_texts.minify(text, source, kind.value)
    write(small.text + "\n")
    limits = " or ".join(f"{limit:,}" for limit in policy_texts.LIMITS[kind.value])
    allowed = f"; AWS takes {limits}" if limits else ""
    run.note(f"{small.before:,} characters without white space before, {small.after:,} now{allowed}")
