from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from iamctl.errors import (
    DeleteConflict,
    EntityAlreadyExists,
    InvalidInput,
    LimitExceeded,
    MalformedPolicyDocument,
    UnmodifiableEntity,
    ValidationError,
)
from iamctl.model.document import Document
from iamctl.model.role import Role
from iamctl.model.tag import Tag
from iamctl.service.account import Account
from iamctl.service.attachments import attach_role_policy, detach_role_policy
from iamctl.service.boundaries import delete_role_permissions_boundary, put_role_permissions_boundary
from iamctl.service.cloning import copy_role_permissions
from iamctl.service.inline_policies import delete_role_policy, put_role_policy
from iamctl.service.instance_profiles import (
    add_role_to_instance_profile,
    create_instance_profile,
    remove_role_from_instance_profile,
)
from iamctl.service.roles import (
    create_role,
    delete_role,
    empty_role,
    get_role,
    list_roles,
    update_assume_role_policy,
    update_role,
    update_role_description,
)
from iamctl.service.tagging import tag_role

from .given import EC2, GET, NOW, READ_ONLY, arn, trusting


@pytest.fixture
def service_linked(account: Account) -> Role:
    """The role that AWS Support acts with."""
    role = Role(
        account_id=account.account_id,
        role_name="AWSServiceRoleForSupport",
        path="/aws-service-role/support.amazonaws.com/",
        role_id=account.new_id("AROA"),
        create_date=NOW,
        trust_policy=trusting(Service="support.amazonaws.com"),
    )
    account.roles.put(role)
    return role


def test_a_new_role_has_its_arn_and_aws_defaults(account: Account) -> None:
    role = create_role(account, role_name="Deploy", assume_role_policy_document=EC2, path="/ci/")

    assert (role.arn, role.max_session_duration, role.description) == (arn("role/ci/Deploy"), 3600, None)
    assert get_role(account, role_name="deploy") == role


def test_a_name_that_differs_only_in_case_is_taken(account: Account) -> None:
    create_role(account, role_name="Deploy", assume_role_policy_document=EC2)

    with pytest.raises(EntityAlreadyExists, match=r"Role with name deploy already exists\."):
        create_role(account, role_name="deploy", assume_role_policy_document=EC2)


@pytest.mark.parametrize("seconds", [3599, 43201])
def test_sessions_last_from_one_to_twelve_hours(account: Account, seconds: int) -> None:
    with pytest.raises(ValidationError, match="maxSessionDuration"):
        create_role(account, role_name="Deploy", assume_role_policy_document=EC2, max_session_duration=seconds)


def test_the_path_of_service_linked_roles_is_reserved(account: Account) -> None:
    with pytest.raises(InvalidInput, match="/aws-service-role/"):
        create_role(account, role_name="Mine", assume_role_policy_document=EC2, path="/aws-service-role/x/")


def test_nobody_can_trust_the_role_that_is_only_being_created(account: Account) -> None:
    with pytest.raises(MalformedPolicyDocument, match="Invalid principal in policy"):
        create_role(account, role_name="Deploy", assume_role_policy_document=trusting(AWS=arn("role/Deploy")))

    assert account.roles.count() == 0


def long_trust(size: int) -> Document:
    short = trusting(AWS="*").text
    return Document(short.replace("sts:AssumeRole", "sts:AssumeRole" + "e" * (size - len(short))))


def test_a_trust_policy_has_2048_characters_until_the_quota_is_raised(account: Account) -> None:
    create_role(account, role_name="Deploy", assume_role_policy_document=long_trust(2048))
    with pytest.raises(LimitExceeded, match="Cannot exceed quota for ACLSizePerRole: 2048"):
        update_assume_role_policy(account, role_name="Deploy", policy_document=long_trust(2049))

    account.settings_shelf.put(replace(account.settings, quotas=(("ACLSizePerRole", 4096),)))

    update_assume_role_policy(account, role_name="Deploy", policy_document=long_trust(4096))


def test_roles_are_listed_by_path_prefix(account: Account) -> None:
    create_role(account, role_name="b", assume_role_policy_document=EC2, path="/ci/")
    create_role(account, role_name="A", assume_role_policy_document=EC2, path="/ci/x/")
    create_role(account, role_name="c", assume_role_policy_document=EC2)

    assert [role.role_name for role in list_roles(account, path_prefix="/ci/")] == ["A", "b"]


def test_an_update_leaves_alone_what_it_does_not_name(account: Account) -> None:
    create_role(
        account,
        role_name="Deploy",
        assume_role_policy_document=EC2,
        description="ships",
        max_session_duration=7200,
    )

    assert update_role(account, role_name="Deploy").max_session_duration == 7200
    assert update_role(account, role_name="Deploy", max_session_duration=3600).description == "ships"
    assert update_role_description(account, role_name="Deploy", description="builds").max_session_duration == 3600
    assert get_role(account, role_name="Deploy").description == "builds"


