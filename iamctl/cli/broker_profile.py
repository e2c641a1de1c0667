"""A profile of the AWS config file whose credentials come from a broker, by `iamctl broker login`.

A profile that says anything else is left as it is, and refused: clients might ask that first.

Sources: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
         https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from iamctl.cli.hand_over import write_whole
from iamctl.cli.shared_credentials import check_profile_name, text_of
from iamctl.errors import InvalidInput, StorageFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEAD = re.compile(r"\s*\[\s*(?P<name>[^\]]*?)\s*\]")
_OURS = " broker login "


class BrokerProfile:
    """One profile of the config file."""

    def __init__(self, environ: Mapping[str, str], name: str) -> None:
        """Name it.

        Raises:
            UsageError: the file could not say the name.
        """
        check_profile_name(name)
        self.name = name
        self.file = Path(os.path.realpath(Path(environ.get("AWS_CONFIG_FILE") or "~/.aws/config").expanduser()))
        self._section = name if name == "default" else f"profile {name}"

    def check(self) -> None:
        """That the profile is ours to write.

        Raises:
            InvalidInput: it says something else.
        """
        for line in self._lines()[1]:
            text = line.strip()
            if (
                text
                and not text.startswith(("#", ";"))
                and not (_OURS in text and text.startswith("credential_process"))
            ):
                raise InvalidInput(
                    f"The profile {self.name} in {self.file} is another's.", hint="choose another name for the profile"
                )

    def write(self, words: Sequence[str]) -> None:
        """Write the command line into the profile; the rest of the file stays as it is.

        Raises:
            UsageError: a word cannot stand in the file.
            StorageFailure: it could not be written.
        """
        for word in words:
            if not word.isprintable() or " #" in word or " ;" in word:
                raise UsageError(f"{word!r} cannot stand in an AWS config file.")
        before, own, after = self._lines()
        kept = [line for line in own if not line.strip().startswith("credential_process")]
        if before and not before[-1].endswith("\n"):
            before[-1] += "\n"
        gap = ["\n"] if before and before[-1].strip() else []
        section = [*gap, f"[{self._section}]\n", f"credential_process = {shlex.join(words)}\n", *kept]
        try:
            mode = self.file.stat().st_mode & 0o777 if self.file.exists() else None
            write_whole(self.file, "".join([*before, *section, *after]), replace=True)
            if mode is not None:
                self.file.chmod(mode)
        except OSError as error:
            raise StorageFailure(f"{self.file}: {error.strerror or error}.") from error

    def _lines(self) -> tuple[list[str], list[str], list[str]]:
        """The file's lines before the profile, within it without its head, and after it."""
        lines = text_of(self.file).splitlines(keepends=True)
        heads = [(number, found["name"]) for number, line in enumerate(lines) if (found := _HEAD.match(line))]
        for at, (number, name) in enumerate(heads):
            if " ".join(name.split()) == self._section:
                end = heads[at + 1][0] if at + 1 < len(heads) else len(lines)
                return lines[:number], lines[number + 1 : end], lines[end:]
        return lines, [], []


def program_words() -> list[str]:
    """How this program was started, from wherever one stands."""
    started = Path(sys.argv[0])
    if started.name == "__main__.py":
        return [sys.executable, "-m", "iamctl"]
    return [os.path.abspath(shutil.which(sys.argv[0]) or started)]  # noqa: PTH100 - a link stays one
