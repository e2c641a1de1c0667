"""Temporary credentials in the forms that shells and AWS's clients read.

    env                 `eval "$(iamctl assume Deploy)"` in bash, zsh, other POSIX shells and fish
    fish                `iamctl assume Deploy --format fish | source`
    powershell          `iamctl assume Deploy --format powershell | Out-String | Invoke-Expression`
    json                AWS's answer
    dotenv              a file of variables, as `docker run --env-file` reads it
    credential-process  what an AWS client reads from its `credential_process`
    profile             a profile of the AWS shared credentials file

Quoting is exact for whatever a value is made of, not only for what the credentials are made of today.

Sources: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
         https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
         https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from iamctl.cli.child_environment import variables_of
from iamctl.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamctl.model.session import Credentials

FORMATS = ("env", "fish", "powershell", "json", "dotenv", "credential-process", "profile")
_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+", re.ASCII)


def rendered(form: str, credentials: Credentials, members: Mapping[str, Any], *, profile: str) -> str:
    """The credentials in this form, whole lines.

    Args:
        form: one of `FORMATS`.
        members: what AWS's answer says besides them.
        profile: the name of the profile.
    """
    from iamctl.cli.output.json_text import render_json
    from iamctl.service.issued_members import credentials_members

    if form == "json":
        return render_json({"Credentials": credentials_members(credentials), **members}) + "\n"
    if form == "credential-process":
        return render_json({"Version": 1, **credentials_members(credentials)}) + "\n"
    if form == "profile":
        return profile_text(profile, credentials)
    line = _LINES[form]
    return "".join(line(name, value) for name, value in variables_of(credentials).items())


def profile_text(name: str, credentials: Credentials) -> str:
    """A profile of the shared credentials file."""
    from iamctl.cli.shared_credentials import with_profile

    return with_profile(
        "",
        name,
        credentials.access_key_id,
        credentials.secret_access_key.reveal(),
        session_token=credentials.session_token.reveal(),
    )


def quoted_for_posix_and_fish(value: str) -> str:
    r"""One word that POSIX shells and fish read alike.

    Between single quotes both take everything as it is, but that fish lets `\` quote itself and `'`: so these two
    stand between double quotes, where both read them alike.

    Source: https://fishshell.com/docs/current/language.html#quotes
    """
    pieces = re.split(r"(['\\])", value)
    return "".join(_piece(piece) for piece in pieces if piece) or "''"


def _piece(text: str) -> str:
    if text == "'":
        return '"\'"'
    return '"\\\\"' if text == "\\" else f"'{text}'"


def quoted_for_fish(value: str) -> str:
    """One word of fish's."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def quoted_for_powershell(value: str) -> str:
    """A string of PowerShell's that it does not look into; it takes typographic quotes for quotes as well.

    Source: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
    """
    return "'" + re.sub(r"(['‘’‚‛])", r"\1\1", value) + "'"


def plain_for_dotenv(value: str) -> str:
    """The value as it stands: programs that read such files do not agree about quotes.

    Raises:
        InvalidInput: it has characters that not all of them take as they are.

    Source: https://docs.docker.com/reference/cli/docker/container/run/#env
    """
    if not _PLAIN.fullmatch(value):
        raise InvalidInput("A value has characters that files of variables cannot hold.")
    return value


# `;` ends each line, so that the text stays what it is where a shell joins the lines.
_LINES: dict[str, Callable[[str, str], str]] = {
    "env": lambda name, value: f"export {name}={quoted_for_posix_and_fish(value)};\n",
    "fish": lambda name, value: f"set -gx {name} {quoted_for_fish(value)};\n",
    "powershell": lambda name, value: f"$env:{name} = {quoted_for_powershell(value)};\n",
    "dotenv": lambda name, value: f"{name}={plain_for_dotenv(value)}\n",
}
