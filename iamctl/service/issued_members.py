"""Issued sessions as STS's answers: what their callers get, once.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
         https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
         https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
         https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
         https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.session import GET_FEDERATION_TOKEN, OF_ROLES

if TYPE_CHECKING:
    from iamctl.model.session import Credentials
    from iamctl.service.sts.issuing import Issued


def credentials_members(credentials: Credentials) -> dict[str, str]:
    """All of the credentials, secrets too."""
    return {
        "AccessKeyId": credentials.access_key_id,
        "SecretAccessKey": credentials.secret_access_key.reveal(),
        "SessionToken": credentials.session_token.reveal(),
        "Expiration": f"{credentials.expiration:%Y-%m-%dT%H:%M:%SZ}",
    }


def principal_members(issued: Issued) -> dict[str, Any]:
    """What an answer says besides the credentials."""
    session = issued.session
    members: dict[str, Any] = {}
    if session.issuer in OF_ROLES:
        members["AssumedRoleUser"] = {"AssumedRoleId": issued.unique_id, "Arn": issued.arn}
    elif session.issuer == GET_FEDERATION_TOKEN:
        members["FederatedUser"] = {"FederatedUserId": issued.unique_id, "Arn": issued.arn}
    if issued.packed_policy_size is not None:
        members["PackedPolicySize"] = issued.packed_policy_size
    if session.source_identity is not None:
        members["SourceIdentity"] = session.source_identity
    return members | dict(issued.said)
