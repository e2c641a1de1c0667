import os
from pathlib import Path
from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.errors import InvalidInput, StorageFailure


def install(
    ctx: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish|powershell", help="the shell")],
    dry_run: options.DryRun = False,
) -> None:
    """Put the completion script where a shell finds it for its user.

    bash: ~/.local/share/bash-completion/completions/iamctl; zsh: ~/.local/share/zsh/site-functions/_iamctl; fish:
    ~/.config/fish/completions/iamctl.fish; PowerShell: ~/.config/powershell/iamctl.ps1. $XDG_DATA_HOME and
    $XDG_CONFIG_HOME count. The script is replaced when it is an older one; no other file is touched.

    Example: iamctl completion install bash --dry-run
    Example: iamctl completion install fish
    """
    from iamctl.cli.completion.shells import place_of, script_of, the_shell

    run = run_of(ctx)
    found = the_shell(shell)
    file = place_of(found, os.environ)
    script = script_of(shell)
    if _is_there(file, script):
        run.note(f"nothing to do: {file} is up to date")
    elif dry_run:
        run.note(f"a dry run: {file} would be written")
    else:
        _write(file, script)
        run.note(f"written: {file}")
    if found.advice:
        run.note(found.advice.format(file=file, folder=file.parent))
    run.show_made(None, lines=[str(file)])


def _is_there(file: Path, script: str) -> bool:
    """Whether the file is the script already.

    Raises:
        InvalidInput: it is something that iamctl did not write.
    """
    from iamctl.cli.completion.shells import MARK

    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return False
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{file} cannot be read: {error}.") from error
    if MARK not in text[:300]:
        raise InvalidInput(f"{file} was not written by iamctl.", hint="move it elsewhere first")
    return text == script


def _write(file: Path, script: str) -> None:
    staged = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        staged.write_text(script, "utf-8")
        staged.replace(file)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise StorageFailure(f"{error.filename or file}: {error.strerror or error}.") from error
