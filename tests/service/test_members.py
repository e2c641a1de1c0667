"""Nouns as the API's members, held against the API's own model where botocore is there to ask."""

from __future__ import annotations

from typing import Any

import pytest

from iamctl.model.account_settings import PasswordPolicy
from iamctl.model.group import Group
from iamctl.model.inline_policy import InlinePolicy
from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.oidc_provider import OIDCProvider
from iamctl.model.policy import Policy, PolicyVersion
from iamctl.model.role import Role
from iamctl.model.saml_provider import SAMLProvider
from iamctl.model.tag import Tag
from iamctl.model.user import User
from iamctl.service import details, members
from iamctl.service.policy_usage import PolicyUsage

from .given import ACCOUNT_ID, EC2, NOW, READ_ONLY, allowing

TEXT = "2026-01-02T03:04:05Z"
TAGS = (Tag("team", "core"), Tag("env", ""))
INLINE = (InlinePolicy("Deploy", allowing("s3:GetObject")),)

USER = User(
    account_id=ACCOUNT_ID,
    user_name="alice",
    path="/eng/",
    user_id="AIDA00000000000000001",
    create_date=NOW,
    groups=("Developers",),
    attached_policies=(READ_ONLY,),
    inline_policies=INLINE,
    permissions_boundary=READ_ONLY,
    tags=TAGS,
)
GROUP = Group(
    account_id=ACCOUNT_ID,
    group_name="Developers",
    path="/",
    group_id="AGPA00000000000000001",
    create_date=NOW,
    attached_policies=(READ_ONLY,),
    inline_policies=INLINE,
)
ROLE = Role(
    account_id=ACCOUNT_ID,
    role_name="Deploy",
    path="/",
    role_id="AROA00000000000000001",
    create_date=NOW,
    trust_policy=EC2,
    description="deploys",
    max_session_duration=7200,
    permissions_boundary=READ_ONLY,
    tags=TAGS,
)
POLICY = Policy(
    account_id=ACCOUNT_ID,
    policy_name="Artifacts",
    path="/team/",
    policy_id="ANPA00000000000000001",
    create_date=NOW,
    update_date=NOW,
    default_version_id="v1",
    versions=(PolicyVersion("v1", NOW, allowing("s3:*")), PolicyVersion("v2", NOW, allowing("ec2:*"))),
    latest_version=2,
    description="artifacts",
    tags=TAGS,
)
PROFILE = InstanceProfile(
    account_id=ACCOUNT_ID,
    instance_profile_name="Web",
    path="/",
    instance_profile_id="AIPA00000000000000001",
    create_date=NOW,
    roles=("Deploy",),
    tags=TAGS,
)
SAML = SAMLProvider(
    account_id=ACCOUNT_ID, provider_name="idp", metadata_document="<x/>", create_date=NOW, valid_until=NOW, tags=TAGS
)
OIDC = OIDCProvider(
    account_id=ACCOUNT_ID, url="idp.example", client_ids=("a",), thumbprints=("0" * 40,), create_date=NOW, tags=TAGS
)

USES = PolicyUsage(attachment_count=1, permissions_boundary_usage_count=0)
RENDERED: dict[str, tuple[str, dict[str, Any]]] = {
    "GetUser": ("User", members.user_members(USER)),
    "CreateGroup": ("Group", members.group_members(GROUP)),
    "CreateRole": ("Role", members.created_role(ROLE)),
    "GetRole": ("Role", members.role_members(ROLE)),
    "GetPolicy": ("Policy", members.policy_members(POLICY, USES)),
    "GetPolicyVersion": ("PolicyVersion", members.version_members(POLICY.versions[0], default_version_id="v1")),
    "GetInstanceProfile": ("InstanceProfile", members.instance_profile_members(PROFILE, [ROLE])),
    "GetUserPolicy": ("", members.inline_policy_members("UserName", "alice", INLINE[0])),
    "GetSAMLProvider": ("", members.saml_provider_members(SAML)),
    "GetOpenIDConnectProvider": ("", members.oidc_provider_members(OIDC)),
    "GetAccountPasswordPolicy": (
        "PasswordPolicy",
        members.password_policy_members(PasswordPolicy(max_password_age=90, password_reuse_prevention=5)),
    ),
}
DETAILS: dict[str, dict[str, Any]] = {
    "UserDetail": details.user_detail(USER),
    "GroupDetail": details.group_detail(GROUP),
    "RoleDetail": details.role_detail(ROLE, [members.instance_profile_members(PROFILE, [ROLE])]),
    "ManagedPolicyDetail": details.policy_detail(POLICY, USES),
}


@pytest.fixture(scope="module")
def iam() -> Any:
    """The API's model."""
    session = pytest.importorskip("botocore.session")
    return session.get_session().get_service_model("iam")


def in_order(names: list[str], known: list[str]) -> bool:
    """Whether the names are some of the known ones, in their order."""
    remaining = iter(known)
    return all(name in remaining for name in names)


@pytest.mark.parametrize("operation", RENDERED)
def test_members_are_the_apis_in_the_apis_order(iam: Any, operation: str) -> None:
    member, rendered = RENDERED[operation]
    output = iam.operation_model(operation).output_shape
    shape = output.members[member] if member else output

    assert in_order(list(rendered), list(shape.members))


@pytest.mark.parametrize("name", DETAILS)
def test_details_are_the_apis(iam: Any, name: str) -> None:
    assert set(DETAILS[name]) <= set(iam.shape_for(name).members)


def test_lists_omit_what_the_api_omits() -> None:
    assert list(members.listed_user(USER)) == ["Path", "UserName", "UserId", "Arn", "CreateDate"]
    assert not {"Tags", "PermissionsBoundary", "RoleLastUsed"} & set(members.listed_role(ROLE))
    assert not {"Tags", "Description"} & set(members.listed_policy(POLICY, USES))
    assert "Document" not in members.listed_version(POLICY.versions[0], default_version_id="v1")


def test_what_is_not_there_is_left_out() -> None:
    bare = User(account_id=ACCOUNT_ID, user_name="bob", path="/", user_id="AIDA00000000000000002", create_date=NOW)

    assert members.user_members(bare) == members.listed_user(bare)
    assert "UserPolicyList" not in details.user_detail(bare)
    assert details.user_detail(bare)["GroupList"] == []
    assert "MaxPasswordAge" not in members.password_policy_members(PasswordPolicy())


def test_times_are_utc_in_whole_seconds() -> None:
    assert members.user_members(USER)["CreateDate"] == TEXT


def test_a_boundary_says_policy_as_the_wire_does() -> None:
    boundary = members.user_members(USER)["PermissionsBoundary"]

    assert boundary == {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": READ_ONLY}


def test_versions_come_newest_first_and_one_is_the_default() -> None:
    versions = details.policy_detail(POLICY, USES)["PolicyVersionList"]

    assert [(each["VersionId"], each["IsDefaultVersion"]) for each in versions] == [("v2", False), ("v1", True)]
