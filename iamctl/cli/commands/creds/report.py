from pathlib import Path
from typing import Annotated

import typer

from iamctl.cli import credential_options
from iamctl.cli.hand_over import check_new_file, write_whole
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.errors import StorageFailure
from iamctl.service.credential_report import COLUMNS, CredentialReport, credential_report

Out = Annotated[
    str | None, typer.Option("--out", metavar="FILE", help="write it into a new file that only you can read")
]


def report(ctx: typer.Context, out: Out = None, force: credential_options.Overwrite = False) -> None:
    """Show how everybody's credentials stand: AWS's credential report, as CSV.

    It is of this moment; the one that AWS's API hands out is up to four hours old. Another format that is asked for
    has the same columns as members.

    Example: iamctl creds report
    Example: iamctl creds report --out report.csv
    Example: iamctl creds report --output json
    """
    run = run_of(ctx)
    if out is not None:
        check_new_file(Path(out), force=force)
    with run.service().lookups() as reading:
        reading.check("GenerateCredentialReport")
        reading.check("GetCredentialReport")
        made = credential_report(reading.account)
    if out is not None:
        try:
            write_whole(Path(out), f"{made.content}\n", replace=force)
        except OSError as error:
            raise StorageFailure(f"{out}: {error.strerror or error}.") from None
        run.note(f"the report is in {out}")
    elif run.output.explicit or run.output.query is not None:
        columns = [Column(name, name) for name in COLUMNS]
        run.show(Answer({"Users": _members(made)}, columns=columns, rows="Users", name="user"))
    else:
        from iamctl.cli.output.streams import write

        write(f"{made.content}\n")


def _members(made: CredentialReport) -> list[dict[str, str]]:
    import csv
    import io

    return list(csv.DictReader(io.StringIO(made.content)))
