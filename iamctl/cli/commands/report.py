from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of


class Format(StrEnum):
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"


_OF_SUFFIX = {".html": Format.HTML, ".htm": Format.HTML, ".json": Format.JSON}
Form = Annotated[
    Format | None,
    typer.Option("--format", metavar="FORMAT", help="html, markdown or json; else what FILE's name says, or markdown"),
]
Out = Annotated[str | None, typer.Option("--out", metavar="FILE", help="write it into a file, whole or not at all")]
Revisions = Annotated[
    int, typer.Option("--revisions", metavar="N", min=0, help="how many of the latest changes to tell")
]
Escalation = Annotated[
    bool | None,
    typer.Option(
        "--escalation/--no-escalation",
        help="look for ways to more; else up to 500 users and roles, as of many that takes minutes",
        show_default=False,
    ),
]
Overwrite = Annotated[bool, typer.Option("--force", help="replace the file if it is there")]


def report(
    ctx: typer.Context,
    form: Form = None,
    out: Out = None,
    revisions: Revisions = 20,
    escalation: Escalation = None,
    force: Overwrite = False,
) -> None:
    """Write a report of the account for people: who may do what, and what to look at.

    Effective access by service and level, wide grants, public and cross-account access, escalation, credentials,
    unused and shadowed statements, identities and the latest changes. The HTML page is one file without scripts that
    needs no network and prints; only you can read a file that is written.

    Example: iamctl report
    Example: iamctl report --out report.html
    Example: iamctl report --format json --revisions 3
    """
    from iamctl.cli.hand_over import check_new_file

    run = run_of(ctx)
    if out is not None:
        check_new_file(Path(out), force=force)
    members = _members(run, revisions, with_escalation=escalation)
    if out is None and form is None and (run.output.explicit or run.output.query is not None):
        run.show(Answer(members))
        return
    chosen = form or (_OF_SUFFIX.get(Path(out).suffix.lower(), Format.MARKDOWN) if out else Format.MARKDOWN)
    _write(run, _rendered(members, chosen), out, force=force)


def _members(run: Run, count: int, *, with_escalation: bool | None) -> dict[str, Any]:
    from itertools import islice

    from iamctl.service.past import looking_back
    from iamctl.service.reporting.report import STANDING_FOR, report

    service = run.service()
    with looking_back(service) as history:
        revisions = list(islice(history.revisions(newest_first=True), count))
    with service.lookups() as reading:
        for operation in STANDING_FOR:
            reading.check(operation)
        return report(reading.account, revisions, with_escalation=with_escalation)


def _rendered(members: dict[str, Any], form: Format) -> str:
    if form is Format.JSON:
        from iamctl.cli.output.json_text import render_json

        return render_json(members) + "\n"
    from iamctl.cli.output.report_html import render_page
    from iamctl.cli.output.report_markdown import render_markdown
    from iamctl.cli.report_view import figures, sections, title_of

    render = render_page if form is Format.HTML else render_markdown
    return render(title_of(members), members["Account"]["Time"], figures(members), sections(members))


def _write(run: Run, text: str, out: str | None, *, force: bool) -> None:
    if out is None:
        from iamctl.cli.output.streams import write

        write(text)
        return
    from iamctl.cli.hand_over import write_whole
    from iamctl.errors import StorageFailure

    try:
        write_whole(Path(out), text, replace=force)
    except OSError as error:
        raise StorageFailure(f"{out}: {error.strerror or error}.") from None
    run.note(f"the report is in {out}")
