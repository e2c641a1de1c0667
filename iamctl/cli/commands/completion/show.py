from typing import Annotated

import typer


def show(
    ctx: typer.Context,  # noqa: ARG001
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish|powershell", help="the shell")],
) -> None:
    """Print the completion script for a shell.

    For bash and zsh: `source <(iamctl completion show bash)`. `iamctl completion install` does it for good.

    Example: iamctl completion show bash
    Example: iamctl completion show fish
    """
    from iamctl.cli.completion.shells import script_of
    from iamctl.cli.output.streams import write

    write(script_of(shell))
