"""The account's quotas: AWS's names, defaults and what AWS raises them to on request.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
         https://docs.aws.amazon.com/general/latest/gr/iam-service.html
"""

from __future__ import annotations

from typing import NamedTuple


class Quota(NamedTuple):
    """How many or how large by default, and at most; equal where AWS does not adjust it."""

    default: int
    most: int


QUOTAS = {
    "UsersPerAccount": Quota(5000, 5000),
    "GroupsPerAccount": Quota(300, 500),
    "RolesPerAccount": Quota(1000, 10000),
    "PoliciesPerAccount": Quota(1500, 10000),
    "InstanceProfilesPerAccount": Quota(1000, 10000),
    "PoliciesPerUser": Quota(10, 20),
    "PoliciesPerGroup": Quota(10, 10),
    "PoliciesPerRole": Quota(10, 25),
    "GroupsPerUser": Quota(10, 10),
    "VersionsPerPolicy": Quota(5, 5),
    "InstanceSessionsPerInstanceProfile": Quota(1, 1),
    "SAMLProvidersPerAccount": Quota(100, 100),
    "OpenIdConnectProvidersPerAccount": Quota(100, 700),
    "ClientIdsPerOpenIdConnectProvider": Quota(100, 100),
    "ThumbprintsPerOpenIdConnectProvider": Quota(5, 5),
    "PolicySize": Quota(6144, 6144),
    "ACLSizePerRole": Quota(2048, 8192),
    "UserPolicySize": Quota(2048, 2048),
    "GroupPolicySize": Quota(5120, 5120),
    "RolePolicySize": Quota(10240, 10240),
    "AccessKeysPerUser": Quota(2, 2),
    "SigningCertificatesPerUser": Quota(2, 2),
    "ServerCertificatesPerAccount": Quota(20, 1000),
    "PolicyVersionsInUsePerAccount": Quota(10000, 10000),
}


def quota(adjusted: tuple[tuple[str, int], ...], name: str) -> int:
    """The quota in force: the account's own if it has one, else AWS's default."""
    return dict(adjusted).get(name, QUOTAS[name].default)
