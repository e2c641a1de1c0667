import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.reference import reference_status

COLUMNS = tuple(Column(member, member) for member in ("Table", "Holds", "Date", "Package", "Version", "Licence"))


def status(ctx: typer.Context) -> None:
    """Show which tables of AWS are shipped, from where and of what day.

    Example: iamctl reference status
    Example: iamctl reference status --output json
    """
    run_of(ctx).show(Answer({"Tables": reference_status()}, columns=COLUMNS, rows="Tables", name="Table"))
