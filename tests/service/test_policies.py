from __future__ import annotations

from dataclasses import replace

import pytest

from iamctl.errors import (
    AccessDenied,
    DeleteConflict,
    EntityAlreadyExists,
    InvalidInput,
    LimitExceeded,
    NoSuchEntity,
    ValidationError,
)
from iamctl.model.policy import PolicyVersion
from iamctl.service.account import Account
from iamctl.service.attachments import attach_group_policy, attach_role_policy, attach_user_policy
from iamctl.service.boundaries import put_role_permissions_boundary, put_user_permissions_boundary
from iamctl.service.groups import create_group
from iamctl.service.lookup import the_policy
from iamctl.service.policies import (
    create_policy,
    delete_policy,
    empty_policy,
    get_policy,
    list_entities_for_policy,
    list_policies,
)
from iamctl.service.policy_versions import create_policy_version
from iamctl.service.roles import create_role
from iamctl.service.users import create_user

from .conftest import aws_policy
from .given import ADMINISTRATOR, EC2, GET, NOW, PUT, READ_ONLY, arn, long_policy


@pytest.fixture
def acme(account: Account) -> Account:
    """Policy Get: attached to user alice and group Devs, boundary of user bob and role Web; Put is used by nobody."""
    create_policy(account, policy_name="Get", policy_document=GET, path="/s3/")
    create_policy(account, policy_name="Put", policy_document=PUT)
    create_user(account, user_name="alice", path="/eng/")
    create_user(account, user_name="bob")
    create_group(account, group_name="Devs")
    create_role(account, role_name="Web", assume_role_policy_document=EC2)
    attach_user_policy(account, user_name="alice", policy_arn="Get")
    attach_group_policy(account, group_name="Devs", policy_arn="Get")
    put_user_permissions_boundary(account, user_name="bob", permissions_boundary="Get")
    put_role_permissions_boundary(account, role_name="Web", permissions_boundary="Get")
    return account


def test_a_new_policy_has_its_document_as_v1(account: Account) -> None:
    policy = create_policy(account, policy_name="Get", policy_document=GET, path="/s3/", description="reads")

    assert (policy.arn, policy.default_version_id, policy.description) == (arn("policy/s3/Get"), "v1", "reads")
    assert policy.versions == (PolicyVersion("v1", NOW, GET),)


def test_a_name_is_taken_whatever_its_case_and_path(account: Account) -> None:
    create_policy(account, policy_name="Get", policy_document=GET, path="/s3/")

    with pytest.raises(EntityAlreadyExists, match=r"A policy called GET already exists\. Duplicate names are not"):
        create_policy(account, policy_name="GET", policy_document=GET)


def test_a_policy_has_6144_characters(account: Account) -> None:
    create_policy(account, policy_name="Long", policy_document=long_policy(6144))

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for PolicySize: 6144"):
        create_policy(account, policy_name="Longer", policy_document=long_policy(6145))


def test_the_path_of_a_policy_has_no_wildcard(account: Account) -> None:
    with pytest.raises(ValidationError, match="at 'path'"):
        create_policy(account, policy_name="Get", policy_document=GET, path="/a*/")


def test_a_policy_is_found_by_arn_name_and_id(acme: Account) -> None:
    get = the_policy(acme, arn("policy/s3/Get"))

    assert the_policy(acme, "get") == get == the_policy(acme, get.policy_id)
    with pytest.raises(NoSuchEntity, match=rf"Policy {arn('policy/Get')} does not exist or is not attachable\."):
        the_policy(acme, arn("policy/Get"))


def test_an_imported_policy_of_aws_stands_before_the_published_one(account: Account) -> None:
    imported = replace(aws_policy("ReadOnlyAccess", number=9), default_version_id="v7")
    account.imported_aws_policies.put(imported)

    assert the_policy(account, READ_ONLY) == imported == the_policy(account, imported.policy_id)
    assert [one.policy for one in list_policies(account, scope="AWS")][2] == imported


def test_a_policy_is_shown_with_how_often_it_is_used(acme: Account) -> None:
    assert get_policy(acme, policy_arn="Get").usage == (2, 2)
    assert get_policy(acme, policy_arn="Put").usage == (0, 0)


def test_policies_are_listed_by_scope(acme: Account) -> None:
    names = {scope: [one.policy.policy_name for one in list_policies(acme, scope=scope)] for scope in ("Local", "AWS")}

    assert names == {
        "Local": ["Get", "Put"],
        "AWS": ["AdministratorAccess", "AWSSupportServiceRolePolicy", "ReadOnlyAccess"],
    }
    assert len(list_policies(acme)) == 5
    with pytest.raises(ValidationError, match=r"at 'scope' .* enum value set: \[All, AWS, Local\]"):
        list_policies(acme, scope="local")


def test_policies_are_listed_by_path_prefix(acme: Account) -> None:
    assert [one.policy.arn for one in list_policies(acme, path_prefix="/s3/")] == [arn("policy/s3/Get")]


