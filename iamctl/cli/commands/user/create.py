from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of
from iamctl.errors import EntityAlreadyExists
from iamctl.model.user import User
from iamctl.service.members import user_members
from iamctl.service.service import Change
from iamctl.service.users import create_user


def create(
    ctx: typer.Context,
    user_names: options.NewUserNames,
    path: options.Path = "/",
    group: Annotated[
        list[str] | None, typer.Option("--group", metavar="GROUP", help="a group to be in; may be given again")
    ] = None,
    attach_policy: Annotated[
        list[str] | None,
        typer.Option("--attach-policy", metavar="POLICY", help="a managed policy to attach; may be given again"),
    ] = None,
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
            try:
                change.call(
                    create_user, user_name=user_name, path=path, permissions_boundary=permissions_boundary, tags=tags
                )
            except EntityAlreadyExists as error:
                users.append(_existing(run, change, user_name, error, if_not_exists=if_not_exists))
                continue
            users.append(_equipped(change, user_name, groups=group or [], policies=attach_policy or []))
    run.show_changed(service, _answer(users), lines=[user.arn for user in users])


def _equipped(change: Change, user_name: str, *, groups: list[str], policies: list[str]) -> User:
    """The new user in its groups and with its policies."""
    if groups:
        from iamctl.service.groups import add_user_to_group

        for group_name in groups:
            change.call(add_user_to_group, group_name=group_name, user_name=user_name)
    if policies:
        from iamctl.service.attachments import attach_user_policy

        for policy in policies:
            change.call(attach_user_policy, user_name=user_name, policy_arn=policy)
    user = change.account.users.find(user_name)
    assert user is not None
    return user


def _existing(run: Run, change: Change, user_name: str, error: EntityAlreadyExists, *, if_not_exists: bool) -> User:
    """The user that has the name already, left as it is."""
    user = change.account.users.find(user_name)
    if not if_not_exists or user is None:
        raise error
    run.note(f"nothing to do: {error.message}")
    return user


def _answer(users: list[User]) -> Answer:
    if len(users) == 1:
        return Answer({"User": user_members(users[0])}, name="UserName")
    return Answer({"Users": [user_members(user) for user in users]}, rows="Users", name="UserName")
