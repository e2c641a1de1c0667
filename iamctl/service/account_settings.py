"""Operations on the account itself: its alias, its password policy, its figures.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import NoSuchEntity
from iamctl.model.account_settings import AccountSettings, PasswordPolicy
from iamctl.model.names import ACCOUNT_ALIAS, check, check_account_alias, out_of_range, validation_error
from iamctl.model.quotas import quota
from iamctl.service.operation import operation
from iamctl.service.policy_usage import attachment_count

if TYPE_CHECKING:
    from iamctl.service.account import Account


@operation("CreateAccountAlias", writes=True)
def create_account_alias(account: Account, *, account_alias: str) -> AccountSettings:
    """Give the account an alias, in the place of the one it has.

    That no other account in the world has it cannot be known here.

    Args:
        account_alias: 3-63 characters of `[a-z0-9-]`, no dash first, last or doubled, and not 12 digits.

    Raises:
        ValidationError, InvalidInput: the alias is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html
    """
    check_account_alias(account_alias)
    changed = replace(account.settings, alias=account_alias)
    account.settings_shelf.put(changed)
    return changed


@operation("DeleteAccountAlias", writes=True)
def delete_account_alias(account: Account, *, account_alias: str) -> AccountSettings:
    """Take the account's alias away.

    Raises:
        NoSuchEntity: the account has not this alias.
        ValidationError: no account could have it.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html
    """
    check(ACCOUNT_ALIAS, account_alias)
    if account.settings.alias != account_alias:
        known = account.settings.alias
        hint = f"its alias is {known}" if known else "it has no alias"
        raise NoSuchEntity("account alias", account_alias, hint=hint)
    changed = replace(account.settings, alias=None)
    account.settings_shelf.put(changed)
    return changed


@operation("ListAccountAliases", writes=False)
def list_account_aliases(account: Account) -> list[str]:
    """The account's alias, if it has one.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html
    """
    alias = account.settings.alias
    return [alias] if alias else []


@operation("GetAccountPasswordPolicy", writes=False)
def get_account_password_policy(account: Account) -> PasswordPolicy:
    """The account's own password policy.

    Raises:
        NoSuchEntity: it has none; then AWS's default policy holds.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html
    """
    return _the_password_policy(account)


@operation("UpdateAccountPasswordPolicy", writes=True)
def update_account_password_policy(
    account: Account,
    *,
    minimum_password_length: int = 6,
    require_symbols: bool = False,
    require_numbers: bool = False,
    require_uppercase_characters: bool = False,
    require_lowercase_characters: bool = False,
    allow_users_to_change_password: bool = False,
    max_password_age: int | None = None,
    password_reuse_prevention: int | None = None,
    hard_expiry: bool = False,
) -> PasswordPolicy:
    """Write the account's password policy whole: what is not given gets its default, as in AWS.

    Args:
        minimum_password_length: 6-128 characters.
        max_password_age: 1-1095 days; passwords never expire without it.
        password_reuse_prevention: 1-24 old passwords; none is remembered without it.

    Raises:
        ValidationError: a number is out of its range.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
    """
    bounds = (
        ("minimumPasswordLength", minimum_password_length, 6, 128),
        ("maxPasswordAge", max_password_age, 1, 1095),
        ("passwordReusePrevention", password_reuse_prevention, 1, 24),
    )
    broken = (out_of_range(member, value, least, most) for member, value, least, most in bounds if value is not None)
    if clauses := [clause for clause in broken if clause is not None]:
        raise validation_error(clauses)
    policy = PasswordPolicy(
        minimum_password_length=minimum_password_length,
        require_symbols=require_symbols,
        require_numbers=require_numbers,
        require_uppercase_characters=require_uppercase_characters,
        require_lowercase_characters=require_lowercase_characters,
        allow_users_to_change_password=allow_users_to_change_password,
        max_password_age=max_password_age or 0,
        password_reuse_prevention=password_reuse_prevention or 0,
        hard_expiry=hard_expiry,
    )
    account.settings_shelf.put(replace(account.settings, password_policy=policy))
    return policy


@operation("DeleteAccountPasswordPolicy", writes=True)
def delete_account_password_policy(account: Account) -> PasswordPolicy:
    """Go back to AWS's default password policy.

    Raises:
        NoSuchEntity: the account has no policy of its own.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountPasswordPolicy.html
    """
    policy = _the_password_policy(account)
    account.settings_shelf.put(replace(account.settings, password_policy=None))
    return policy


@operation("GetAccountSummary", writes=False)
def get_account_summary(account: Account) -> dict[str, int]:
    """How much the account holds and may hold, under AWS's 34 names.

    Of MFA devices the root user's and nobody's count too. Server certificates are not kept yet and count 0.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
    """

    def limit(name: str) -> int:
        return quota(account.settings.quotas, name)

    from iamctl.service.mfa_devices import all_devices  # only the figures need it

    devices = all_devices(account)
    return {
        "Users": account.users.count(),
        "UsersQuota": limit("UsersPerAccount"),
        "Groups": account.groups.count(),
        "GroupsQuota": limit("GroupsPerAccount"),
        "ServerCertificates": 0,
        "ServerCertificatesQuota": limit("ServerCertificatesPerAccount"),
        "UserPolicySizeQuota": limit("UserPolicySize"),
        "GroupPolicySizeQuota": limit("GroupPolicySize"),
        "GroupsPerUserQuota": limit("GroupsPerUser"),
        "SigningCertificatesPerUserQuota": limit("SigningCertificatesPerUser"),
        "AccessKeysPerUserQuota": limit("AccessKeysPerUser"),
        "MFADevices": len(devices),
        "MFADevicesInUse": sum(held.owner is not None for held in devices),
        "AccountMFAEnabled": int(bool(account.settings.mfa_devices)),
        "AccountAccessKeysPresent": int(bool(account.settings.access_keys)),
        "AccountPasswordPresent": int(account.settings.login_profile is not None),
        "AccountSigningCertificatesPresent": int(bool(account.settings.signing_certificates)),
        "AttachedPoliciesPerGroupQuota": limit("PoliciesPerGroup"),
        "AttachedPoliciesPerRoleQuota": limit("PoliciesPerRole"),
        "AttachedPoliciesPerUserQuota": limit("PoliciesPerUser"),
        "Policies": account.policies.count(),
        "PoliciesQuota": limit("PoliciesPerAccount"),
        "PolicySizeQuota": limit("PolicySize"),
        "PolicyVersionsInUse": _policy_versions_in_use(account),
        "PolicyVersionsInUseQuota": limit("PolicyVersionsInUsePerAccount"),
        "VersionsPerPolicyQuota": limit("VersionsPerPolicy"),
        "GlobalEndpointTokenVersion": 1,
        "AssumeRolePolicySizeQuota": limit("ACLSizePerRole"),
        "InstanceProfiles": account.instance_profiles.count(),
        "InstanceProfilesQuota": limit("InstanceProfilesPerAccount"),
        "Providers": account.saml_providers.count() + account.oidc_providers.count(),
        "RolePolicySizeQuota": limit("RolePolicySize"),
        "Roles": account.roles.count(),
        "RolesQuota": limit("RolesPerAccount"),
    }


def _policy_versions_in_use(account: Account) -> int:
    """How many policies, AWS's included, are attached to anybody; boundaries do not count."""
    arns = {policy.arn for policy in account.policies.all()}
    arns |= {policy.arn for policy in account.imported_aws_policies.all()}
    arns |= {policy.arn for policy in account.published_aws_policies.summaries()}
    return sum(attachment_count(account, arn) > 0 for arn in arns)


def _the_password_policy(account: Account) -> PasswordPolicy:
    policy = account.settings.password_policy
    if policy is None:
        hint = "AWS's default policy holds; write one with `iamctl account password-policy set`"
        raise NoSuchEntity("password policy", account.account_id, hint=hint)
    return policy
