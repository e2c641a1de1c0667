import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.editor import Draft, editor_command, open_editor
from iamctl.cli.output.answer import Answer
from iamctl.cli.revisions import listed_revision
from iamctl.cli.run import Run, run_of
from iamctl.errors import ConcurrentModification, IamctlError, InvalidInput, NoSuchEntity
from iamctl.service.editing import ACCOUNT_FILE, edit_file, file_of, is_text
from iamctl.service.past import looking_back
from iamctl.service.service import Change, Service


def edit(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="a name, an ARN or a unique id; `account` is account.toml; also guards.toml"
        ),
    ],
    dry_run: options.DryRun = False,
) -> None:
    """Edit the file of whatever has this name, ARN or unique id.

    `$VISUAL`, else `$EDITOR`, opens a copy. When it is closed, the text is checked, the difference is shown and
    made one change. A text with a mistake changes nothing and is kept; on a terminal you can go on editing it.
    Ids, dates, names and paths stay. A file that is broken on disk can be mended so; name it as `doctor` does.

    Example: EDITOR=true iamctl edit alice
    Example: EDITOR=true iamctl edit account
    """
    run = run_of(ctx)
    run.check_owner()
    command = editor_command(os.environ)
    service = run.service()
    with service.reading() as account:
        path = file_of(account, name)
    folder = run.accounts().folder(service.account_id)
    file = folder / path
    draft = Draft(file.name, _bytes_of(folder, path))
    try:
        _until_it_is_right(run, command, draft, file, path, dry_run=dry_run)
    except BaseException as error:
        _keep(draft, error)
        raise
    draft.discard()


def _until_it_is_right(run: Run, command: list[str], draft: Draft, file: Path, path: str, *, dry_run: bool) -> None:
    while True:
        open_editor(command, draft.path)
        data = draft.read()
        if data == draft.original:
            run.note("nothing was changed")
            return
        try:
            if not is_text(draft.original):
                _mended(run, draft, file, path, data, dry_run=dry_run)
                return
            tried = _applied(run, draft, file, path, data, dry_run=True)
        except ConcurrentModification:
            raise
        except IamctlError as error:
            if not _goes_on(run, error):
                raise
            continue
        break
    if dry_run or not run.output.explicit:
        run.show_changed(tried)
    if not dry_run:
        done = _applied(run, draft, file, path, data)
        if run.output.explicit and done.revision is not None:
            run.show(Answer({"Revision": listed_revision(done.revision)}))


def _applied(run: Run, draft: Draft, file: Path, path: str, data: bytes, *, dry_run: bool = False) -> Service:
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        _lay(run, change, draft, file, path, data)
    return service


def _mended(run: Run, draft: Draft, file: Path, path: str, data: bytes, *, dry_run: bool) -> None:
    """Put the text in the place of bytes that are no text: no difference can hold them, nor any revision.

    It is checked like any other, under the same lock, and taken into the history as an edit by hand.
    """
    service = run.service()
    with suppress(_NotKept), service.change() as change:
        _lay(run, change, draft, file, path, data)
        if not dry_run:
            draft.put(file, data)
        raise _NotKept
    with looking_back(service):
        run.note(
            f"{path} was no text before; the new one {'would be' if dry_run else 'is'} taken in as an edit by hand"
        )


class _NotKept(Exception):
    """Leaves a change without keeping it."""


def _lay(run: Run, change: Change, draft: Draft, file: Path, path: str, data: bytes) -> None:
    if not file.is_file() or file.read_bytes() != draft.original:
        raise ConcurrentModification(
            f"{path} was changed by somebody else meanwhile; nothing of yours was applied.",
            hint=f"compare: `diff {file} {draft.path}`",
        )
    edit_file(change, run.service(), path=path, data=data, source=str(draft.path))
    if path == ACCOUNT_FILE:
        settings = change.account.settings
        run.accounts().check_alias_free(settings.alias, account_id=settings.account_id)


def _goes_on(run: Run, error: IamctlError) -> bool:
    """Whether the person at the terminal wants to mend the mistakes now."""
    if not run.is_someone_there:
        return False
    from iamctl.cli.output.ask import confirm
    from iamctl.cli.output.errors import show_error

    show_error(error, json=False)
    return confirm("Go on editing?", is_someone_there=True)


def _keep(draft: Draft, error: BaseException) -> None:
    if not draft.is_worth_keeping:
        draft.discard()
        return
    draft.keep()
    if isinstance(error, IamctlError):
        error.hints = (*error.hints, f"your text is kept: {draft.path}")
    else:
        from iamctl.cli.output.streams import warn

        warn(f"Your text is kept: {draft.path}")


def _bytes_of(folder: Path, path: str) -> bytes:
    if (folder / path).resolve() != folder.resolve() / path:
        raise InvalidInput(f"{path} is behind a symbolic link.", hint="put the file itself there")
    try:
        return (folder / path).read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise NoSuchEntity("file", path, hint="see `iamctl doctor`") from None
