"""A profile of the AWS config file whose credentials come from this program.

Rules kept here:
  * the command line says program, account, data dir and caller, so that it means the same from wherever a client
    starts it; it holds no secret;
  * clients take it apart as a POSIX shell does, or give it to one;
  * a profile whose other settings a client would ask first is refused: it would never come to this one.

Sources: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
         https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
         https://boto3.amazonaws.com/v1/documentation/api/latest/guide/credentials.html
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from iamctl.cli.shared_credentials import (
    check_profile_name,
    sections_in,
    settings_in,
    shared_credentials_file,
    text_of,
    with_settings,
)
from iamctl.errors import InvalidInput, StorageFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from iamctl.cli.assuming import Ask
    from iamctl.cli.run import Run

SETTING = "credential_process"
ASKED_FIRST = (
    "role_arn",
    "source_profile",
    "credential_source",
    "web_identity_token_file",
    "sso_session",
    "sso_start_url",
    "sso_account_id",
    "login_session",
    "aws_access_key_id",
)
"""Settings that some client asks before `credential_process`."""


def config_file(environ: Mapping[str, str]) -> Path:
    """The AWS config file, or where it would be; through a symbolic link, where that leads."""
    return Path(os.path.realpath(Path(environ.get("AWS_CONFIG_FILE") or "~/.aws/config").expanduser()))


class ConfiguredProfile:
    """One profile of the config file."""

    def __init__(self, name: str) -> None:
        """Name it.

        Raises:
            UsageError: the file could not say the name.
        """
        check_profile_name(name)
        self.name = name
        self.file = config_file(os.environ)
        self.section = _section_in(text_of(self.file), name)

    def check(self, *, force: bool) -> None:
        """That the profile may be written.

        Args:
            force: replace another program's `credential_process`.

        Raises:
            InvalidInput: it has settings that clients ask first, or another program's.
        """
        settings = settings_in(text_of(self.file), self.section)
        self._check_settings(settings, self.file)
        credentials = shared_credentials_file(os.environ)
        self._check_settings(settings_in(text_of(credentials), self.name), credentials)
        present = settings.get(SETTING)
        if present is not None and " creds process " not in f" {present} " and not force:
            raise InvalidInput(
                f"The profile {self.name} in {self.file} has the {SETTING} of another program.",
                hint="replace it with `--force`, or choose another profile",
            )

    def write(self, command: str) -> None:
        """Write the command line into the profile; the file keeps its mode, a new one is its owner's alone.

        Raises:
            StorageFailure: it could not be written.
        """
        from iamctl.cli.hand_over import write_whole

        text = with_settings(text_of(self.file), self.section, [f"{SETTING} = {command}\n"], replaced=(SETTING,))
        try:
            mode = self.file.stat().st_mode & 0o777 if self.file.exists() else None
            write_whole(self.file, text, replace=True)
            if mode is not None:
                self.file.chmod(mode)
        except OSError as error:
            raise StorageFailure(f"{self.file}: {error.strerror or error}.") from error

    def _check_settings(self, settings: Mapping[str, str], file: Path) -> None:
        for key in ASKED_FIRST:
            if key in settings:
                raise InvalidInput(
                    f"The profile {self.name} in {file} has {key}, which clients ask before {SETTING}.",
                    hint="choose another profile, or take it out of the file first",
                )


def _section_in(text: str, name: str) -> str:
    """The section of this profile as the file has it, else as clients take it apart: as a POSIX shell would."""
    if name == "default":
        return name
    for section in sections_in(text):
        if _words_in(section) == ["profile", name]:
            return section
    plain = f"profile {name}"
    return plain if _words_in(plain) == ["profile", name] else f"profile {shlex.quote(name)}"


def _words_in(section: str) -> list[str]:
    try:
        return shlex.split(section)
    except ValueError:  # a quotation mark that nothing closes
        return []


def command_line(run: Run, ask: Ask) -> str:
    """What the config file says.

    Raises:
        UsageError: a word cannot stand in the file.
        NoSuchEntity: there is no such account.
    """
    return config_line([*program_words(), "creds", "process", *_common_words(run), *_words_of(ask)])


def config_line(words: Sequence[str]) -> str:
    """A command as the config file can say it.

    Raises:
        UsageError: a word cannot stand in the file.
    """
    for word in words:
        if not word.isprintable() or " #" in word or " ;" in word:
            raise UsageError(f"{word!r} cannot stand in an AWS config file.")
    return shlex.join(words)


def program_words() -> list[str]:
    """How this program was started, from wherever one stands."""
    started = Path(sys.argv[0])
    if started.name == "__main__.py":
        return [sys.executable, "-m", "iamctl"]
    found = shutil.which(sys.argv[0])
    return [os.path.abspath(found or started)]  # noqa: PTH100 - a link stays one: an upgrade points it elsewhere


def _common_words(run: Run) -> Iterator[str]:
    settings = run.settings
    yield from ("--account", run.service().account_id)
    if settings.data_dir is not None:
        yield from ("--data-dir", str(run.data_dir))
    if settings.caller is not None:
        yield from ("--as", settings.caller)
    if settings.profile is not None:
        yield from ("--profile", settings.profile)
    if settings.passphrase_file is not None:
        yield from ("--passphrase-file", str(Path(settings.passphrase_file).absolute()))


def _words_of(ask: Ask) -> Iterator[str]:
    yield from ("--role", ask.role)
    for option, value in (
        ("--session-name", ask.session_name),
        ("--duration", ask.duration),
        ("--session-policy", _policy_word(ask.policy)),
        ("--source-identity", ask.source_identity),
        ("--external-id", ask.external_id),
        ("--mfa-serial", ask.mfa_serial),
    ):
        if value:
            yield from (option, value)
    for option, values in (
        ("--policy-arn", ask.policy_arns),
        ("--tag", ask.tags),
        ("--transitive", ask.transitive_tag_keys),
    ):
        for value in values:
            yield from (option, value)


def _policy_word(argument: str | None) -> str | None:
    from iamctl.cli.input import STDIN, is_literal, read_file

    if argument is None or is_literal(argument):
        return argument
    if argument == STDIN:
        raise UsageError("A client gives no session policy by stdin.", hint="say `--session-policy FILE`")
    read_file(argument)
    return str(Path(argument.removeprefix("file://")).absolute())
