from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.creation import there_is_fine
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.model.group import Group
from iamctl.service.groups import create_group
from iamctl.service.lookup import the_group
from iamctl.service.members import group_members
from iamctl.service.service import Change


def create(
    ctx: typer.Context,
    group_names: Annotated[list[str], typer.Argument(metavar="GROUP...", help="the new groups' names")],
    path: options.Path = "/",
    attach_policy: options.AttachPolicies = None,
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
            with there_is_fine(run, if_not_exists, change, "GetGroup", group_name=group_name):
                group = change.call(create_group, group_name=group_name, path=path)
                _attach(change, group, attach_policy or [])
            groups.append(the_group(change.account, group_name))
    run.show_changed(service, _answer(groups), lines=[group.arn for group in groups])


def _attach(change: Change, group: Group, policies: list[str]) -> None:
    if policies:
        from iamctl.service.attachments import attach_group_policy

        for policy in policies:
            change.call(attach_group_policy, group_name=group.group_name, policy_arn=policy)


def _answer(groups: list[Group]) -> Answer:
    if len(groups) == 1:
        return Answer({"Group": group_members(groups[0])}, name="GroupName")
    return Answer({"Groups": [group_members(group) for group in groups]}, rows="Groups", name="GroupName")
