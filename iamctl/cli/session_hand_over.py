"""Temporary credentials handed over: to a shell, a file, a client or a person."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from iamctl.cli.session_formats import rendered

if TYPE_CHECKING:
    from iamctl.cli.run import Run
    from iamctl.cli.session_cache import KeptSession


class SessionHandOver:
    """The one place that a session's credentials go to.

    Args:
        form: one of the formats; None is what fits who is there.
        profile: to be written into the shared credentials file; None is none.
        force: replace a profile that has a long-term key.
        name: what a profile is called where it is only printed.
    """

    def __init__(self, run: Run, *, form: str | None, profile: str | None, force: bool, name: str) -> None:
        """Find the place.

        Raises:
            UsageError: there are two.
        """
        from iamctl.cli.session_options import checked_format
        from iamctl.errors import UsageError

        self._run = run
        self._form = checked_format(form)
        self._profile = profile
        self._force = force
        self._name = name
        if form is not None and "query" in run.given:
            raise UsageError(
                "--format writes the credentials whole, and --query looks into an answer.",
                hint="say `--output json --query …`",
            )
        if profile is not None and form is not None:
            raise UsageError("--format and --save-profile are two ways to hand the credentials over.")
        if force and profile is None:
            raise UsageError("--force is about the profile of --save-profile, and there is none.")

    def check(self, *, is_kept: bool) -> None:
        """That the credentials could go there, before a session is issued.

        Args:
            is_kept: whether the session is had again by saying the same once more.

        Raises:
            InvalidInput: the profile has a long-term key.
            UsageError: it cannot be called so; or the credentials would go nowhere.
        """
        if self._profile is None:
            if not is_kept and self._is_told:
                from iamctl.errors import UsageError

                raise UsageError(
                    "At a terminal the secrets are not shown, and this session is not kept.",
                    hint="say `--format env` to see them, or `--save-profile NAME`",
                )
            return
        from iamctl.cli.shared_credentials import check_profile_name, key_in, shared_credentials_file, text_of
        from iamctl.errors import InvalidInput

        check_profile_name(self._profile)
        path = shared_credentials_file(os.environ)
        present = key_in(text_of(path), self._profile)
        if present is not None and not present.startswith("ASIA") and not self._force:
            raise InvalidInput(
                f"The profile {self._profile} in {path} has the access key {present}.",
                hint="replace it with `--force`, or choose another profile",
            )

    def give(self, kept: KeptSession, *, again: str = "") -> None:
        """Hand the credentials over.

        Args:
            again: the command line that gives them once more, for a person; of a session that is kept.

        Raises:
            StorageFailure: they could not be written.
        """
        if self._profile is not None:
            self._save(kept, self._profile)
        elif self._form is not None:
            self._write(kept, self._form)
        elif self._is_answer_asked_for:
            from iamctl.cli.output.answer import Answer
            from iamctl.service.issued_members import credentials_members

            self._run.show(Answer({"Credentials": credentials_members(kept.credentials), **kept.members}))
        elif self._is_told:
            self._tell(kept, again)
        else:
            self._write(kept, "env")

    @property
    def _is_told(self) -> bool:
        """Whether a person is told about the session, without its secrets."""
        return self._form is None and not self._is_answer_asked_for and self._run.output.terminal

    @property
    def _is_answer_asked_for(self) -> bool:
        # Not by a variable or the config file: `eval` would not get what it expects.
        return bool({"output", "json", "query"} & self._run.given.keys())

    def _write(self, kept: KeptSession, form: str) -> None:
        from iamctl.cli.output.streams import write

        write(rendered(form, kept.credentials, kept.members, profile=self._name))

    def _save(self, kept: KeptSession, profile: str) -> None:
        from iamctl.cli.hand_over import write_whole
        from iamctl.cli.shared_credentials import shared_credentials_file, text_of, with_profile
        from iamctl.errors import StorageFailure

        credentials = kept.credentials
        path = shared_credentials_file(os.environ)
        text = with_profile(
            text_of(path),
            profile,
            credentials.access_key_id,
            credentials.secret_access_key.reveal(),
            session_token=credentials.session_token.reveal(),
        )
        try:
            write_whole(path, text, replace=True)
        except OSError as error:
            raise StorageFailure(f"{path}: {error.strerror or error}.") from None
        until = f"{credentials.expiration:%Y-%m-%dT%H:%M:%SZ}"
        self._run.note(f"the credentials are in the profile {profile} of {path}, and end at {until}")

    def _tell(self, kept: KeptSession, again: str) -> None:
        """What a person wants to know, without secrets."""
        from iamctl.cli.output.answer import Answer

        members = {
            "Arn": kept.arn,
            "AccessKeyId": kept.credentials.access_key_id,
            "Expiration": f"{kept.credentials.expiration:%Y-%m-%dT%H:%M:%SZ}",
        }
        self._run.show(Answer(members, name="Arn"))
        self._run.note(f'use it in this shell with `eval "$({again})"`; `--format env` shows the secrets')
