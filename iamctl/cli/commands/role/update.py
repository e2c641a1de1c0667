from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.commands.role.max_session_duration import MaxSessionDuration, parse_max_session_duration
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import UsageError
from iamctl.service.members import role_members
from iamctl.service.roles import update_role


def update(
    ctx: typer.Context,
    role_name: options.RoleName,
    description: Annotated[
        str | None, typer.Option("--description", metavar="TEXT", help="at most 1000 characters; '' takes it away")
    ] = None,
    max_session_duration: MaxSessionDuration = None,
    dry_run: options.DryRun = False,
) -> None:
    """Change a role's description or its longest session.

    What is not given stays. Names and paths of roles are fixed, as in AWS.

    Example: iamctl role update Deploy --max-session-duration 8h --description "Puts releases out"
    """
    if description is None and max_session_duration is None:
        raise UsageError(
            "There is nothing to update.", hint="say `--description TEXT` or `--max-session-duration DURATION`"
        )
    run = run_of(ctx)
    duration = None if max_session_duration is None else parse_max_session_duration(max_session_duration)
    service = run.service(dry_run=dry_run)
    role = service.call(update_role, role_name=role_name, description=description, max_session_duration=duration)
    run.show_changed(service, Answer({"Role": role_members(role)}, name="RoleName"), lines=[role.arn])
