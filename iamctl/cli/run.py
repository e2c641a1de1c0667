"""One run of the program: what a command gets from the door, and how it gives its answer back."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from iamctl.cli.output.settings import OutputSettings
from iamctl.cli.settings import Settings, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from iamctl.bootstrap import VaultKeys
    from iamctl.cli.callers import Acting
    from iamctl.cli.output.answer import Answer
    from iamctl.cli.secret_input import Passphrases
    from iamctl.service.permission_changes.care import Care
    from iamctl.service.service import Service
    from iamctl.store.accounts import Accounts


class Run:
    """What stands for one command line.

    Attributes:
        given: the common options of the command line, wherever in it they stood; the last one counts.
    """

    def __init__(self) -> None:
        self.given: dict[str, str | bool] = {}
        self._services: list[Service] = []

    @cached_property
    def settings(self) -> Settings:
        return resolve(self.given, os.environ)

    @cached_property
    def output(self) -> OutputSettings:
        settings = self.settings
        return OutputSettings(
            format=cast(Any, settings.output),
            explicit=settings.output_chosen,
            query=settings.query,
            header=settings.header,
            color=cast(Any, settings.color),
            terminal=sys.stdout is not None and sys.stdout.isatty(),
            quiet=settings.quiet,
        )

    @cached_property
    def acting(self) -> Acting:
        """Who acts, looked for once.

        Raises:
            IamctlError: what was found cannot be used; nobody else acts in its place.
        """
        from iamctl.cli.callers import acting_in

        return acting_in(self.settings, os.environ)

    @property
    def is_someone_there(self) -> bool:
        """Whether a question would reach a person."""
        streams = (sys.stdin, sys.stderr)
        return not self.settings.no_input and all(stream is not None and stream.isatty() for stream in streams)

    @property
    def data_dir(self) -> Path:
        from iamctl import bootstrap

        return bootstrap.data_dir(self.settings.data_dir)

    def vault_keys(self) -> VaultKeys:
        """Where the vault's data key comes from, asked for when a secret is."""
        from iamctl import bootstrap
        from iamctl.cli.settings import config_file

        return bootstrap.VaultKeys(config_file(os.environ).parent, lambda is_new: self._passphrases(is_new))

    @cached_property
    def _passphrases(self) -> Passphrases:
        from iamctl.cli.secret_input import Passphrases  # only a vault under a passphrase asks

        return Passphrases(self)

    def take_passphrase(self) -> None:
        """With `--passphrase-stdin`, read the first line of stdin before the command reads what follows it."""
        from contextlib import suppress

        from iamctl.errors import IamctlError

        with suppress(IamctlError):  # of the settings: whoever asks for one of them is told
            if self.settings.passphrase_stdin and sys.stdin is not None and not sys.stdin.isatty():
                self._passphrases.take_line()

    def accounts(self) -> Accounts:
        """The accounts of the data dir, for who owns them.

        Raises:
            AccessDenied: the caller is not root.
        """
        self.check_owner()
        return self.all_accounts()

    def folder(self, account_id: str) -> Path:
        """Where an account's files are."""
        return self.all_accounts().folder(account_id)

    def all_accounts(self) -> Accounts:
        """The same, whoever asks: an alias is one account's alone, and a folder lies where it lies."""
        from iamctl import bootstrap

        return bootstrap.accounts(
            self.settings.data_dir, lock_timeout=self.settings.lock_timeout, keys=self.vault_keys()
        )

    def service(self, *, account: str | None = None, dry_run: bool = False, acting: Acting | None = None) -> Service:
        """The account that is named, else the one that this run means, as its caller sees it.

        Args:
            acting: who acts; None is this run's caller.

        Raises:
            NoSuchEntity: there is no such account, or none at all.
            IamctlError: the caller's credentials cannot be used.
        """
        from iamctl import bootstrap

        settings = self.settings
        acting = acting or self.acting
        service = bootstrap.open_service(
            directory=settings.data_dir,
            account=account or settings.account,
            caller=acting.named,
            presented=acting.presented,
            allow_lock_out=settings.allow_lock_out,
            care=self.care(dry_run=dry_run),
            dry_run=dry_run,
            lock_timeout=settings.lock_timeout,
            keys=self.vault_keys(),
        )
        self._services.append(service)
        return service

    def care(self, *, dry_run: bool) -> Care:
        """How changes are looked at: who tries one wants to see what it does."""
        from iamctl.service.permission_changes.care import Care

        settings = self.settings
        return Care(dry_run, settings.deny_new_access, settings.override_guard)

    def watch(self, service: Service) -> None:
        """Tell at the end what was noticed of this account too."""
        self._services.append(service)

    def notices(self) -> list[str]:
        """What was noticed of the accounts that this run opened, each once."""
        return list(dict.fromkeys(notice for service in self._services for notice in service.notices))

    def check_owner(self) -> None:
        """That the caller is a root user: no policy of an account allows anything about accounts as such.

        Raises:
            AccessDenied: it is somebody else.
        """
        acting = self.acting
        if acting.is_owner:
            return
        from iamctl.errors import AccessDenied

        if acting.presented is not None:
            hint = [acting.presented.way_out]
            raise AccessDenied(
                f"Only the owner of the accounts may do this, and {acting.presented.origin} says who acts.", hint=hint
            )
        raise AccessDenied(
            f"Only the root user may do this; {acting.named} is asked for.",
            hint="leave `--as` out, or say `--as root`",
        )

    def show(self, answer: Answer) -> None:
        """Give an answer in the format that was asked for."""
        from iamctl.cli.output.show import show

        show(answer, self.output)

    def show_document(self, document: dict[str, Any]) -> None:
        """Give a policy document by itself: JSON where no format was asked for, on terminals too."""
        from iamctl.cli.output.answer import Answer
        from iamctl.cli.output.show import show

        output = self.output if self.output.explicit else self.output._replace(format="json")
        show(Answer(document), output)

    def show_changed(self, service: Service, answer: Answer | None = None, lines: Sequence[str] = ()) -> None:
        """Say what a change came to: the difference after a dry run, else lines for people and scripts.

        Args:
            answer: what a format that was asked for shows, and what a query looks into; None is nothing.
            lines: what stands without a format: ARNs of what was made.
        """
        if service.dry_run:
            self.show_tried(service)
        else:
            self.show_made(answer, lines)

    def show_tried(self, service: Service) -> None:
        """Show what a change would do: operations, files, and who gains and loses which permissions."""
        from iamctl.cli.output.difference import is_for_programs, show_changes
        from iamctl.cli.permission_view import permission_members, show_permissions, tell_remarks

        members = permission_members(service)
        show_changes(service.changes, service.operations, self.output, permissions=members)
        if is_for_programs(self.output):
            tell_remarks(self, service, members)
        else:
            show_permissions(self, service, members)

    def tell_permissions(self, service: Service) -> None:
        """Say who gains and loses what by a change that was tried, before a person is asked about it."""
        from iamctl.cli.permission_view import tell_permissions

        tell_permissions(self, service)

    def show_made(self, answer: Answer | None, lines: Sequence[str]) -> None:
        """What a format that was asked for makes of the answer, else the lines."""
        if answer is not None and (self.output.explicit or self.output.query is not None):
            self.show(answer)
        elif lines:
            from iamctl.cli.output.streams import write
            from iamctl.cli.output.visible import visible

            write("".join(f"{visible(line)}\n" for line in lines))

    def warn(self, text: str) -> None:
        """Say on stderr what a person should act upon; lower case, no full stop."""
        from iamctl.cli.output.streams import warn

        warn(text)

    def note(self, text: str) -> None:
        """Say on stderr what is good to know, unless quiet was asked for."""
        from iamctl.cli.output.streams import note

        note(text, quiet=self.settings.quiet)


def run_of(ctx: Any) -> Run:
    """The run that a command's context belongs to."""
    run = cast(Run, ctx.obj)
    run.take_passphrase()
    return run