def test_only_attached_leaves_out_what_nobody_has(acme: Account) -> None:
    put_user_permissions_boundary(acme, user_name="bob", permissions_boundary=READ_ONLY)

    def names(policy_usage_filter: str | None = None) -> list[str]:
        listed = list_policies(acme, only_attached=True, policy_usage_filter=policy_usage_filter)
        return [one.policy.policy_name for one in listed]

    assert names() == ["Get", "ReadOnlyAccess"]
    assert names("PermissionsPolicy") == ["Get"]
    assert names("PermissionsBoundary") == ["Get", "ReadOnlyAccess"]


def test_a_usage_filter_does_nothing_without_only_attached(acme: Account) -> None:
    assert list_policies(acme, policy_usage_filter="PermissionsPolicy") == list_policies(acme)


def test_entities_of_a_policy_include_those_it_bounds(acme: Account) -> None:
    groups, users, roles = list_entities_for_policy(acme, policy_arn="Get")

    assert [group.name for group in groups] == ["Devs"]
    assert [user.name for user in users] == ["alice", "bob"]
    assert [role.name for role in roles] == ["Web"]


def test_entities_of_a_policy_are_filtered_by_kind_path_and_use(acme: Account) -> None:
    def names(**filters: str) -> list[str]:
        found = list_entities_for_policy(acme, policy_arn="Get", **filters)
        return [entity.name for entities in found for entity in entities]

    assert names(entity_filter="User") == ["alice", "bob"]
    assert names(entity_filter="Group") == ["Devs"]
    assert names(entity_filter="LocalManagedPolicy") == []
    assert names(path_prefix="/eng/") == ["alice"]
    assert names(policy_usage_filter="PermissionsPolicy") == ["Devs", "alice"]
    assert names(policy_usage_filter="PermissionsBoundary") == ["bob", "Web"]


def test_deletion_names_every_use_and_version_in_the_way(acme: Account) -> None:
    create_policy_version(acme, policy_arn="Get", policy_document=PUT)

    with pytest.raises(DeleteConflict, match=r"Cannot delete a policy attached to entities\.") as raised:
        delete_policy(acme, policy_arn="Get")

    assert raised.value.hints == (
        f"`iamctl user detach-policy alice {arn('policy/s3/Get')}`",
        f"`iamctl group detach-policy Devs {arn('policy/s3/Get')}`",
        "`iamctl user delete-boundary bob`",
        "`iamctl role delete-boundary Web`",
        "`iamctl policy version delete Get v2`",
        "or all of them at once: `iamctl policy delete Get --force`",
    )


def test_a_policy_with_other_versions_is_not_deleted(acme: Account) -> None:
    create_policy_version(acme, policy_arn="Put", policy_document=GET)

    with pytest.raises(DeleteConflict, match="This policy has more than one version"):
        delete_policy(acme, policy_arn="Put")


def test_an_emptied_policy_can_be_deleted(acme: Account) -> None:
    attach_role_policy(acme, role_name="Web", policy_arn="Get")
    attach_role_policy(acme, role_name="Web", policy_arn="Put")
    create_policy_version(acme, policy_arn="Get", policy_document=PUT)

    empty_policy(acme, policy_arn="Get")
    delete_policy(acme, policy_arn="Get")

    web, bob = acme.roles.find("Web"), acme.users.find("bob")
    assert web is not None and bob is not None
    assert (web.attached_policies, web.permissions_boundary) == ((arn("policy/Put"),), None)
    assert bob.permissions_boundary is None
    assert acme.policies.names() == ["Put"]


def test_aws_policies_are_read_and_never_changed(acme: Account) -> None:
    assert get_policy(acme, policy_arn=ADMINISTRATOR).policy.arn == ADMINISTRATOR

    with pytest.raises(AccessDenied) as raised:
        delete_policy(acme, policy_arn=ADMINISTRATOR)

    assert raised.value.message == (
        "User: arn:aws:iam::111122223333:root is not authorized to perform: iam:DeletePolicy "
        f"on resource: policy {ADMINISTRATOR}"
    )


def test_the_account_holds_as_many_policies_as_its_quota(acme: Account) -> None:
    acme.settings_shelf.put(replace(acme.settings, quotas=(("PoliciesPerAccount", 2),)))

    with pytest.raises(LimitExceeded, match="Cannot exceed quota for PoliciesPerAccount: 2"):
        create_policy(acme, policy_name="Third", policy_document=GET)


def test_a_name_that_the_account_and_aws_share_is_refused(acme: Account) -> None:
    create_policy(acme, policy_name="ReadOnlyAccess", policy_document=GET)

    with pytest.raises(InvalidInput, match="The name readonlyaccess means two policies") as raised:
        get_policy(acme, policy_arn="readonlyaccess")

    assert raised.value.hints == (f"say {arn('policy/ReadOnlyAccess')}", f"or {READ_ONLY}")
