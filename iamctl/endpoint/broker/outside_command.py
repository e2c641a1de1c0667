"""People whom a command of the company's knows: JSON in, JSON out.

Its stdin is `{"Version": 1, "UserName": "kim", "Password": "…"}`, or `{"Version": 1, "Token": "…"}`; nothing of it is
in argv or in the environment. Its stdout is

    {"Authenticated": true, "UserName": "kim", "Attributes": {"mail": "kim@acme.example", "memberOf": ["dev"]}}

or `{"Authenticated": false}`. Another exit status than 0, another answer, over 64 KB of it, or none in time is no
answer: nobody is let in, and nobody is told to have been wrong. What it writes to stderr goes to the broker's.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.endpoint.broker.authenticator import PASSWORD, NotProven, Proof, Unavailable
from iamctl.service.brokering.person import Person

if TYPE_CHECKING:
    from iamctl.model.secret import Secret

LARGEST = 64 * 1024
"""Bytes of an answer."""
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "HOME", "SYSTEMROOT")


class CommandSettings(NamedTuple):
    """One command as the broker's file has it.

    Attributes:
        command: program and arguments; no shell looks at them.
        takes: `password` or `token`.
        timeout: seconds.
        folder: that it is started in.
    """

    name: str
    command: tuple[str, ...]
    takes: str = PASSWORD
    timeout: int = 5
    folder: str = "."


class OutsideCommand:
    """An authenticator on a command's answer."""

    kind = "command"

    def __init__(self, settings: CommandSettings) -> None:
        self.name = settings.name
        self.takes = settings.takes
        self.settings = settings

    def person(self, proof: Proof) -> Person:
        asked: dict[str, Any] = {"Version": 1}
        if self.takes == PASSWORD:
            asked |= {"UserName": proof.user_name, "Password": _revealed(proof.password)}
        else:
            asked |= {"Token": _revealed(proof.token)}
        return self._person(self._answer(json.dumps(asked).encode()))

    def look_up(self, user_name: str) -> Person | None:  # noqa: ARG002 - it is asked with a proof or not at all
        return None

    def check(self) -> None:
        program = self.settings.command[0]
        if shutil.which(program) is None and shutil.which(str(Path(self.settings.folder, program))) is None:
            raise Unavailable(f"The command of {self.name} is not there: {program}.")

    def close(self) -> None:
        """There is nothing to let go of."""

    def _person(self, answer: Any) -> Person:
        if not isinstance(answer, dict) or not isinstance(answer.get("Authenticated"), bool):
            raise Unavailable(f"The command of {self.name} does not say whether it knows the person.")
        if not answer["Authenticated"]:
            raise NotProven("the command says no")
        name, attributes = answer.get("UserName"), answer.get("Attributes", {})
        if not isinstance(name, str) or not isinstance(attributes, dict):
            raise Unavailable(f"The command of {self.name} says yes, and not to whom.")
        found: dict[str, tuple[str, ...]] = {}
        for key, value in attributes.items():
            values = value if isinstance(value, list) else [value]
            if not all(isinstance(each, str) for each in values):
                raise Unavailable(f"The command of {self.name} has an attribute that is no text: {str(key)[:100]}.")
            found[key] = tuple(values)
        return Person(name=name, through=self.name, attributes=found)

    def _answer(self, asked: bytes) -> Any:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        settings = self.settings
        try:
            process = subprocess.Popen(
                settings.command,
                cwd=settings.folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise Unavailable(f"The command of {self.name} cannot be run: {why}.") from None
        try:
            out, _ = process.communicate(asked, timeout=settings.timeout)
        except subprocess.TimeoutExpired:
            _ended(process)
            raise Unavailable(f"The command of {self.name} gave no answer in {settings.timeout} s.") from None
        finally:
            _closed(process)
        if process.returncode != 0:
            raise Unavailable(f"The command of {self.name} ended with status {process.returncode}.")
        if len(out) > LARGEST:
            raise Unavailable(f"The command of {self.name} answers with more than {LARGEST:,} bytes.")
        try:
            return json.loads(out)
        except (ValueError, RecursionError):
            raise Unavailable(f"The command of {self.name} answers with what is no JSON.") from None


def _ended(process: subprocess.Popen[bytes]) -> None:
    """End the command and what it started, if it is still at it."""
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _closed(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _revealed(secret: Secret | None) -> str:
    return secret.reveal() if secret is not None else ""
