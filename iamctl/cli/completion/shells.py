"""The shells that completion is made for: their scripts, and where each looks for those of its user.

Sources: https://github.com/scop/bash-completion#faq · https://fishshell.com/docs/current/completions.html
         https://zsh.sourceforge.io/Doc/Release/Functions.html#Autoloading-Functions
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK = "generated from its command tree by"


class Shell(NamedTuple):
    """One shell.

    Attributes:
        file: the script's name in `completions/`.
        base: the variable of the XDG base folder and what it is without it, below the home folder.
        place: below that.
        advice: what is to be done once, with `{file}` and `{folder}` in it; empty where the shell finds it alone.
    """

    file: str
    base: tuple[str, str]
    place: str
    advice: str = ""


SHELLS = {
    "bash": Shell(
        "iamctl.bash",
        ("XDG_DATA_HOME", ".local/share"),
        "bash-completion/completions/iamctl",
        "without the bash-completion package, add to ~/.bashrc: source {file}",
    ),
    "zsh": Shell(
        "iamctl.zsh",
        ("XDG_DATA_HOME", ".local/share"),
        "zsh/site-functions/_iamctl",
        "add to ~/.zshrc, before compinit is called: fpath=({folder} $fpath)",
    ),
    "fish": Shell("iamctl.fish", ("XDG_CONFIG_HOME", ".config"), "fish/completions/iamctl.fish"),
    "powershell": Shell(
        "iamctl.ps1",
        ("XDG_CONFIG_HOME", ".config"),
        "powershell/iamctl.ps1",
        "add to the file that $PROFILE names: . {file}",
    ),
}


def script_of(shell: str) -> str:
    """The shell's completion script. Every command's module is imported for it.

    Raises:
        UsageError: there is none for this shell.
    """
    the_shell(shell)
    from iamctl.cli.completion.words import common_options, nodes

    script: str = import_module(f"iamctl.cli.completion.{shell}").render(list(nodes()), common_options())
    return script


def the_shell(shell: str) -> Shell:
    """
    Raises:
        UsageError: there is no completion for this shell.
    """
    if shell not in SHELLS:
        raise UsageError(f"There is no completion for {shell!r}.", hint=f"there is for {', '.join(SHELLS)}")
    return SHELLS[shell]


def place_of(shell: Shell, environ: Mapping[str, str]) -> Path:
    """Where the shell finds the script for its user."""
    variable, otherwise = shell.base
    base = environ.get(variable, "")
    # The XDG specification has relative paths ignored.
    folder = Path(base) if Path(base).is_absolute() else Path.home() / otherwise
    return folder / shell.place
