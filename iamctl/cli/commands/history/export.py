from typing import Annotated

import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of


def export(
    ctx: typer.Context,
    first: Annotated[
        int, typer.Option("--from", metavar="REVISION", min=1, help="the first revision that is exported")
    ] = 1,
) -> None:
    """Write every revision with the texts of its files, oldest first, as JSON Lines.

    One revision a line, with what its hash was made from, for archives and for programs that watch the account.

    Example: iamctl history export
    Example: iamctl history export --from 2
    """
    from iamctl.cli.output.json_text import render_compact_json
    from iamctl.cli.output.streams import write
    from iamctl.cli.output.visible import utf16_escape
    from iamctl.service.past import looking_back, revision_members

    run = run_of(ctx)
    with looking_back(run.service()) as history:
        numbers = range(first, history.head() + 1)
        revisions = (revision_members(each) for number in numbers if (each := history.revision(number)) is not None)
        if run.output.explicit or run.output.query is not None:
            empty = f"no revisions from {first} on"
            run.show(Answer({"Revisions": [*revisions]}, rows="Revisions", name="Number", empty=empty))
            return
        for members in revisions:  # one at a time: a history has more text than a machine may have memory
            write(render_compact_json(members) + "\n", escape=utf16_escape)
