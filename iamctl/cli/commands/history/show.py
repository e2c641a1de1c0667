import typer

from iamctl.cli.revisions import Number, show_files, wants_text
from iamctl.cli.run import run_of


def show(ctx: typer.Context, revision: Number) -> None:
    """Show a revision: its operations with their parameters, and the difference of every file.

    Secrets are never in it. The difference is a patch: `-` is what went, `+` what came.

    Example: iamctl history show 2
    Example: iamctl history show 1 --output json
    """
    from iamctl.cli.output.difference import operation_line
    from iamctl.cli.output.streams import write
    from iamctl.cli.output.visible import visible
    from iamctl.service.past import looking_back, the_revision

    run = run_of(ctx)
    with looking_back(run.service()) as history:
        found = the_revision(history, revision)
    head = {
        "Number": found.number,
        "Time": found.time,
        "Caller": found.caller_arn,
        "Session": found.session_id,
        "PreviousHash": found.previous_hash,
        "Hash": found.hash,
        "Operations": [{"Operation": call.name, "Parameters": call.parameters} for call in found.operations],
    }
    if wants_text(run):
        called = "".join(f"{operation_line(call.name, call.parameters)}\n" for call in found.operations)
        whom = visible(found.caller_arn) or "by hand"
        by = f"Session   {found.session_id}\n" if found.session_id else ""
        write(f"Revision  {found.number}\nTime      {found.time}\nCaller    {whom}\n{by}")
        write(f"Hash      {found.hash}\n\n{called}\n")
    show_files(run, head, list(found.files), member="Revision")
