"""Tags of users, roles, policies, instance profiles and providers.

Rules kept here:
  * keys of users and roles are the same whatever their case, and tagging again takes the new spelling; keys of the
    other kinds differ by case: `Team` and `team` stand side by side;
  * tagging with nothing is refused; untagging with nothing only for providers;
  * at most 50 tags a call, and at most 50 stay; keys that begin with `aws:` are AWS's.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from iamctl.errors import InvalidInput
from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.names import Constraint, check, check_tag_count, check_tags
from iamctl.model.oidc_provider import OIDCProvider
from iamctl.model.policy import Policy
from iamctl.model.role import Role
from iamctl.model.saml_provider import SAMLProvider
from iamctl.model.tag import Tag, with_tags, without_tags
from iamctl.model.user import User
from iamctl.service.lookup import (
    the_instance_profile,
    the_oidc_provider,
    the_policy,
    the_role,
    the_saml_provider,
    the_user,
)
from iamctl.service.operation import operation
from iamctl.service.own_policies import own_policy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.service.account import Account
    from iamctl.store.protocol import Shelf

T = TypeVar("T", User, Role, Policy, InstanceProfile, SAMLProvider, OIDCProvider)
TAG_KEY = Constraint("tagKeys", None, 1, 128)


@operation("TagUser", writes=True)
def tag_user(account: Account, *, user_name: str, tags: Iterable[Tag]) -> User:
    """Give a user tags; a key that it has takes the new value.

    Raises:
        NoSuchEntity: there is no such user.
        LimitExceeded: it would have over 50 tags.
        ValidationError, InvalidInput: the tags are not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html
    """
    return _tag(account.users, the_user(account, user_name), tuple(tags), ignore_case=True)


@operation("UntagUser", writes=True)
def untag_user(account: Account, *, user_name: str, tag_keys: Iterable[str]) -> User:
    """Take tags off a user; a key that it lacks is passed over.

    Raises:
        NoSuchEntity: there is no such user.
        ValidationError: a key is empty or too long.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html
    """
    return _untag(account.users, the_user(account, user_name), tuple(tag_keys), ignore_case=True)


@operation("ListUserTags", writes=False)
def list_user_tags(account: Account, *, user_name: str) -> list[Tag]:
    """The tags of a user, sorted by key.

    Raises:
        NoSuchEntity: there is no such user.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html
    """
    return sorted(the_user(account, user_name).tags)


@operation("TagRole", writes=True)
def tag_role(account: Account, *, role_name: str, tags: Iterable[Tag]) -> Role:
    """Give a role tags; a key that it has takes the new value.

    Raises:
        NoSuchEntity: there is no such role.
        LimitExceeded: it would have over 50 tags.
        ValidationError, InvalidInput: the tags are not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
    """
    return _tag(account.roles, the_role(account, role_name), tuple(tags), ignore_case=True)


@operation("UntagRole", writes=True)
def untag_role(account: Account, *, role_name: str, tag_keys: Iterable[str]) -> Role:
    """Take tags off a role; a key that it lacks is passed over.

    Raises:
        NoSuchEntity: there is no such role.
        ValidationError: a key is empty or too long.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html
    """
    return _untag(account.roles, the_role(account, role_name), tuple(tag_keys), ignore_case=True)


@operation("ListRoleTags", writes=False)
def list_role_tags(account: Account, *, role_name: str) -> list[Tag]:
    """The tags of a role, sorted by key.

    Raises:
        NoSuchEntity: there is no such role.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html
    """
    return sorted(the_role(account, role_name).tags)


@operation("TagPolicy", writes=True)
def tag_policy(account: Account, *, policy_arn: str, tags: Iterable[Tag]) -> Policy:
    """Give a policy tags; a key that it has takes the new value.

    Raises:
        NoSuchEntity: there is no such policy.
        AccessDenied: the policy is AWS's.
        LimitExceeded: it would have over 50 tags.
        ValidationError, InvalidInput: the tags are not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html
    """
    return _tag(
        account.policies, own_policy(account, policy_arn, action="iam:TagPolicy"), tuple(tags), ignore_case=False
    )


@operation("UntagPolicy", writes=True)
def untag_policy(account: Account, *, policy_arn: str, tag_keys: Iterable[str]) -> Policy:
    """Take tags off a policy; a key that it lacks is passed over.

    Raises:
        NoSuchEntity: there is no such policy.
        AccessDenied: the policy is AWS's.
        ValidationError: a key is empty or too long.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html
    """
    return _untag(
        account.policies, own_policy(account, policy_arn, action="iam:UntagPolicy"), tuple(tag_keys), ignore_case=False
    )


@operation("ListPolicyTags", writes=False)
def list_policy_tags(account: Account, *, policy_arn: str) -> list[Tag]:
    """The tags of a policy, sorted by key.

    Raises:
        NoSuchEntity: there is no such policy.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html
    """
    return sorted(the_policy(account, policy_arn).tags)


@operation("TagInstanceProfile", writes=True)
def tag_instance_profile(account: Account, *, instance_profile_name: str, tags: Iterable[Tag]) -> InstanceProfile:
    """Give an instance profile tags; a key that it has takes the new value.

    Raises:
        NoSuchEntity: there is no such instance profile.
        LimitExceeded: it would have over 50 tags.
        ValidationError, InvalidInput: the tags are not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html
    """
    return _tag(
        account.instance_profiles, the_instance_profile(account, instance_profile_name), tuple(tags), ignore_case=False
    )


@operation("UntagInstanceProfile", writes=True)
def untag_instance_profile(account: Account, *, instance_profile_name: str, tag_keys: Iterable[str]) -> InstanceProfile:
    """Take tags off an instance profile; a key that it lacks is passed over.

    Raises:
        NoSuchEntity: there is no such instance profile.
        ValidationError: a key is empty or too long.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html
    """
    return _untag(
        account.instance_profiles,
        the_instance_profile(account, instance_profile_name),
        tuple(tag_keys),
        ignore_case=False,
    )


@operation("ListInstanceProfileTags", writes=False)
def list_instance_profile_tags(account: Account, *, instance_profile_name: str) -> list[Tag]:
    """The tags of an instance profile, sorted by key.

    Raises:
        NoSuchEntity: there is no such instance profile.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html
    """
    return sorted(the_instance_profile(account, instance_profile_name).tags)


@operation("TagSAMLProvider", writes=True)
def tag_saml_provider(account: Account, *, saml_provider_arn: str, tags: Iterable[Tag]) -> SAMLProvider:
    """Give a SAML provider tags; a key that it has takes the new value.

    Raises:
        NoSuchEntity: there is no such SAML provider.
        LimitExceeded: it would have over 50 tags.
        ValidationError, InvalidInput: the tags are not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagSAMLProvider.html
    """
    return _tag(account.saml_providers, the_saml_provider(account, saml_provider_arn), tuple(tags), ignore_case=False)


@operation("UntagSAMLProvider", writes=True)
def untag_saml_provider(account: Account, *, saml_provider_arn: str, tag_keys: Iterable[str]) -> SAMLProvider:
    """Take tags off a SAML provider; a key that it lacks is passed over.

    Raises:
        NoSuchEntity: there is no such SAML provider.
        ValidationError: a key is empty or too long.
        InvalidInput: no key is given.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagSAMLProvider.html
    """
    keys = tuple(tag_keys)
    if not keys:
        raise InvalidInput("The list of tag keys must not be empty.")
    return _untag(account.saml_providers, the_saml_provider(account, saml_provider_arn), keys, ignore_case=False)


@operation("ListSAMLProviderTags", writes=False)
def list_saml_provider_tags(account: Account, *, saml_provider_arn: str) -> list[Tag]:
    """The tags of a SAML provider, sorted by key.

    Raises:
        NoSuchEntity: there is no such SAML provider.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviderTags.html
    """
    return sorted(the_saml_provider(account, saml_provider_arn).tags)


@operation("TagOpenIDConnectProvider", writes=True)
def tag_open_id_connect_provider(
    account: Account, *, open_id_connect_provider_arn: str, tags: Iterable[Tag]
) -> OIDCProvider:
    """Give an OpenID Connect provider tags; a key that it has takes the new value.

    Raises:
        NoSuchEntity: there is no such OpenID Connect provider.
        LimitExceeded: it would have over 50 tags.
        ValidationError, InvalidInput: the tags are not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html
    """
    return _tag(
        account.oidc_providers, the_oidc_provider(account, open_id_connect_provider_arn), tuple(tags), ignore_case=False
    )


@operation("UntagOpenIDConnectProvider", writes=True)
def untag_open_id_connect_provider(
    account: Account, *, open_id_connect_provider_arn: str, tag_keys: Iterable[str]
) -> OIDCProvider:
    """Take tags off an OpenID Connect provider; a key that it lacks is passed over.

    Raises:
        NoSuchEntity: there is no such OpenID Connect provider.
        ValidationError: a key is empty or too long.
        InvalidInput: no key is given.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagOpenIDConnectProvider.html
    """
    keys = tuple(tag_keys)
    if not keys:
        raise InvalidInput("The list of tag keys must not be empty.")
    return _untag(
        account.oidc_providers, the_oidc_provider(account, open_id_connect_provider_arn), keys, ignore_case=False
    )


@operation("ListOpenIDConnectProviderTags", writes=False)
def list_open_id_connect_provider_tags(account: Account, *, open_id_connect_provider_arn: str) -> list[Tag]:
    """The tags of an OpenID Connect provider, sorted by key.

    Raises:
        NoSuchEntity: there is no such OpenID Connect provider.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviderTags.html
    """
    return sorted(the_oidc_provider(account, open_id_connect_provider_arn).tags)


def _tag(shelf: Shelf[T], noun: T, tags: tuple[Tag, ...], *, ignore_case: bool) -> T:
    if not tags:
        raise InvalidInput("The list of tags must not be empty.")
    check_tags(tags, ignore_case=ignore_case)
    tagged = with_tags(noun.tags, tags, ignore_case=ignore_case)
    check_tag_count(tagged)
    changed: T = replace(noun, tags=tagged)
    shelf.put(changed)
    return changed


def _untag(shelf: Shelf[T], noun: T, keys: tuple[str, ...], *, ignore_case: bool) -> T:
    for key in keys:
        check(TAG_KEY, key)
    changed: T = replace(noun, tags=without_tags(noun.tags, keys, ignore_case=ignore_case))
    shelf.put(changed)
    return changed
