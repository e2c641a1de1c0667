"""An account with users, roles and a bucket's policy, to ask about."""

from __future__ import annotations

import pytest

from iamctl.model.document import Document
from iamctl.model.tag import Tag
from iamctl.service import attachments, boundaries, groups, inline_policies, policies, resource_policies, roles, users
from iamctl.service.account import Account
from service.given import EC2, GET, PUT, allowing

EDGE = allowing("s3:*")
BUCKET = "arn:aws:s3:::releases"
BUCKET_POLICY = Document(
    '{"Version":"2012-10-17","Statement":[{"Sid":"Inside","Effect":"Allow","Principal":{"AWS":'
    '"arn:aws:iam::111122223333:user/bob"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::releases/*",'
    '"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}'
)


@pytest.fixture
def asked(account: Account) -> Account:
    """alice reads by an inline policy and her group, within a boundary; bob has nothing; Deploy trusts EC2."""
    policies.create_policy(account, policy_name="Edge", policy_document=EDGE)
    policies.create_policy(account, policy_name="Writing", policy_document=PUT)
    groups.create_group(account, group_name="Developers")
    attachments.attach_group_policy(account, group_name="Developers", policy_arn="Writing")
    users.create_user(account, user_name="alice", path="/eng/", tags=(Tag("Team", "core"),))
    users.create_user(account, user_name="bob")
    groups.add_user_to_group(account, group_name="Developers", user_name="alice")
    inline_policies.put_user_policy(account, user_name="alice", policy_name="Reading", policy_document=GET)
    boundaries.put_user_permissions_boundary(account, user_name="alice", permissions_boundary="Edge")
    roles.create_role(
        account, role_name="Deploy", path="/ci/", assume_role_policy_document=EC2, tags=(Tag("stage", "prod"),)
    )
    resource_policies.put_resource_policy(account, resource_arn=BUCKET, policy=BUCKET_POLICY)
    return account