def test_a_trust_policy_is_replaced_whole(account: Account) -> None:
    create_role(account, role_name="Deploy", assume_role_policy_document=EC2)

    update_assume_role_policy(account, role_name="Deploy", policy_document=trusting(AWS="*"))

    assert get_role(account, role_name="Deploy").trust_policy == trusting(AWS="*")


def test_deletion_names_everything_in_the_way(account: Account) -> None:
    create_role(account, role_name="Web", assume_role_policy_document=EC2)
    attach_role_policy(account, role_name="Web", policy_arn=READ_ONLY)
    put_role_policy(account, role_name="Web", policy_name="Get", policy_document=GET)
    create_instance_profile(account, instance_profile_name="Servers")
    add_role_to_instance_profile(account, instance_profile_name="Servers", role_name="Web")

    with pytest.raises(DeleteConflict, match="must detach all policies first") as raised:
        delete_role(account, role_name="Web")

    assert raised.value.hints == (
        f"`iamctl role detach-policy Web {READ_ONLY}`",
        "`iamctl role delete-policy Web Get`",
        "`iamctl instance-profile remove-role Servers Web`",
        "or all of them at once: `iamctl role delete Web --force`",
    )


def test_an_emptied_role_can_be_deleted(account: Account) -> None:
    create_role(account, role_name="Web", assume_role_policy_document=EC2, permissions_boundary=READ_ONLY)
    put_role_policy(account, role_name="Web", policy_name="Get", policy_document=GET)
    create_instance_profile(account, instance_profile_name="Servers")
    add_role_to_instance_profile(account, instance_profile_name="Servers", role_name="Web")

    empty_role(account, role_name="Web")
    delete_role(account, role_name="Web")

    profile = account.instance_profiles.find("Servers")
    assert profile is not None and profile.roles == ()


def test_trust_policies_keep_the_unique_id_of_a_deleted_role(account: Account) -> None:
    deploy = create_role(account, role_name="Deploy", assume_role_policy_document=EC2)
    create_role(account, role_name="Prod", assume_role_policy_document=trusting(AWS=[deploy.arn, "444455556666"]))

    delete_role(account, role_name="Deploy")

    prod = get_role(account, role_name="Prod")
    assert prod.trust_policy == trusting(AWS=[deploy.role_id, "444455556666"])


def test_a_service_linked_role_changes_only_its_description_and_tags(account: Account, service_linked: Role) -> None:
    name = service_linked.role_name
    refused: list[Callable[[], Role]] = [
        lambda: update_role(account, role_name=name, max_session_duration=7200),
        lambda: update_assume_role_policy(account, role_name=name, policy_document=EC2),
        lambda: delete_role(account, role_name=name),
        lambda: empty_role(account, role_name=name),
        lambda: attach_role_policy(account, role_name=name, policy_arn=READ_ONLY),
        lambda: detach_role_policy(account, role_name=name, policy_arn=READ_ONLY),
        lambda: put_role_policy(account, role_name=name, policy_name="Get", policy_document=GET),
        lambda: delete_role_policy(account, role_name=name, policy_name="Get"),
        lambda: put_role_permissions_boundary(account, role_name=name, permissions_boundary=READ_ONLY),
        lambda: delete_role_permissions_boundary(account, role_name=name),
    ]

    for attempt in refused:
        with pytest.raises(UnmodifiableEntity, match=f"the protected role '{name}' - this role is only modifiable"):
            attempt()

    tagged = tag_role(account, role_name=name, tags=[Tag("Team", "ops")])
    described = update_role(account, role_name=name, description="AWS Support")
    assert (tagged.tags, described.description) == ((Tag("Team", "ops"),), "AWS Support")


def test_an_empty_description_takes_the_description_away(account: Account) -> None:
    create_role(account, role_name="Web", assume_role_policy_document=EC2, description="serves")

    assert update_role(account, role_name="Web", description="").description is None


def test_the_account_holds_as_many_roles_as_its_quota(account: Account) -> None:
    account.settings_shelf.put(replace(account.settings, quotas=(("RolesPerAccount", 0),)))

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for RolesPerAccount: 0"):
        create_role(account, role_name="Web", assume_role_policy_document=EC2)


def test_a_service_linked_role_stays_in_and_out_of_instance_profiles(account: Account, service_linked: Role) -> None:
    create_instance_profile(account, instance_profile_name="Servers")
    with pytest.raises(UnmodifiableEntity):
        add_role_to_instance_profile(account, instance_profile_name="Servers", role_name=service_linked.role_name)

    profile = account.instance_profiles.find("Servers")
    assert profile is not None
    account.instance_profiles.put(replace(profile, roles=(service_linked.role_name,)))

    with pytest.raises(UnmodifiableEntity):
        remove_role_from_instance_profile(account, instance_profile_name="Servers", role_name=service_linked.role_name)


def test_permissions_are_not_carried_to_a_service_linked_role(account: Account, service_linked: Role) -> None:
    create_role(account, role_name="Web", assume_role_policy_document=EC2)

    with pytest.raises(UnmodifiableEntity):
        copy_role_permissions(account, source_role_name="Web", target_role_names=[service_linked.role_name])
