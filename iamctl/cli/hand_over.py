"""Where a new access key goes: to stdout once, into a file of its own, or into the AWS shared credentials file.

Rules kept here:
  * what can be refused is refused before the key is made;
  * a file appears whole or not at all, 0600 from its first byte, and nothing is overwritten unasked;
  * a secret that went into a file is not shown.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from iamctl.errors import EntityAlreadyExists, IamctlError, InvalidInput, StorageFailure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.cli.run import Run
    from iamctl.service.access_keys import CreatedAccessKey


class HandOver:
    """The places that one key goes to.

    Args:
        out: a new file; None is none.
        profile: in the shared credentials file; None is none.
        force: replace what is there.
    """

    def __init__(self, run: Run, *, out: str | None, profile: str | None, force: bool) -> None:
        self._run = run
        self._out = Path(out) if out is not None else None
        self._profile = profile
        self._force = force

    @property
    def is_shown(self) -> bool:
        return self._out is None and self._profile is None

    def check(self, own_key_ids: Iterable[str] = ()) -> None:
        """That the key could go there.

        Args:
            own_key_ids: keys that a profile may have and still be replaced: those of the same owner.

        Raises:
            EntityAlreadyExists: the file is there.
            InvalidInput: the profile has another's key, or the credentials file cannot be taken apart.
            StorageFailure: nothing can be written there.
        """
        if self._out is not None:
            check_new_file(self._out, force=self._force)
        if self._profile is not None:
            from iamctl.cli.shared_credentials import (
                check_profile_name,
                key_in,
                shared_credentials_file,
                text_of,
            )

            check_profile_name(self._profile)
            path = shared_credentials_file(os.environ)
            present = key_in(text_of(path), self._profile)
            if present is not None and present not in own_key_ids and not self._force:
                raise InvalidInput(
                    f"The profile {self._profile} in {path} has the access key {present}.",
                    hint="replace it with `--force`, or choose another profile",
                )
            _check_writable(path)

    def give(self, created: CreatedAccessKey) -> None:
        """Write the key to where it goes; stdout is the caller's.

        Raises:
            StorageFailure: it could not be written; the key is there, and its secret is lost.
        """
        try:
            if self._out is not None:
                self._write_out(created)
            if self._profile is not None:
                self._write_profile(created, self._profile)
        except (IamctlError, OSError) as error:
            why = error.message if isinstance(error, IamctlError) else f"{error.strerror or error}."
            key = created.key.access_key_id
            raise StorageFailure(
                f"The access key {key} was made and its secret could not be written: {why}",
                hint=f"delete it with `iamctl creds key delete {key}` and make another",
            ) from None

    def _write_out(self, created: CreatedAccessKey) -> None:
        from iamctl.cli.output.json_text import render_json
        from iamctl.service.credential_members import created_key_members

        assert self._out is not None
        text = render_json({"AccessKey": created_key_members(created, with_secret=True)}) + "\n"
        write_whole(self._out, text, replace=self._force)
        self._run.note(f"the secret is in {self._out}, and nowhere else")

    def _write_profile(self, created: CreatedAccessKey, profile: str) -> None:
        from iamctl.cli.shared_credentials import shared_credentials_file, text_of, with_profile

        path = shared_credentials_file(os.environ)
        text = with_profile(text_of(path), profile, created.key.access_key_id, created.secret.reveal())
        write_whole(path, text, replace=True)
        self._run.note(f"the secret is in the profile {profile} of {path}")


def check_new_file(path: Path, *, force: bool) -> None:
    """That a file could be put there.

    Raises:
        EntityAlreadyExists: it is there, and is not to be replaced.
        StorageFailure: nothing can be written there.
    """
    if os.path.lexists(path) and not force:
        raise EntityAlreadyExists("file", str(path), hint="replace it with `--force`")
    _check_writable(path)


def write_secret_file(run: Run, path: Path, text: str, *, what: str, force: bool) -> None:
    """Write a secret that is there already into its file.

    Raises:
        StorageFailure: it could not be written, and is lost.
    """
    try:
        write_whole(path, text, replace=force)
    except OSError as error:
        why = f"{error.strerror or error}."
        raise StorageFailure(f"{what[:1].upper()}{what[1:]} was set and could not be written: {why}") from None
    run.note(f"{what} is in {path}, and nowhere else")


def write_whole(path: Path, text: str, *, replace: bool) -> None:
    """Put a file there whole, for its owner alone.

    Raises:
        OSError: the machine refuses, or the file is there and is not to be replaced.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if replace or os.name == "nt":
            staged.replace(path)
        else:
            os.link(staged, path)  # fails where the name is taken; a rename would not
    finally:
        with suppress(FileNotFoundError):
            staged.unlink()


def _check_writable(path: Path) -> None:
    """That a file could be put there."""
    folder = path.parent
    while not folder.exists():
        folder = folder.parent
    if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise StorageFailure(f"{path}: nothing can be written there.", hint=f"see `ls -ld {folder}`")
