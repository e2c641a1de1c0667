from typing import Annotated

import typer

from iamctl.cli.input import LARGEST_DOCUMENT, STDIN, read_file
from iamctl.cli.run import run_of
from iamctl.errors import CheckFailed, UsageError
from iamctl.service.policy_texts import formatted


def fmt(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="policies in JSON or TOML; - is stdin")],
    check: Annotated[
        bool, typer.Option("--check", help="only name the files that would change; exit 1 if any")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="write the files instead of printing them")] = False,
    indent: Annotated[int, typer.Option("--indent", min=1, max=8, metavar="N", help="spaces of one level of JSON")] = 4,
) -> None:
    """Print policies in the canonical form: elements in the grammar's order, one indentation.

    JSON stays JSON and TOML stays TOML with its comments. What a policy says stays: no list is unwrapped, no key
    inside a condition is moved; `iamctl policy minify` does more.

    Example: iamctl policy fmt artifacts.json
    Example: iamctl policy fmt artifacts.toml --write
    Example: iamctl policy fmt artifacts.toml --check
    """
    run = run_of(ctx)
    if check and write:
        raise UsageError("--check changes nothing and --write does: say one of them.")
    if write and STDIN in files:
        raise UsageError("--write writes files, and stdin is none.")
    changed = []
    for file in files:
        text, source = read_file(file, largest=LARGEST_DOCUMENT)
        new = formatted(text, source, indent=indent)
        if new != text:
            changed.append(source)
        if write and new != text:
            _replace(file, new)
        elif not check and not write:
            from iamctl.cli.output.streams import write as write_text

            write_text(new)
    if check or write:
        run.show_made(None, changed)
    if check and changed:
        raise CheckFailed(f"{len(changed)} of the files would change.")


def _replace(file: str, text: str) -> None:
    """Put the text in the place of the file's, whole or not at all; the file keeps its mode."""
    import os
    import shutil
    import tempfile
    from pathlib import Path

    target = Path(file).resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as staged:
            staged.write(text)
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
