from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.creation import there_is_fine
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.model.user import User
from iamctl.service.members import user_members
from iamctl.service.service import Change
from iamctl.service.users import create_user, get_user


def create(
    ctx: typer.Context,
    user_names: options.NewUserNames,
    path: options.Path = "/",
    group: Annotated[
        list[str] | None, typer.Option("--group", metavar="GROUP", help="a group to be in; may be given again")
    ] = None,
    attach_policy: options.AttachPolicies = None,
    permissions_boundary: options.PermissionsBoundary = None,
    tag: options.Tags = None,
    if_not_exists: options.IfNotExists = False,
    dry_run: options.DryRun = False,
) -> None:
    """Create users that may do nothing yet and have no credentials.

    Groups, policies, boundary and tags come in the same change: all of it happens, or none.

    Example: iamctl user create carol --path /eng/
    Example: iamctl user create dave erin --group Developers --attach-policy ReadOnlyAccess --tag team=core
    """
    run = run_of(ctx)
    tags = options.parse_tags(tag)
    service = run.service(dry_run=dry_run)
    users = []
    with service.change() as change:
        for user_name in user_names:
            with there_is_fine(run, if_not_exists, change, "GetUser", user_name=user_name):
                user = change.call(
                    create_user, user_name=user_name, path=path, permissions_boundary=permissions_boundary, tags=tags
                )
                _equip(change, user, groups=group or [], policies=attach_policy or [])
            users.append(get_user(change.account, user_name=user_name))
    run.show_changed(service, _answer(users), lines=[user.arn for user in users])


def _equip(change: Change, user: User, *, groups: list[str], policies: list[str]) -> None:
    if groups:
        from iamctl.service.groups import add_user_to_group

        for group_name in groups:
            change.call(add_user_to_group, group_name=group_name, user_name=user.user_name)
    if policies:
        from iamctl.service.attachments import attach_user_policy

        for policy in policies:
            change.call(attach_user_policy, user_name=user.user_name, policy_arn=policy)


def _answer(users: list[User]) -> Answer:
    if len(users) == 1:
        return Answer({"User": user_members(users[0])}, name="UserName")
    return Answer({"Users": [user_members(user) for user in users]}, rows="Users", name="UserName")
