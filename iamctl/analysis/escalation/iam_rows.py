"""Rows of IAM and STS: becoming a user or a role, and changing what an identity may do."""

from __future__ import annotations

from iamctl.analysis.escalation.primitives import Category, Gives, Need, Primitive

_SELF, _PRINCIPAL = Category.SELF, Category.PRINCIPAL


def _one(id: str, title: str, category: Category, gives: Gives, on: str, *actions: str) -> Primitive:
    return Primitive(id, title, category, gives, on, tuple(map(Need, actions)))


IDENTITIES = (
    _one("iam-002", "Create an access key of a user", _PRINCIPAL, Gives.CONTROL, "user", "iam:CreateAccessKey"),
    _one(
        "iam-003",
        "Create an access key of a user in the place of another",
        _PRINCIPAL,
        Gives.CONTROL,
        "user",
        "iam:CreateAccessKey",
        "iam:DeleteAccessKey",
    ),
    _one("iam-004", "Give a user a console password", _PRINCIPAL, Gives.CONTROL, "user", "iam:CreateLoginProfile"),
    _one("iam-006", "Set a user's console password", _PRINCIPAL, Gives.CONTROL, "user", "iam:UpdateLoginProfile"),
    _one("sts-001", "Assume a role", _PRINCIPAL, Gives.CONTROL, "role", "sts:AssumeRole"),
    _one("iam-012", "Make a role trust the caller", _PRINCIPAL, Gives.CONTROL, "role", "iam:UpdateAssumeRolePolicy"),
    _one(
        "update-saml-provider",
        "Put one's own metadata into a SAML provider",
        _PRINCIPAL,
        Gives.CONTROL,
        "saml-provider",
        "iam:UpdateSAMLProvider",
    ),
    _one(
        "create-saml-provider",
        "Create the SAML provider that a role trusts and that is not there",
        _PRINCIPAL,
        Gives.CONTROL,
        "saml-provider",
        "iam:CreateSAMLProvider",
    ),
    Primitive(
        "update-oidc-thumbprint",
        "Have an OpenID Connect provider accept another certificate",
        _PRINCIPAL,
        Gives.CONTROL,
        "oidc-provider",
        (Need("iam:UpdateOpenIDConnectProviderThumbprint"),),
        outside=("the caller answers in the place of the provider's host",),
    ),
    Primitive(
        "add-oidc-client-id",
        "Have an OpenID Connect provider accept another client id",
        _PRINCIPAL,
        Gives.CONTROL,
        "oidc-provider",
        (Need("iam:AddClientIDToOpenIDConnectProvider"),),
        outside=("the caller gets tokens for that client id from the provider",),
    ),
    Primitive(
        "create-service-specific-credential",
        "Create a user's credential for CodeCommit",
        _PRINCIPAL,
        Gives.PART,
        "user",
        (Need("iam:CreateServiceSpecificCredential"),),
        part="codecommit",
    ),
    Primitive(
        "reset-service-specific-credential",
        "Reset a user's credential for CodeCommit",
        _PRINCIPAL,
        Gives.PART,
        "user",
        (Need("iam:ResetServiceSpecificCredential"),),
        outside=("{role} has a service-specific credential for CodeCommit",),
        part="codecommit",
    ),
    Primitive(
        "upload-ssh-public-key",
        "Upload an SSH key as a user",
        _PRINCIPAL,
        Gives.PART,
        "user",
        (Need("iam:UploadSSHPublicKey"),),
        part="codecommit",
    ),
)
"""Becoming a user or a role."""

POLICIES = (
    _one("iam-007", "Write an inline policy of a user", _SELF, Gives.ANYTHING, "user", "iam:PutUserPolicy"),
    _one("iam-008", "Attach a policy to a user", _SELF, Gives.ANYTHING, "user", "iam:AttachUserPolicy"),
    _one("iam-005", "Write an inline policy of a role", _SELF, Gives.ANYTHING, "role", "iam:PutRolePolicy"),
    _one("iam-009", "Attach a policy to a role", _SELF, Gives.ANYTHING, "role", "iam:AttachRolePolicy"),
    _one("iam-011", "Write an inline policy of a group", _SELF, Gives.ANYTHING, "group", "iam:PutGroupPolicy"),
    _one("iam-010", "Attach a policy to a group", _SELF, Gives.ANYTHING, "group", "iam:AttachGroupPolicy"),
    _one("iam-001", "Create a policy's version", _SELF, Gives.REWRITTEN, "policy", "iam:CreatePolicyVersion"),
    _one(
        "set-default-policy-version",
        "Put another version of a policy in force",
        _SELF,
        Gives.OLDER,
        "policy",
        "iam:SetDefaultPolicyVersion",
    ),
    _one("iam-013", "Add a user to a group", _SELF, Gives.MEMBERSHIP, "group", "iam:AddUserToGroup"),
    _one(
        "delete-user-permissions-boundary",
        "Take the permissions boundary off a user",
        _SELF,
        Gives.UNBOUNDED,
        "user",
        "iam:DeleteUserPermissionsBoundary",
    ),
    _one(
        "delete-role-permissions-boundary",
        "Take the permissions boundary off a role",
        _SELF,
        Gives.UNBOUNDED,
        "role",
        "iam:DeleteRolePermissionsBoundary",
    ),
    _one(
        "put-user-permissions-boundary",
        "Set another permissions boundary of a user",
        _SELF,
        Gives.REBOUNDED,
        "user",
        "iam:PutUserPermissionsBoundary",
    ),
    _one(
        "put-role-permissions-boundary",
        "Set another permissions boundary of a role",
        _SELF,
        Gives.REBOUNDED,
        "role",
        "iam:PutRolePermissionsBoundary",
    ),
    _one("delete-user-policy", "Delete a user's policy", _SELF, Gives.RELIEVED, "user", "iam:DeleteUserPolicy"),
    _one("detach-user-policy", "Detach a user's policy", _SELF, Gives.RELIEVED, "user", "iam:DetachUserPolicy"),
    _one("delete-role-policy", "Delete a role's policy", _SELF, Gives.RELIEVED, "role", "iam:DeleteRolePolicy"),
    _one("detach-role-policy", "Detach a role's policy", _SELF, Gives.RELIEVED, "role", "iam:DetachRolePolicy"),
    _one("delete-group-policy", "Delete a group's policy", _SELF, Gives.RELIEVED, "group", "iam:DeleteGroupPolicy"),
    _one("detach-group-policy", "Detach a group's policy", _SELF, Gives.RELIEVED, "group", "iam:DetachGroupPolicy"),
    _one(
        "remove-user-from-group",
        "Remove a user from a group",
        _SELF,
        Gives.RELIEVED,
        "group",
        "iam:RemoveUserFromGroup",
    ),
    _one("tag-user", "Tag a user", _SELF, Gives.TAGGED, "user", "iam:TagUser"),
    _one("untag-user", "Take tags off a user", _SELF, Gives.TAGGED, "user", "iam:UntagUser"),
    _one("tag-role", "Tag a role", _SELF, Gives.TAGGED, "role", "iam:TagRole"),
    _one("untag-role", "Take tags off a role", _SELF, Gives.TAGGED, "role", "iam:UntagRole"),
)
"""Changing what an identity may do."""
