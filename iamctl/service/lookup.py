"""Who is meant: a name, an ARN or a unique id, wherever an identity is named.

AWS finds names without regard to case and ARNs letter by letter. An unknown name suggests near ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.model.arn import parse_arn

if TYPE_CHECKING:
    from iamctl.model.group import Group
    from iamctl.model.instance_profile import InstanceProfile
    from iamctl.model.oidc_provider import OIDCProvider
    from iamctl.model.policy import Policy
    from iamctl.model.role import Role
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.store.protocol import N, Shelf


def the_user(account: Account, user_name: str) -> User:
    """The user of this name, ARN or unique id.

    Raises:
        NoSuchEntity: there is none.
    """
    return _the(account.users, user_name, "user")


def the_group(account: Account, group_name: str) -> Group:
    """The group of this name, ARN or unique id.

    Raises:
        NoSuchEntity: there is none.
    """
    return _the(account.groups, group_name, "group")


def the_role(account: Account, role_name: str) -> Role:
    """The role of this name, ARN or unique id.

    Raises:
        NoSuchEntity: there is none.
    """
    return _the(account.roles, role_name, "role")


def the_instance_profile(account: Account, instance_profile_name: str) -> InstanceProfile:
    """The instance profile of this name, ARN or unique id.

    Raises:
        NoSuchEntity: there is none.
    """
    return _the(account.instance_profiles, instance_profile_name, "instance profile")


def the_saml_provider(account: Account, name: str) -> SAMLProvider:
    """The SAML provider of this name or ARN.

    Raises:
        NoSuchEntity: there is none.
    """
    return _the(account.saml_providers, name, "saml provider")


def the_oidc_provider(account: Account, url: str) -> OIDCProvider:
    """The OpenID Connect provider of this URL (with or without `https://`) or ARN.

    Raises:
        NoSuchEntity: there is none.
    """
    return _the(account.oidc_providers, url.removeprefix("https://"), "oidc provider")


def the_policy(account: Account, policy_arn: str) -> Policy:
    """The managed policy of this ARN, name or unique id, the account's own or AWS's.

    Raises:
        NoSuchEntity: there is none.
        InvalidInput: a name that both the account and AWS have.
    """
    if policy_arn.startswith("arn:"):
        found = account.find_policy(policy_arn)
    elif policy_arn.startswith("ANPA") and len(policy_arn) >= 16:
        shelves = (account.policies, account.imported_aws_policies, account.published_aws_policies)
        by_id = (shelf.find_id(policy_arn) for shelf in shelves)
        found = next((policy for policy in by_id if policy is not None), None) or _policy_named(account, policy_arn)
    else:
        found = _policy_named(account, policy_arn)
    if found is None:
        raise NoSuchEntity("policy", policy_arn, hint=_policy_hint(account, policy_arn))
    return found


def _policy_named(account: Account, name: str) -> Policy | None:
    own = account.policies.find(name)
    aws = account.imported_aws_policies.find(name) or account.published_aws_policies.find(name)
    if own and aws:
        raise InvalidInput(f"The name {name} means two policies.", hint=[f"say {own.arn}", f"or {aws.arn}"])
    return own or aws


def _policy_hint(account: Account, name: str) -> str:
    from iamctl.syntax.spelling import near  # only a failed look-up pays for difflib

    close = near(name.rpartition("/")[2], [*account.policies.names(), *account.published_aws_policies.names()])
    return _hint(close, "policy")


def _the(shelf: Shelf[N], text: str, kind: str) -> N:
    arn = parse_arn(text) if text.startswith("arn:") else None
    found = shelf.find(arn.name if arn else text)
    if found is not None and arn is not None and found.arn != text:
        raise NoSuchEntity(kind, text, hint=f"did you mean {found.arn}?")
    if found is None and len(text) >= 16 and arn is None:
        found = shelf.find_id(text)
    if found is None:
        from iamctl.syntax.spelling import near  # only a failed look-up pays for difflib

        raise NoSuchEntity(kind, text, hint=_hint(near(arn.name if arn else text, shelf.names()), kind))
    return found


_LISTED_BY = {
    "instance profile": "instance-profile",
    "saml provider": "provider saml",
    "oidc provider": "provider oidc",
}


def _hint(close: list[str], kind: str) -> str:
    listing = f"list them with `iamctl {_LISTED_BY.get(kind, kind)} list`"
    return f"did you mean {' or '.join(close)}? {listing}" if close else listing
