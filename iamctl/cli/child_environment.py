"""A command in the place of this program, with a session's credentials in its environment and nowhere else.

Rules kept here:
  * the process is the same one: signals reach the command, and its exit status is what the shell sees;
  * no variable is left that would name another caller than the credentials do;
  * a command that is not there is 127 and one that cannot be run 126, as shells have it.

Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NoReturn

from iamctl.cli.output.errors import show_error
from iamctl.errors import InvalidInput, StorageFailure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from iamctl.model.session import Credentials

NOT_FOUND, NOT_RUNNABLE = 127, 126
NAMING_ANOTHER = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN", "IAMCTL_AS", "IAMCTL_PROFILE")


def replace_process(
    command: Sequence[str], credentials: Credentials, account_id: str, *, data_dir: Path | None = None
) -> NoReturn:
    """Become the command.

    Args:
        command: its program, looked up in PATH, and its arguments.
        data_dir: where the account lies, if the command would not find it by itself.

    Raises:
        SystemExit: the command is not there, or cannot be run.
    """
    environment = child_environment(os.environ, credentials, account_id, data_dir=data_dir)
    try:
        os.execvpe(command[0], list(command), environment)
    except (FileNotFoundError, NotADirectoryError):
        error = InvalidInput(f"There is no command {command[0]!r}.", hint="see what is in your PATH: `echo $PATH`")
        show_error(error, json=False)
        raise SystemExit(NOT_FOUND) from None
    except OSError as error:
        show_error(StorageFailure(f"{command[0]} cannot be run: {error.strerror or error}."), json=False)
        raise SystemExit(NOT_RUNNABLE) from None
    except ValueError:
        show_error(InvalidInput("A command's words hold no NUL and its name is not empty."), json=False)
        raise SystemExit(NOT_RUNNABLE) from None


def child_environment(
    environ: Mapping[str, str], credentials: Credentials, account_id: str, *, data_dir: Path | None = None
) -> dict[str, str]:
    """The environment that the command gets."""
    kept = {name: value for name, value in environ.items() if name not in NAMING_ANOTHER}
    if data_dir is not None:
        kept["IAMCTL_DATA_DIR"] = str(data_dir)
    return kept | variables_of(credentials) | {"IAMCTL_ACCOUNT": account_id}


def variables_of(credentials: Credentials) -> dict[str, str]:
    """The variables in which AWS's clients look for credentials; AWS_CREDENTIAL_EXPIRATION tells botocore when."""
    return {
        "AWS_ACCESS_KEY_ID": credentials.access_key_id,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key.reveal(),
        "AWS_SESSION_TOKEN": credentials.session_token.reveal(),
        "AWS_CREDENTIAL_EXPIRATION": f"{credentials.expiration:%Y-%m-%dT%H:%M:%SZ}",
    }
