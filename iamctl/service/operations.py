"""Every operation: the API's name, and where in this room its function is.

A door that is given names finds the functions here. Modules are imported when one of their operations is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.errors import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable

OPERATIONS: dict[str, str] = {
    "AddClientIDToOpenIDConnectProvider": "oidc_providers:add_client_id_to_open_id_connect_provider",
    "AddRoleToInstanceProfile": "instance_profiles:add_role_to_instance_profile",
    "AddUserToGroup": "groups:add_user_to_group",
    "AttachGroupPolicy": "attachments:attach_group_policy",
    "AttachRolePolicy": "attachments:attach_role_policy",
    "AttachUserPolicy": "attachments:attach_user_policy",
    "Bootstrap": "declaration.plan:bootstrap",
    "CloneUser": "cloning:clone_user",
    "CopyGroupPermissions": "cloning:copy_group_permissions",
    "CopyPermissions": "cloning:copy_permissions",
    "CopyRolePermissions": "cloning:copy_role_permissions",
    "CreateAccessKey": "access_keys:create_access_key",
    "CreateAccountAlias": "account_settings:create_account_alias",
    "CreateGroup": "groups:create_group",
    "CreateInstanceProfile": "instance_profiles:create_instance_profile",
    "CreateOpenIDConnectProvider": "oidc_providers:create_open_id_connect_provider",
    "CreatePolicy": "policies:create_policy",
    "CreatePolicyVersion": "policy_versions:create_policy_version",
    "CreateRole": "roles:create_role",
    "CreateSAMLProvider": "saml_providers:create_saml_provider",
    "CreateUser": "users:create_user",
    "DeleteAccessKey": "access_keys:delete_access_key",
    "DeleteAccountAlias": "account_settings:delete_account_alias",
    "DeleteAccountPasswordPolicy": "account_settings:delete_account_password_policy",
    "DeleteGroup": "groups:delete_group",
    "DeleteGroupPolicy": "inline_policies:delete_group_policy",
    "DeleteInstanceProfile": "instance_profiles:delete_instance_profile",
    "DeleteOpenIDConnectProvider": "oidc_providers:delete_open_id_connect_provider",
    "DeletePolicy": "policies:delete_policy",
    "DeletePolicyVersion": "policy_versions:delete_policy_version",
    "DeleteResourcePolicy": "resource_policies:delete_resource_policy",
    "DeleteRole": "roles:delete_role",
    "DeleteRolePermissionsBoundary": "boundaries:delete_role_permissions_boundary",
    "DeleteRolePolicy": "inline_policies:delete_role_policy",
    "DeleteSAMLProvider": "saml_providers:delete_saml_provider",
    "DeleteUser": "users:delete_user",
    "DeleteUserPermissionsBoundary": "boundaries:delete_user_permissions_boundary",
    "DeleteUserPolicy": "inline_policies:delete_user_policy",
    "DetachGroupPolicy": "attachments:detach_group_policy",
    "DetachRolePolicy": "attachments:detach_role_policy",
    "DetachUserPolicy": "attachments:detach_user_policy",
    "EmptyGroup": "groups:empty_group",
    "EmptyInstanceProfile": "instance_profiles:empty_instance_profile",
    "EmptyPolicy": "policies:empty_policy",
    "EmptyRole": "roles:empty_role",
    "EmptyUser": "users:empty_user",
    "GetAccessKeyLastUsed": "access_keys:get_access_key_last_used",
    "GetAccountPasswordPolicy": "account_settings:get_account_password_policy",
    "GetAccountSummary": "account_settings:get_account_summary",
    "GetContextKeysForCustomPolicy": "simulation.operations:get_context_keys_for_custom_policy",
    "GetContextKeysForPrincipalPolicy": "simulation.operations:get_context_keys_for_principal_policy",
    "GetGroup": "groups:get_group",
    "GetGroupPolicy": "inline_policies:get_group_policy",
    "GetInstanceProfile": "instance_profiles:get_instance_profile",
    "GetOpenIDConnectProvider": "oidc_providers:get_open_id_connect_provider",
    "GetPolicy": "policies:get_policy",
    "GetPolicyVersion": "policy_versions:get_policy_version",
    "GetResourcePolicy": "resource_policies:get_resource_policy",
    "GetRole": "roles:get_role",
    "GetRolePolicy": "inline_policies:get_role_policy",
    "GetSAMLProvider": "saml_providers:get_saml_provider",
    "GetUser": "users:get_user",
    "GetUserPolicy": "inline_policies:get_user_policy",
    "ListAccessKeys": "access_keys:list_access_keys",
    "ListAccountAliases": "account_settings:list_account_aliases",
    "ListAttachedGroupPolicies": "attachments:list_attached_group_policies",
    "ListAttachedRolePolicies": "attachments:list_attached_role_policies",
    "ListAttachedUserPolicies": "attachments:list_attached_user_policies",
    "ListEntitiesForPolicy": "policies:list_entities_for_policy",
    "ListGroupPolicies": "inline_policies:list_group_policies",
    "ListGroups": "groups:list_groups",
    "ListGroupsForUser": "users:list_groups_for_user",
    "ListInstanceProfileTags": "tagging:list_instance_profile_tags",
    "ListInstanceProfiles": "instance_profiles:list_instance_profiles",
    "ListInstanceProfilesForRole": "instance_profiles:list_instance_profiles_for_role",
    "ListOpenIDConnectProviderTags": "tagging:list_open_id_connect_provider_tags",
    "ListOpenIDConnectProviders": "oidc_providers:list_open_id_connect_providers",
    "ListPolicies": "policies:list_policies",
    "ListPolicyTags": "tagging:list_policy_tags",
    "ListPolicyVersions": "policy_versions:list_policy_versions",
    "ListResourcePolicies": "resource_policies:list_resource_policies",
    "ListRolePolicies": "inline_policies:list_role_policies",
    "ListRoleTags": "tagging:list_role_tags",
    "ListRoles": "roles:list_roles",
    "ListSAMLProviderTags": "tagging:list_saml_provider_tags",
    "ListSAMLProviders": "saml_providers:list_saml_providers",
    "ListUserPolicies": "inline_policies:list_user_policies",
    "ListUserTags": "tagging:list_user_tags",
    "ListUsers": "users:list_users",
    "MoveUsers": "groups:move_users_between_groups",
    "PutGroupPolicy": "inline_policies:put_group_policy",
    "PutResourcePolicy": "resource_policies:put_resource_policy",
    "PutRolePermissionsBoundary": "boundaries:put_role_permissions_boundary",
    "PutRolePolicy": "inline_policies:put_role_policy",
    "PutUserPermissionsBoundary": "boundaries:put_user_permissions_boundary",
    "PutUserPolicy": "inline_policies:put_user_policy",
    "RemoveClientIDFromOpenIDConnectProvider": "oidc_providers:remove_client_id_from_open_id_connect_provider",
    "RemoveRoleFromInstanceProfile": "instance_profiles:remove_role_from_instance_profile",
    "RemoveUserFromGroup": "groups:remove_user_from_group",
    "RetireAccessKey": "access_keys:retire_access_key",
    "SetDefaultPolicyVersion": "policy_versions:set_default_policy_version",
    "SimulateCustomPolicy": "simulation.operations:simulate_custom_policy",
    "SimulatePrincipalPolicy": "simulation.operations:simulate_principal_policy",
    "TagInstanceProfile": "tagging:tag_instance_profile",
    "TagOpenIDConnectProvider": "tagging:tag_open_id_connect_provider",
    "TagPolicy": "tagging:tag_policy",
    "TagRole": "tagging:tag_role",
    "TagSAMLProvider": "tagging:tag_saml_provider",
    "TagUser": "tagging:tag_user",
    "UntagInstanceProfile": "tagging:untag_instance_profile",
    "UntagOpenIDConnectProvider": "tagging:untag_open_id_connect_provider",
    "UntagPolicy": "tagging:untag_policy",
    "UntagRole": "tagging:untag_role",
    "UntagSAMLProvider": "tagging:untag_saml_provider",
    "UntagUser": "tagging:untag_user",
    "UpdateAccessKey": "access_keys:update_access_key",
    "UpdateAccountPasswordPolicy": "account_settings:update_account_password_policy",
    "UpdateAssumeRolePolicy": "roles:update_assume_role_policy",
    "UpdateGroup": "groups:update_group",
    "UpdateOpenIDConnectProviderThumbprint": "oidc_providers:update_open_id_connect_provider_thumbprint",
    "UpdateRole": "roles:update_role",
    "UpdateRoleDescription": "roles:update_role_description",
    "UpdateSAMLProvider": "saml_providers:update_saml_provider",
    "UpdateUser": "users:update_user",
}


def find_operation(name: str) -> Callable[..., Any]:
    """The function of the operation that has this name.

    Raises:
        ValidationError: there is no such operation.
    """
    from importlib import import_module

    if name not in OPERATIONS:
        raise ValidationError(f"Could not find operation {name} for version 2010-05-08")
    module, function = OPERATIONS[name].split(":")
    found: Callable[..., Any] = getattr(import_module(f"iamctl.service.{module}"), function)
    return found
