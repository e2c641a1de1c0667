"""Calls of callers other than root: what lets them pass, in AWS's order, and what a refusal says."""

from __future__ import annotations

import pytest

from iamctl.errors import AccessDenied, EntityAlreadyExists, InvalidInput, NoSuchEntity, ValidationError
from iamctl.model.tag import Tag
from iamctl.service.attachments import attach_user_policy
from iamctl.service.cloning import clone_user, copy_permissions
from iamctl.service.groups import add_user_to_group, empty_group, move_users_between_groups
from iamctl.service.inline_policies import put_user_policy
from iamctl.service.instance_profiles import add_role_to_instance_profile, create_instance_profile
from iamctl.service.resource_policies import list_resource_policies
from iamctl.service.tagging import tag_user, untag_user
from iamctl.service.users import create_user, delete_user, empty_user, get_user, list_users, update_user

from .acting import World, policy, statement
from .given import ADMINISTRATOR, READ_ONLY, ROOT, arn


@pytest.fixture
def world() -> World:
    return World()


def test_root_is_bound_by_nothing(world: World) -> None:
    assert world.root.call(list_users) == []


def test_a_user_without_policies_may_do_nothing(world: World) -> None:
    alice = world.user("alice")

    with pytest.raises(AccessDenied) as refused:
        alice.call(list_users)

    assert refused.value.message == (
        f"User: {arn('user/alice')} is not authorized to perform: iam:ListUsers on resource: * "
        "because no identity-based policy allows the iam:ListUsers action"
    )
    assert refused.value.hints == (f"see why with `iamctl explain {arn('user/alice')} iam:ListUsers`",)


def test_an_explicit_deny_is_named(world: World) -> None:
    alice = world.user("alice", statement("*"), statement("iam:GetUser", Effect="Deny"))

    with pytest.raises(
        AccessDenied, match=r"on resource: user alice with an explicit deny in an identity-based policy"
    ):
        alice.call(get_user, user_name="alice")


def test_an_entity_is_asked_about_by_its_path(world: World) -> None:
    alice = world.user("alice", statement("iam:GetUser", arn("user/eng/*")))
    world.user("bob", path="/eng/")
    world.user("carol", path="/ops/")

    assert alice.call(get_user, user_name="bob").user_name == "bob"
    with pytest.raises(AccessDenied):
        alice.call(get_user, user_name="carol")


@pytest.mark.parametrize("asked", ["bob", "ghost", "AIDAAAAAAAAAAAAAAAAAA", "arn:aws:iam::111122223333:user/ops/x"])
def test_who_may_not_know_whether_it_is_there_is_denied_either_way(world: World, asked: str) -> None:
    alice = world.user("alice", statement("iam:GetUser", arn("user/eng/*")))
    world.user("bob", path="/ops/")

    with pytest.raises(AccessDenied) as refused:
        alice.call(get_user, user_name=asked)

    assert "/ops/bob" not in refused.value.message + "".join(refused.value.hints)


def test_who_may_know_hears_that_it_is_not_there_and_no_near_names(world: World) -> None:
    alice = world.user("alice", statement("iam:GetUser", arn("user/bobb")))
    world.user("bob")

    with pytest.raises(NoSuchEntity) as missing:
        alice.call(get_user, user_name="bobb")

    assert missing.value.hints == ("list them with `iamctl user list`",)


def test_a_new_user_is_asked_about_by_the_arn_that_it_would_have(world: World) -> None:
    alice = world.user("alice", statement("iam:CreateUser", arn("user/eng/*")))

    assert alice.call(create_user, user_name="bob", path="/eng/").path == "/eng/"
    with pytest.raises(AccessDenied, match=r"iam:CreateUser on resource: arn:aws:iam::111122223333:user/carol "):
        alice.call(create_user, user_name="carol")


def test_shape_comes_before_permission_and_permission_before_existence(world: World) -> None:
    alice = world.user("alice", statement("iam:CreateUser", arn("user/alice")))

    with pytest.raises(ValidationError):
        alice.call(create_user, user_name="no good")
    with pytest.raises(AccessDenied):
        alice.call(create_user, user_name="bob", tags=(Tag("aws:x", "y"),))
    with pytest.raises(EntityAlreadyExists):
        alice.call(create_user, user_name="alice")


def test_tags_of_a_new_user_need_the_right_to_tag_it(world: World) -> None:
    alice = world.user("alice", statement("iam:CreateUser"))

    with pytest.raises(AccessDenied, match="perform: iam:TagUser on resource: arn:aws:iam::111122223333:user/bob"):
        alice.call(create_user, user_name="bob", tags=(Tag("team", "core"),))


