from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iamctl.cli.input import LARGEST_DOCUMENT, STDIN, is_literal, read_argument
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.service.shrinking.narrowing import Shrunk
    from iamctl.service.shrinking.used import Log

UNDECIDED = 7
Subject = Annotated[
    str,
    typer.Argument(
        metavar="POLICY|PRINCIPAL", help="a policy's file, name or ARN; or a user, group or role: all its policies"
    ),
]
Used = Annotated[
    list[str],
    typer.Option(
        "--used", metavar="FILE", help="CloudTrail's JSON, also .gz, or lines of `decide`; - is stdin; more than once"
    ),
]
Resources = Annotated[
    bool, typer.Option("--resources", help="also narrow resources, where the log names them for every use of an action")
]
DocumentOnly = Annotated[bool, typer.Option("--document", help="print the narrowed policy alone")]


def shrink(
    ctx: typer.Context, subject: Subject, used: Used, resources: Resources = False, document: DocumentOnly = False
) -> None:
    """Narrow a policy, or the policies of a user, group or role, to what was used, and show what is lost.

    Only uses by the principal, or by whom the policy hangs on, count; of a file or a policy that hangs on nobody,
    everybody's. Conditions and Denies stay, and nothing is gained. An event of CloudTrail that stands for no action
    that is known is named, and the exit status is 7: what it needs may be missing. Answers of `decide` count with
    their requests, in a file of their own.

    Example: iamctl policy shrink PowerUserAccess --used trail.json
    Example: iamctl policy shrink alice --used trail.json --resources --document
    Example: iamctl policy shrink artifacts.json --used requests.jsonl --output json
    """
    from iamctl.service.shrinking.members import shrunk_members
    from iamctl.service.shrinking.narrowing import shrink as narrow
    from iamctl.service.shrinking.used import read_log
    from iamctl.service.shrinking.whose import target_named, target_of, uses_of

    run = run_of(ctx)
    log = read_log([_text(each) for each in used])
    counted: Sequence[Any] = log.uses
    others = 0
    if is_literal(subject) or subject == STDIN or Path(subject).is_file():
        target = target_of(*read_argument(subject, option="the argument", largest=LARGEST_DOCUMENT))
    else:
        with run.service().reading("GetAccountAuthorizationDetails") as account:
            target = target_named(account, subject)
            if target.holders is not None:
                counted, others = uses_of(account, log.uses, target.holders)
    shrunk = narrow(target.documents, counted, label=target.label, with_resources=resources)
    _show(run, shrunk, shrunk_members(shrunk, log, used=len(counted), others=others), document_only=document)
    _tell(run, log, used=len(counted), others=others)


def _show(run: Run, shrunk: "Shrunk", members: dict[str, Any], *, document_only: bool) -> None:
    if document_only:
        if shrunk.document is None:
            run.note("nothing of it was used: there is no policy to print")
        else:
            run.show_document(members["Document"])
    elif run.output.format == "table" and run.output.query is None:
        from iamctl.cli.comparison_view import comparison_tree
        from iamctl.cli.output.branches import Branch, show_branches
        from iamctl.cli.output.json_text import render_json

        size = members["Size"]
        headed = Branch(f"{size['Before']:,} characters before, {size['After']:,} now", (), "bold")
        lines = render_json(members["Document"]).split("\n") if shrunk.document is not None else ["nothing was used"]
        show_branches([*comparison_tree(members["Comparison"]), headed, *map(Branch, lines)], run.output)
    else:
        run.show(Answer(members, name="Policy"))


def _tell(run: Run, log: "Log", *, used: int, others: int) -> None:
    words = [f"{used:,} different uses"]
    words += [f"{others:,} by others"] if others else []
    words += [f"{log.denied:,} denied"] if log.denied else []
    words += [f"{log.free:,} that no policy has to allow"] if log.free else []
    run.note(f"the log has {', '.join(words)}")
    for event, count in log.unmapped:
        run.warn(f"{event} stands for no action that is known, {count:,} times: what it needs may be missing")
    if log.unmapped:
        raise typer.Exit(UNDECIDED)


def _text(file: str) -> tuple[str, str]:
    """A log's text; CloudTrail delivers files that are compressed."""
    from iamctl.cli.input import LARGEST, read_file
    from iamctl.errors import InvalidInput

    if not file.endswith(".gz"):
        return read_file(file)
    import gzip  # only a delivery of CloudTrail pays for it
    import zlib

    try:
        with gzip.open(file, "rb") as stream:
            content = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise InvalidInput(f"{file} cannot be read: there is no such file.") from None
    except (OSError, EOFError, zlib.error) as error:
        raise InvalidInput(f"{file} cannot be read: {error}.") from error
    if len(content) > LARGEST:
        raise InvalidInput(f"{file} has more than {LARGEST:,} bytes.")
    try:
        return content.decode("utf-8-sig"), file
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{file} is not UTF-8.") from error
