"""A person's editor on a copy of a file. What was typed is kept until it is applied."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput, StorageFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Draft:
    """A copy to edit: a file of mode 0600 in a folder of its own of mode 0700.

    Attributes:
        original: the bytes that it began with.
    """

    def __init__(self, name: str, original: bytes) -> None:
        self.original = original
        try:
            self.path = Path(tempfile.mkdtemp(prefix="iamctl-edit-")) / name
            self.path.touch(0o600)
            self.path.write_bytes(original)
        except OSError as error:
            raise StorageFailure(f"{error.filename or tempfile.gettempdir()}: {error.strerror}.") from error

    def read(self) -> bytes:
        """What the editor left.

        Raises:
            InvalidInput: it left no file.
        """
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise InvalidInput(f"{self.path} cannot be read after editing: {error.strerror}.") from error

    @property
    def is_worth_keeping(self) -> bool:
        try:
            return self.path.read_bytes() != self.original
        except OSError:
            return False

    def keep(self) -> None:
        """Leave the text where it is, for its owner alone: an editor may have written it as another file."""
        with suppress(OSError):
            self.path.chmod(0o600)

    def put(self, file: Path, data: bytes) -> None:
        """Put the text in the place of the file, whole or not at all.

        Raises:
            StorageFailure: the disk refused; the file is as it was.
        """
        staged = file.with_name(f".{file.name}.{os.getpid()}.edited")
        try:
            staged.touch(0o600)
            with staged.open("wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            staged.replace(file)
        except OSError as error:
            staged.unlink(missing_ok=True)
            raise StorageFailure(f"{file}: {error.strerror or error}.") from error

    def discard(self) -> None:
        shutil.rmtree(self.path.parent, ignore_errors=True)


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The editor and its arguments: `$VISUAL`, else `$EDITOR`.

    Raises:
        UsageError: neither is set, or it is no command.
    """
    variable = next((name for name in ("VISUAL", "EDITOR") if environ.get(name, "").strip()), None)
    if variable is None:
        raise UsageError("No editor is set.", hint="say which: `EDITOR=nano iamctl edit …`, or set $VISUAL for good")
    try:
        return shlex.split(environ[variable], posix=os.name != "nt")
    except ValueError as error:
        raise UsageError(f"${variable} is no command: {error}.") from error


def open_editor(command: list[str], path: Path) -> None:
    """Run the editor on the file until the person closes it.

    Raises:
        InvalidInput: it cannot be started, or ended with a status that is not 0.
    """
    try:
        with _interrupts_are_the_editors():
            status = subprocess.run([*command, str(path)], check=False).returncode
    except OSError as error:
        raise InvalidInput(f"The editor {command[0]} cannot be started: {error.strerror}.") from error
    if status:
        raise InvalidInput(f"The editor {command[0]} ended with status {status}; nothing was changed.")


@contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    # Ctrl-C goes to the whole foreground: an editor takes it as a key, and would be killed if this ended.
    # A handler, not SIG_IGN: the editor would inherit that one.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
