from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import EntityAlreadyExists
from iamctl.model.group import Group
from iamctl.service.groups import create_group
from iamctl.service.members import group_members


def create(
    ctx: typer.Context,
    group_names: Annotated[list[str], typer.Argument(metavar="GROUP...", help="the new groups' names")],
    path: options.Path = "/",
    attach_policy: Annotated[
        list[str] | None,
        typer.Option("--attach-policy", metavar="POLICY", help="a managed policy to attach; may be given again"),
    ] = None,
    if_not_exists: options.IfNotExists = False,
    dry_run: options.DryRun = False,
) -> None:
    """Create groups.

    Policies come in the same change: all of it happens, or none.

    Example: iamctl group create Operators --attach-policy PowerUserAccess
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    groups = []
    with service.change() as change:
        for group_name in group_names:
            try:
                group = change.call(create_group, group_name=group_name, path=path)
            except EntityAlreadyExists as error:
                found = change.account.groups.find(group_name)
                if not if_not_exists or found is None:
                    raise
                run.note(f"nothing to do: {error.message}")
                groups.append(found)
                continue
            for policy in attach_policy or []:
                from iamctl.service.attachments import attach_group_policy

                change.call(attach_group_policy, group_name=group_name, policy_arn=policy)
            groups.append(group)
    run.show_changed(service, _answer(groups), lines=[group.arn for group in groups])


def _answer(groups: list[Group]) -> Answer:
    if len(groups) == 1:
        return Answer({"Group": group_members(groups[0])}, name="GroupName")
    return Answer({"Groups": [group_members(group) for group in groups]}, rows="Groups", name="GroupName")
