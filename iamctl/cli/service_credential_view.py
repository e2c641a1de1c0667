"""Service-specific credentials as commands take and show them: the secret once, on stdout or in a file of its own."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from iamctl.cli.hand_over import check_new_file, write_whole
from iamctl.cli.output.answer import Answer
from iamctl.errors import StorageFailure
from iamctl.service.further_credential_members import created_credential_members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.cli.run import Run
    from iamctl.service.service import Service
    from iamctl.service.service_specific_credentials import CreatedCredential

_SUFFIX = ".amazonaws.com"


def service_meant(word: str) -> str:
    """The service's name as AWS has it: `codecommit` is `codecommit.amazonaws.com`."""
    return word if "." in word else f"{word}{_SUFFIX}"


class SecretPlace:
    """Where one secret goes: into a file before the change is kept, or to stdout after it.

    Args:
        out: a new file; None is stdout.
        force: replace the file that is there.
    """

    def __init__(self, run: Run, *, out: str | None, force: bool) -> None:
        self._run = run
        self._path = Path(out) if out is not None else None
        self._force = force
        self._is_written = False

    @contextmanager
    def kept_if_it_fails(self) -> Iterator[None]:
        """Around a change: a failure after the file was written says that the file is there."""
        try:
            yield
        except BaseException:
            if self._is_written:
                self._run.warn(f"the secret in {self._path} is worth nothing, unless the change was kept")
            raise

    def take(self, created: CreatedCredential, *, dry_run: bool) -> None:
        """Write the secret into the file, if there is one; a dry run has none to keep.

        Raises:
            EntityAlreadyExists: the file is there, and is not to be replaced.
            StorageFailure: it could not be written; nothing is to be kept.
        """
        if self._path is None or dry_run:
            return
        from iamctl.cli.output.json_text import render_json

        check_new_file(self._path, force=self._force)
        members = {"ServiceSpecificCredential": created_credential_members(created, with_secret=True)}
        try:
            write_whole(self._path, f"{render_json(members)}\n", replace=self._force)
        except OSError as error:
            raise StorageFailure(f"{self._path}: {error.strerror or error}. Nothing was changed.") from None
        self._is_written = True

    def show(self, service: Service, created: CreatedCredential) -> None:
        """Show the credential, with its secret where that went nowhere else; after a dry run the difference."""
        if service.dry_run:
            self._run.show_changed(service)
            return
        members = created_credential_members(created, with_secret=self._path is None)
        self._run.show(Answer({"ServiceSpecificCredential": members}, name="ServiceSpecificCredentialId"))
        words = "keep the secret now: it is not shown again"
        self._run.note(words if self._path is None else f"the secret is in {self._path}, and nowhere else")