def test_of_a_tag_that_comes_twice_conditions_see_the_last_value(world: World) -> None:
    core = {"StringEquals": {"aws:RequestTag/team": "core"}}
    alice = world.user("alice", statement("iam:TagUser", Condition=core))

    with pytest.raises(AccessDenied):
        alice.call(tag_user, user_name="alice", tags=(Tag("team", "core"), Tag("team", "ops")))
    with pytest.raises(InvalidInput, match="Duplicate tag keys"):
        alice.call(tag_user, user_name="alice", tags=(Tag("team", "ops"), Tag("team", "core")))


def test_untagging_tells_the_keys(world: World) -> None:
    keys = {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}, "Null": {"aws:TagKeys": "false"}}
    alice = world.user("alice", statement("iam:UntagUser", Condition=keys), tags=(Tag("team", "x"), Tag("cost", "y")))

    assert alice.call(untag_user, user_name="alice", tag_keys=("team",)).tags == (Tag("cost", "y"),)
    with pytest.raises(AccessDenied):
        alice.call(untag_user, user_name="alice", tag_keys=("team", "cost"))


def test_tags_of_the_entity_and_of_the_caller_count(world: World) -> None:
    same_team = {"StringEquals": {"iam:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    alice = world.user("alice", statement("iam:DeleteUser", Condition=same_team), tags=(Tag("team", "core"),))
    world.user("bob", tags=(Tag("team", "core"),))
    world.user("carol", tags=(Tag("team", "ops"),))

    assert alice.call(delete_user, user_name="bob").user_name == "bob"
    with pytest.raises(AccessDenied):
        alice.call(delete_user, user_name="carol")


def test_the_policy_that_is_attached_can_be_restricted(world: World) -> None:
    only = {"ArnEquals": {"iam:PolicyARN": READ_ONLY}}
    alice = world.user("alice", statement("iam:AttachUserPolicy", Condition=only))
    world.user("bob")

    assert alice.call(attach_user_policy, user_name="bob", policy_arn="ReadOnlyAccess").attached_policies == (
        READ_ONLY,
    )
    with pytest.raises(AccessDenied):
        alice.call(attach_user_policy, user_name="bob", policy_arn=ADMINISTRATOR)


def test_renaming_needs_both_arns(world: World) -> None:
    alice = world.user("alice", statement("iam:UpdateUser", arn("user/eng/*")))
    world.user("bob", path="/eng/")

    assert alice.call(update_user, user_name="bob", new_user_name="robert").user_name == "robert"
    with pytest.raises(AccessDenied, match="on resource: arn:aws:iam::111122223333:user/ops/robert"):
        alice.call(update_user, user_name="robert", new_path="/ops/")


def test_a_role_gets_into_an_instance_profile_only_by_who_may_pass_it(world: World) -> None:
    ec2 = {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
    alice = world.user(
        "alice",
        statement(["iam:AddRoleToInstanceProfile", "iam:GetRole"]),
        statement("iam:PassRole", arn("role/apps/*"), Condition=ec2),
    )
    world.role("Web", "/apps/")
    world.role("Admin")
    world.root.call(create_instance_profile, instance_profile_name="Server")

    with pytest.raises(AccessDenied, match="perform: iam:PassRole on resource: role Admin"):
        alice.call(add_role_to_instance_profile, instance_profile_name="Server", role_name="Admin")
    profile = alice.call(add_role_to_instance_profile, instance_profile_name="Server", role_name="Web")

    assert profile.roles == ("Web",)


def test_a_role_acts_as_a_session_that_is_named(world: World) -> None:
    world.role("Deploy", "/ci/")

    with pytest.raises(AccessDenied) as refused:
        world.acting("Deploy", session_name="ada").call(list_users)

    session = "arn:aws:sts::111122223333:assumed-role/Deploy/ada"
    assert refused.value.message.startswith(f"User: {session} is not authorized")
    assert f"explain {session} iam:ListUsers --context aws:MultiFactorAuthPresent=false" in refused.value.hints[0]


def test_a_change_is_recorded_as_the_callers(world: World) -> None:
    alice = world.user("alice", statement("iam:CreateUser"))

    alice.call(create_user, user_name="bob")

    assert alice.revision is not None
    assert alice.revision.caller == arn("user/alice")


def test_a_denied_call_leaves_nothing_of_the_change_it_was_in(world: World) -> None:
    alice = world.user("alice", statement("iam:CreateUser"))

    with pytest.raises(AccessDenied), alice.change() as change:
        change.call(create_user, user_name="bob")
        change.call(attach_user_policy, user_name="bob", policy_arn=READ_ONLY)

    assert alice.revision is None
    assert [user.user_name for user in world.root.call(list_users)] == ["alice"]


def test_a_change_gives_nobody_the_right_to_do_the_rest_of_it(world: World) -> None:
    alice = world.user("alice", statement("iam:PutUserPolicy"))

    with pytest.raises(AccessDenied, match="perform: iam:CreateUser"), alice.change() as change:
        everything = policy(statement("*"))
        change.call(put_user_policy, user_name="alice", policy_name="All", policy_document=everything)
        change.call(create_user, user_name="bob")


def test_a_policy_that_is_not_known_might_deny(world: World) -> None:
    from dataclasses import replace

    alice = world.user("alice", statement("iam:ListUsers"))
    with world.root.change() as change:
        user = get_user(change.account, user_name="alice")
        change.account.users.put(replace(user, attached_policies=(arn("policy/Gone"),)))

    with pytest.raises(AccessDenied, match=r"it is not known what policy arn:aws:iam::111122223333:policy/Gone"):
        alice.call(list_users)


@pytest.mark.parametrize(
    "name", ["ghost", "arn:aws:iam::444455556666:user/alice", "Developers", "anonymous", "ec2.amazonaws.com"]
)
def test_only_users_and_roles_of_the_account_act(world: World, name: str) -> None:
    world.group("Developers")

    with pytest.raises((NoSuchEntity, InvalidInput)):
        world.acting(name).call(list_users)


@pytest.mark.parametrize("reach", ["history", "examine", "verify", "repair"])
def test_the_rest_of_an_account_is_the_root_users(world: World, reach: str) -> None:
    admin = world.administrator("admin")

    with pytest.raises(AccessDenied, match="only the root user may"):
        getattr(admin, reach)()


def test_nobody_but_root_looks_at_the_account_as_a_whole_without_a_reason(world: World) -> None:
    admin = world.administrator("admin")

    with pytest.raises(AccessDenied, match="only the root user may"), admin.reading():
        pass
    with admin.reading("GetAccountAuthorizationDetails") as account:
        assert account.caller == arn("user/admin")


def test_what_no_policy_of_the_account_governs_is_the_root_users(world: World) -> None:
    with pytest.raises(AccessDenied, match="theirs to authorize"):
        world.administrator("admin").call(list_resource_policies)


def test_cloning_is_what_it_amounts_to(world: World) -> None:
    actions = [
        "iam:GetUser",
        "iam:GetUserPolicy",
        "iam:List*",
        "iam:CreateUser",
        "iam:AddUserToGroup",
        "iam:PutUserPolicy",
    ]
    alice = world.user("alice", statement(actions))
    world.user("bob", statement("s3:GetObject"))
    world.group("Developers")
    world.root.call(add_user_to_group, group_name="Developers", user_name="bob")
    cloned = alice.call(clone_user, source_user_name="bob", new_user_names=["carol"])
    world.attach("bob", READ_ONLY)

    with pytest.raises(AccessDenied, match="perform: iam:AttachUserPolicy on resource: user dave"):
        alice.call(clone_user, source_user_name="bob", new_user_names=["dave"])

    assert cloned[0].gained == ("group Developers", "inline Own")


@pytest.mark.parametrize(
    ("missing", "refused"),
    [
        ("iam:GetUserPolicy", "iam:GetUserPolicy on resource: user bob"),
        ("iam:DetachUserPolicy", "iam:DetachUserPolicy on resource: user carol"),
        ("iam:RemoveUserFromGroup", "iam:RemoveUserFromGroup on resource: group Auditors"),
        ("iam:PutUserPolicy", "iam:PutUserPolicy on resource: user carol"),
    ],
)
def test_copying_permissions_is_what_it_amounts_to(world: World, missing: str, refused: str) -> None:
    alice = world.user("alice", statement("iam:*"), statement(missing, Effect="Deny"))
    world.user("bob", statement("s3:GetObject"))
    world.user("carol")
    world.group("Auditors")
    world.root.call(add_user_to_group, group_name="Auditors", user_name="carol")
    world.attach("carol", READ_ONLY)

    with pytest.raises(AccessDenied, match=refused):
        alice.call(copy_permissions, source_user_name="bob", target_user_names=["carol"], replace=True)


def test_emptying_and_moving_are_what_they_amount_to(world: World) -> None:
    alice = world.user("alice", statement("iam:DetachUserPolicy"), statement("iam:AddUserToGroup"))
    world.user("bob")
    world.group("Auditors")
    world.group("Developers")
    world.attach("bob", READ_ONLY)
    assert alice.call(empty_user, user_name="bob").attached_policies == ()
    world.root.call(add_user_to_group, group_name="Auditors", user_name="bob")

    for call in (
        lambda: alice.call(empty_user, user_name="bob"),
        lambda: alice.call(empty_group, group_name="Auditors"),
        lambda: alice.call(move_users_between_groups, user_names=["bob"], from_group="Auditors", to_group="Developers"),
    ):
        with pytest.raises(AccessDenied, match="perform: iam:RemoveUserFromGroup on resource: group Auditors"):
            call()


def test_root_is_named_as_before(world: World) -> None:
    world.root.call(create_user, user_name="alice")

    assert world.root.revision is not None
    assert world.root.revision.caller == ROOT
