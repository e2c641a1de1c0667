"""Where credentials go that `bootstrap` makes: into a file of their own, or to stdout once.

Rules kept here:
  * what can be refused is refused before anything is made;
  * the file is there before the change is kept, so that no secret is lost; where the change fails after all, it is
    left, since whether a change was kept is not always known, and a warning says so;
  * it appears whole or not at all, 0600 from its first byte, and nothing is overwritten unasked;
  * where nothing is made, the file is left alone, whether it is there or not.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iamctl.cli.hand_over import check_new_file, write_whole
from iamctl.errors import InvalidInput, StorageFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamctl.cli.run import Run
    from iamctl.service.declaration.credentials import MadeCredentials

FORMATS = ("csv", "json")
COLUMNS = ("User name", "Password", "Access key ID", "Secret access key")
"""As AWS's console writes them; https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_create.html"""
MFA_COLUMNS = ("MFA serial number", "MFA URI")
"""Behind them, where an MFA device was made."""


class CredentialsOut:
    """The place that the credentials of one run go to.

    Args:
        file: a new file; None is stdout.
        form: `csv` or `json`; None is what the file's suffix says.
        force: replace the file that is there.
        inputs: files that are read, and never written.
    """

    def __init__(self, run: Run, *, file: str | None, form: str | None, force: bool, inputs: Sequence[str]) -> None:
        """Find the place.

        Raises:
            UsageError: nothing says the format, or there is a format and no file.
            InvalidInput: the file is one of the inputs.
        """
        if file is None and (form is not None or force):
            option = "--credentials-format" if form is not None else "--force"
            raise UsageError(f"{option} is about the file of --credentials-out, and there is none.")
        self._run = run
        self._path = Path(file) if file is not None else None
        self._force = force
        self._is_written = False
        self._form = form or (_form_of(self._path) if self._path is not None else "json")
        if self._path is not None and any(_is_same(self._path, each) for each in inputs):
            raise InvalidInput(f"{self._path} is read; the credentials need a file of their own.")

    @property
    def path(self) -> Path | None:
        return self._path

    def check(self) -> None:
        """That the credentials could go there.

        Raises:
            EntityAlreadyExists: the file is there, and is not to be replaced.
            StorageFailure: nothing can be written there.
        """
        if self._path is not None:
            check_new_file(self._path, force=self._force)

    @contextmanager
    def kept_if_it_fails(self) -> Iterator[None]:
        """Around a change: a failure after the file was written says that the file is there."""
        try:
            yield
        except BaseException:
            if self._is_written:
                self._run.warn(f"the credentials in {self._path} are worth nothing, unless the change was kept")
            raise

    def write(self, account_id: str, made: Sequence[MadeCredentials]) -> None:
        """Write what was made into the file, if there is a file; the last that is done before the change is kept.

        Raises:
            StorageFailure: it could not be written; nothing is to be kept.
        """
        if self._path is None or not made:
            return
        text = _json_text(account_id, made) if self._form == "json" else _csv_text(made)
        try:
            write_whole(self._path, text, replace=self._force)
        except OSError as error:
            why = error.strerror or str(error)
            raise StorageFailure(f"{self._path}: {why}. No credentials were made, and nothing was changed.") from None
        self._is_written = True


def credential_members(made: MadeCredentials, *, with_secrets: bool) -> dict[str, Any]:
    """What one user was given, under the API's names."""
    from iamctl.service.credential_members import created_key_members

    members: dict[str, Any] = {"UserName": made.user_name}
    if made.password is not None:
        members["Password"] = made.password.reveal() if with_secrets else None
    keys = [created_key_members(key, with_secret=with_secrets) for key in made.access_keys]
    if keys:
        members["AccessKeys"] = keys
    if made.mfa_device is not None and made.mfa_uri is not None:
        uri = {"OTPAuthURI": made.mfa_uri.reveal()} if with_secrets else {}
        members["MFADevice"] = {"SerialNumber": made.mfa_device.device.serial_number, **uri}
    return {name: value for name, value in members.items() if value is not None}


def credential_columns(made: Iterable[MadeCredentials]) -> tuple[str, ...]:
    """The columns of the rows."""
    return COLUMNS + (MFA_COLUMNS if any(one.mfa_device is not None for one in made) else ())


def credential_rows(made: Sequence[MadeCredentials]) -> list[dict[str, str]]:
    """The same as rows: a user with two keys has two, and its password and MFA device stand in the first."""
    columns = credential_columns(made)
    rows = []
    for one in made:
        password = one.password.reveal() if one.password is not None else ""
        serial = one.mfa_device.device.serial_number if one.mfa_device is not None else ""
        uri = one.mfa_uri.reveal() if one.mfa_uri is not None else ""
        keys = [(key.key.access_key_id, key.secret.reveal()) for key in one.access_keys] or [("", "")]
        for number, key in enumerate(keys):
            once = (password, serial, uri) if number == 0 else ("", "", "")
            values = (one.user_name, once[0], *key, *once[1:])
            rows.append(dict(zip(columns, values[: len(columns)], strict=True)))
    return rows


def _json_text(account_id: str, made: Sequence[MadeCredentials]) -> str:
    from iamctl.cli.output.json_text import render_json

    listed = [credential_members(one, with_secrets=True) for one in made]
    return render_json({"AccountId": account_id, "Credentials": listed}) + "\n"


def _csv_text(made: Sequence[MadeCredentials]) -> str:
    import csv
    import io

    text = io.StringIO()
    writer = csv.DictWriter(text, credential_columns(made), lineterminator="\n")
    writer.writeheader()
    writer.writerows(credential_rows(made))
    return text.getvalue()


def _is_same(path: Path, other: str) -> bool:
    with suppress(OSError):
        return path.samefile(other)
    return False


def _form_of(path: Path) -> str:
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise UsageError(
            f"The name {path} does not say in which format the credentials are to be written.",
            hint="end it with .csv or .json, or say `--credentials-format csv`",
        )
    return suffix
