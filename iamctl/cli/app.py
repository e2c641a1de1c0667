"""The shell's door: from the words of a command line to an exit status.

How a command comes to be:
  * a row in the table of `groups.py`: its words and one line of help, which is its docstring's first line;
  * a module `commands/<group>/<command>.py` with one function of the command's name. Its parameters are
    annotated with the aliases of `options.py`, or with its own; such a module has no
    `from __future__ import annotations`, since Typer reads the real ones;
  * its docstring says what it does, then has `Example: iamctl …` lines; the tests run each of them on the account
    of `tests/cli/world.py`;
  * `run = run_of(ctx)` gives it settings, account and output. A reading command says
    `run.show(Answer({"Users": […]}, columns=…, rows="Users", name="UserName", empty="no users …"))`. A changing
    one has `dry_run: options.DryRun = False`, opens `service = run.service(dry_run=dry_run)`, does
    `service.call(operation, …)` or `with service.change() as change: change.call(…)`, and ends with
    `run.show_changed(service, answer, lines=[user.arn])`;
  * one that destroys goes through `deletion.carry_out`, which shows, asks and then does;
  * creating takes `options.IfNotExists`, deleting and detaching `options.IgnoreMissing`, documents come through
    `input.read_document`, nouns become the API's members in `iamctl.service.members`.

Everything that fails on purpose is an `IamctlError`; this module alone turns errors into exit statuses.
"""

from __future__ import annotations

import gc
from typing import Any

from iamctl.cli.run import Run
from iamctl.errors import IamctlError, StorageFailure, UsageError

INTERRUPTED = 130


def main(argv: list[str]) -> int:
    """Run one command line (without the program's name); its exit status."""
    # A command lives for milliseconds: the collector's rounds over Typer's modules cost 3 ms and find nothing.
    gc.set_threshold(50_000)
    run = Run()
    status = _status(argv, run)
    if notices := run.notices():
        from iamctl.cli.output.errors import show_warning

        for notice in notices:
            show_warning(notice)
    return status


def _status(argv: list[str], run: Run) -> int:
    try:
        return _perform(argv, run)
    except KeyboardInterrupt:
        return INTERRUPTED
    except IamctlError as error:
        return _failed(error, argv, run)
    except OSError as error:
        return _failed(_machine_error(error), argv, run)
    except Exception as error:
        return _bug(error, run)


def _perform(argv: list[str], run: Run) -> int:
    import typer

    from iamctl.cli.tree import command_at

    try:
        root = command_at(())
        assert root is not None
        with root.make_context("iamctl", list(argv), obj=run) as context:
            root.invoke(context)
    except typer.Exit as left:
        return left.exit_code
    except typer.Abort:
        return INTERRUPTED
    except Exception as error:
        if _is_click_exception(error):
            return _usage(error)
        raise
    return 0


def _is_click_exception(error: Exception) -> bool:
    # Typer 0.28 carries its own click and earlier ones use the package; by its place in BadParameter's
    # ancestry the class is found in both.
    import typer

    base = next(cls for cls in typer.BadParameter.__mro__ if cls.__name__ == "ClickException")
    return isinstance(error, base)


def _usage(error: Any) -> int:
    """A mistake in the words themselves, said in our form."""
    if type(error).__name__ == "NoArgsIsHelpError":
        from iamctl.cli.output.streams import write

        write(error.ctx.get_help() + "\n")
        return 0
    context = getattr(error, "ctx", None)
    see = [f"see `{context.command_path} --help`"] if context is not None else []
    if type(error).__name__ == "NoSuchOption":
        near = [f"did you mean {' or '.join(sorted(error.possibilities))}?"] if error.possibilities else []
        raise UsageError(f"No such option: {error.option_name}.", hint=[*near, *see]) from error
    message = _in_plain_words(" ".join(error.format_message().split()))
    raise UsageError(message if message.endswith((".", "?", ")")) else f"{message}.", hint=see) from error


def _in_plain_words(message: str) -> str:
    """Without click's names of its own types."""
    import re

    return re.sub(r"is not a valid int(eger)?( range)?(?=\.?$)", "is no whole number", message)


def _failed(error: IamctlError, argv: list[str], run: Run) -> int:
    from iamctl.cli.output.errors import show_error

    show_error(error, json=_wants_json(argv, run))
    return error.exit_status


def _wants_json(argv: list[str], run: Run) -> bool:
    """Whether errors are to be JSON; a command line that was not understood is looked at word by word."""
    try:
        if run.settings.output in ("json", "jsonl"):
            return True
    except IamctlError:
        pass
    pairs = zip(argv, [*argv[1:], ""], strict=True)
    return any(
        word in ("--json", "-ojson", "--output=json") or (word in ("-o", "--output") and value == "json")
        for word, value in pairs
    )


def _machine_error(error: OSError) -> StorageFailure:
    place = f"{error.filename}: " if error.filename is not None else ""
    return StorageFailure(f"{place}{error.strerror or error}.")


def _bug(error: Exception, run: Run) -> int:
    from pathlib import Path

    from iamctl.cli.output.errors import show_bug

    try:
        folder, debug = run.data_dir / "log", run.settings.debug
    except Exception:
        import tempfile

        folder, debug = Path(tempfile.gettempdir()) / "iamctl-log", bool(run.given.get("debug"))
    return show_bug(error, debug=debug, folder=folder)
