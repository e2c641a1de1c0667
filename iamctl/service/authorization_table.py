"""What AWS asks of a caller for each operation: the action, the resource, and the context keys of its request.

A row is one of these:
  * `Aws`: an action of the API by the operation's own name, on a resource of one kind, or on `*`;
  * `Amounts`: no action of AWS's, but calls of the API that it comes to, each authorized by its own row;
  * `Own`: an action of the API that the operation itself asks about;
  * `OwnerOnly`: nothing in AWS's API it could be held to; the root user alone may, and the reason is said.

What the rows are drawn from: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

TAGS = "tags"
TAG_KEYS = "tag keys"
BOUNDARY = "boundary"
POLICY = "policy"
SERVICE = "service"
AGE = "age"
"""Context keys: aws:RequestTag/* with aws:TagKeys, aws:TagKeys alone, iam:PermissionsBoundary, iam:PolicyARN,
iam:ServiceSpecificCredentialServiceName, iam:ServiceSpecificCredentialAgeDays.
"""

USER, GROUP, ROLE = "user", "group", "role"
MANAGED, PROFILE = "policy", "instance-profile"
SAML, OIDC = "saml-provider", "oidc-provider"
MFA = "mfa"
IDENTITY = "user, group or role"


class Aws(NamedTuple):
    """An action of the API.

    Attributes:
        kind: of the entity that the parameters name; None is the resource `*`.
        keys: what of the parameters and the entity its context tells.
        is_new: the entity comes into being: its ARN is the one that is asked for, and tags that it is given need
            the action that tags it as well.
        is_renamed: the new name's or path's ARN has to be allowed too.
        passes_role: iam:PassRole on the role has to be allowed too.
    """

    kind: str | None = None
    keys: tuple[str, ...] = ()
    is_new: bool = False
    is_renamed: bool = False
    passes_role: bool = False


class Amounts(NamedTuple):
    """Calls of the API; `function` of `authorization_composites.py` says which."""

    function: str


class Own(NamedTuple):
    """An action of the API that the operation asks the engine about itself; `why` says what no policy tells."""

    why: str


class OwnerOnly(NamedTuple):
    """Nothing that a policy could allow; `why` is a clause for a person."""

    why: str


Row: TypeAlias = "Aws | Amounts | Own | OwnerOnly"

_RESOURCE_POLICIES = "the policies of other services' resources are theirs to authorize"
_HISTORY = "the history holds every text that any file of the account ever had"
_FILES = "it changes files as texts, past every operation"
_WHOLE = "it makes and removes entities of every kind in one stroke"

_VOUCHED = "nobody signs the call: the role's trust policy alone is asked, for whom the identity provider vouches"
_SESSIONS = "AWS's API has no call that tells of the sessions of others"

TABLE: dict[str, Row] = {
    "AddClientIDToOpenIDConnectProvider": Aws(OIDC),
    "AddRoleToInstanceProfile": Aws(PROFILE, passes_role=True),
    "AddUserToGroup": Aws(GROUP),
    "AssumeRole": Own("caller's policies and the role's trust policy are weighed together"),
    "AssumeRoleForInstance": OwnerOnly("EC2 alone hands an instance its role's credentials"),
    "AssumeRoleWithSAML": Own(_VOUCHED),
    "AssumeRoleWithWebIdentity": Own(_VOUCHED),
    "AttachGroupPolicy": Aws(GROUP, (POLICY,)),
    "AttachRolePolicy": Aws(ROLE, (POLICY, BOUNDARY)),
    "AttachUserPolicy": Aws(USER, (POLICY, BOUNDARY)),
    "Bootstrap": OwnerOnly(_WHOLE),
    "ChangePassword": Own("the password policy may grant it to all users, and the old password has to be known"),
    "CloneUser": Amounts("clone_user"),
    "CopyGroupPermissions": Amounts("copy_group_permissions"),
    "CopyPermissions": Amounts("copy_permissions"),
    "CopyRolePermissions": Amounts("copy_role_permissions"),
    "CreateAccessKey": Aws(USER),
    "CreateAccountAlias": Aws(),
    "CreateGroup": Aws(GROUP, is_new=True),
    "CreateInstanceProfile": Aws(PROFILE, (TAGS,), is_new=True),
    "CreateLoginProfile": Aws(USER),
    "CreateOpenIDConnectProvider": Aws(OIDC, (TAGS,), is_new=True),
    "CreatePolicy": Aws(MANAGED, (TAGS,), is_new=True),
    "CreatePolicyVersion": Aws(MANAGED),
    "CreateRole": Aws(ROLE, (TAGS, BOUNDARY), is_new=True),
    "CreateSAMLProvider": Aws(SAML, (TAGS,), is_new=True),
    "CreateServiceSpecificCredential": Aws(USER, (SERVICE, AGE)),
    "CreateUser": Aws(USER, (TAGS, BOUNDARY), is_new=True),
    "CreateVirtualMFADevice": Aws(MFA, (TAGS,), is_new=True),
    "DeactivateMFADevice": Aws(USER),
    "DeleteAccessKey": Aws(USER),
    "DeleteAccountAlias": Aws(),
    "DeleteAccountPasswordPolicy": Aws(),
    "DeleteGroup": Aws(GROUP),
    "DeleteGroupPolicy": Aws(GROUP),
    "DeleteInstanceProfile": Aws(PROFILE),
    "DeleteLoginProfile": Aws(USER),
    "DeleteOpenIDConnectProvider": Aws(OIDC),
    "DeletePolicy": Aws(MANAGED),
    "DeletePolicyVersion": Aws(MANAGED),
    "DeleteResourcePolicy": OwnerOnly(_RESOURCE_POLICIES),
    "DeleteRole": Aws(ROLE, (BOUNDARY,)),
    "DeleteRolePermissionsBoundary": Aws(ROLE, (BOUNDARY,)),
    "DeleteRolePolicy": Aws(ROLE, (BOUNDARY,)),
    "DeleteSAMLProvider": Aws(SAML),
    "DeleteSSHPublicKey": Aws(USER),
    "DeleteServiceSpecificCredential": Aws(USER, (SERVICE,)),
    "DeleteSigningCertificate": Aws(USER),
    "DeleteUser": Aws(USER),
    "DeleteUserPermissionsBoundary": Aws(USER, (BOUNDARY,)),
    "DeleteUserPolicy": Aws(USER, (BOUNDARY,)),
    "DeleteVirtualMFADevice": Aws(MFA),
    "DetachGroupPolicy": Aws(GROUP, (POLICY,)),
    "DetachRolePolicy": Aws(ROLE, (POLICY, BOUNDARY)),
    "DetachUserPolicy": Aws(USER, (POLICY, BOUNDARY)),
    "EmptyGroup": Amounts("empty_group"),
    "EmptyInstanceProfile": Amounts("empty_instance_profile"),
    "EmptyPolicy": Amounts("empty_policy"),
    "EmptyRole": Amounts("empty_role"),
    "EmptyUser": Amounts("empty_user"),
    "EnableMFADevice": Aws(USER),
    "EndSession": Own("whoever has a session may end it"),
    "EndSessionsOf": OwnerOnly(_SESSIONS),
    "GenerateCredentialReport": Aws(),
    "GetAccessKeyLastUsed": Aws(USER),
    "GetAccountAuthorizationDetails": Aws(),
    "GetAccountPasswordPolicy": Aws(),
    "GetAccountSummary": Aws(),
    "GetContextKeysForCustomPolicy": Aws(),
    "GetContextKeysForPrincipalPolicy": Aws(IDENTITY),
    "GetCredentialReport": Aws(),
    "GetFederationToken": Own("it is asked on a federated user, whom the call names"),
    "GetGroup": Aws(GROUP),
    "GetGroupPolicy": Aws(GROUP),
    "GetInstanceProfile": Aws(PROFILE),
    "GetLoginProfile": Aws(USER),
    "GetOpenIDConnectProvider": Aws(OIDC),
    "GetPolicy": Aws(MANAGED),
    "GetPolicyVersion": Aws(MANAGED),
    "GetResourcePolicy": OwnerOnly(_RESOURCE_POLICIES),
    "GetRole": Aws(ROLE, (BOUNDARY,)),
    "GetRolePolicy": Aws(ROLE),
    "GetSAMLProvider": Aws(SAML),
    "GetSSHPublicKey": Aws(USER),
    "GetSession": OwnerOnly(_SESSIONS),
    "GetSessionToken": Own("no policy is asked about it"),
    "GetUser": Aws(USER),
    "GetUserPolicy": Aws(USER),
    "ImportAuthorizationDetails": OwnerOnly(_WHOLE),
    "LaunchInstance": Own("launching an instance and passing its role on are asked about together"),
    "ListAccessKeys": Aws(USER),
    "ListAccountAliases": Aws(),
    "ListAttachedGroupPolicies": Aws(GROUP),
    "ListAttachedRolePolicies": Aws(ROLE),
    "ListAttachedUserPolicies": Aws(USER),
    "ListEntitiesForPolicy": Aws(MANAGED),
    "ListGroupPolicies": Aws(GROUP),
    "ListGroups": Aws(),
    "ListGroupsForUser": Aws(USER),
    "ListInstanceProfileTags": Aws(PROFILE),
    "ListInstanceProfiles": Aws(),
    "ListInstanceProfilesForRole": Aws(ROLE),
    "ListMFADeviceTags": Aws(MFA),
    "ListMFADevices": Aws(USER),
    "ListOpenIDConnectProviderTags": Aws(OIDC),
    "ListOpenIDConnectProviders": Aws(),
    "ListPolicies": Aws(),
    "ListPolicyTags": Aws(MANAGED),
    "ListPolicyVersions": Aws(MANAGED),
    "ListResourcePolicies": OwnerOnly(_RESOURCE_POLICIES),
    "ListRolePolicies": Aws(ROLE),
    "ListRoleTags": Aws(ROLE),
    "ListRoles": Aws(),
    "ListSAMLProviderTags": Aws(SAML),
    "ListSAMLProviders": Aws(),
    "ListSSHPublicKeys": Aws(USER),
    "ListServiceSpecificCredentials": Aws(USER),
    "ListSessions": OwnerOnly(_SESSIONS),
    "ListSigningCertificates": Aws(USER),
    "ListUserPolicies": Aws(USER),
    "ListUserTags": Aws(USER),
    "ListUsers": Aws(),
    "ListVirtualMFADevices": Aws(),
    "MoveUsers": Amounts("move_users"),
    "PutGroupPolicy": Aws(GROUP),
    "PutResourcePolicy": OwnerOnly(_RESOURCE_POLICIES),
    "PutRolePermissionsBoundary": Aws(ROLE, (BOUNDARY,)),
    "PutRolePolicy": Aws(ROLE, (BOUNDARY,)),
    "PutUserPermissionsBoundary": Aws(USER, (BOUNDARY,)),
    "PutUserPolicy": Aws(USER, (BOUNDARY,)),
    "RemoveClientIDFromOpenIDConnectProvider": Aws(OIDC),
    "RemoveRoleFromInstanceProfile": Aws(PROFILE),
    "RemoveUserFromGroup": Aws(GROUP),
    "ResetServiceSpecificCredential": Aws(USER, (SERVICE,)),
    "ResyncMFADevice": Aws(USER),
    "RetireAccessKey": Amounts("retire_access_key"),
    "RotateSessionKey": OwnerOnly("the session key is the account's"),
    "SetDefaultPolicyVersion": Aws(MANAGED),
    "SetOpenIDConnectProviderKeys": Amounts("set_open_id_connect_provider_keys"),
    "SetSAMLProviderVerification": Amounts("set_saml_provider_verification"),
    "SignIn": Own("it asks for a password, and for no policy"),
    "SignInWithSAML": Own(_VOUCHED),
    "SimulateCustomPolicy": Aws(),
    "SimulatePrincipalPolicy": Aws(IDENTITY),
    "TagInstanceProfile": Aws(PROFILE, (TAGS,)),
    "TagMFADevice": Aws(MFA, (TAGS,)),
    "TagOpenIDConnectProvider": Aws(OIDC, (TAGS,)),
    "TagPolicy": Aws(MANAGED, (TAGS,)),
    "TagRole": Aws(ROLE, (TAGS,)),
    "TagSAMLProvider": Aws(SAML, (TAGS,)),
    "TagUser": Aws(USER, (TAGS,)),
    "UntagInstanceProfile": Aws(PROFILE, (TAG_KEYS,)),
    "UntagMFADevice": Aws(MFA, (TAG_KEYS,)),
    "UntagOpenIDConnectProvider": Aws(OIDC, (TAG_KEYS,)),
    "UntagPolicy": Aws(MANAGED, (TAG_KEYS,)),
    "UntagRole": Aws(ROLE, (TAG_KEYS,)),
    "UntagSAMLProvider": Aws(SAML, (TAG_KEYS,)),
    "UntagUser": Aws(USER, (TAG_KEYS,)),
    "UpdateAccessKey": Aws(USER),
    "UpdateAccountPasswordPolicy": Aws(),
    "UpdateAssumeRolePolicy": Aws(ROLE, (BOUNDARY,)),
    "UpdateGroup": Aws(GROUP, is_renamed=True),
    "UpdateLoginProfile": Aws(USER),
    "UpdateOpenIDConnectProviderThumbprint": Aws(OIDC),
    "UpdateRole": Aws(ROLE, (BOUNDARY,)),
    "UpdateRoleDescription": Aws(ROLE, (BOUNDARY,)),
    "UpdateSAMLProvider": Aws(SAML),
    "UpdateSSHPublicKey": Aws(USER),
    "UpdateServiceSpecificCredential": Aws(USER, (SERVICE,)),
    "UpdateSigningCertificate": Aws(USER),
    "UpdateUser": Aws(USER, is_renamed=True),
    "UploadSSHPublicKey": Aws(USER),
    "UploadSigningCertificate": Aws(USER),
}

COMMANDS: dict[str, Row] = {
    "Edit": OwnerOnly(_FILES),
    "Examine": OwnerOnly("it reads every file of the account"),
    "ReadAccount": OwnerOnly("it reads every file of the account"),
    "ReadHistory": OwnerOnly(_HISTORY),
    "Repair": OwnerOnly(_FILES),
    "SealVault": OwnerOnly("the vault holds the secrets of all, the root user's too"),
    "Undo": OwnerOnly(_FILES),
}
"""What commands do with an account besides operations."""


def row_of(name: str) -> Row:
    """The row of an operation or a command; what has none is the root user's alone."""
    found = TABLE.get(name) or COMMANDS.get(name)
    return found if found is not None else OwnerOnly("nothing says what AWS would ask of a caller for it")
