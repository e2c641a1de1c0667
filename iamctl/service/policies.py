"""Operations on managed policies, the account's own and AWS's.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import EntityAlreadyExists
from iamctl.model.group import Group
from iamctl.model.names import DESCRIPTION, PATH_PREFIX, POLICY_NAME, POLICY_PATH, check, check_tags
from iamctl.model.policy import Policy, PolicyVersion
from iamctl.model.role import Role
from iamctl.model.user import User
from iamctl.service.blockers import Blocker, check_unblocked
from iamctl.service.enumerations import check_one_of
from iamctl.service.lookup import the_policy
from iamctl.service.operation import operation
from iamctl.service.own_policies import own_policy
from iamctl.service.policy_usage import PolicyUsage, attached_to, bounded_by, usage_of
from iamctl.service.quotas import check_quota

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.document import Document
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account, PolicySummary

SCOPES = ("All", "AWS", "Local")
PERMISSIONS_POLICY, PERMISSIONS_BOUNDARY = "PermissionsPolicy", "PermissionsBoundary"
USAGES = (PERMISSIONS_POLICY, PERMISSIONS_BOUNDARY)
ENTITY_TYPES = ("User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy")

ATTACHED_TO_ENTITIES = "Cannot delete a policy attached to entities."
SEVERAL_VERSIONS = (
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
    "The default version is deleted with the policy."
)


class PolicyWithUsage(NamedTuple):
    """A policy, and how often it is used."""

    policy: Policy
    usage: PolicyUsage


class ListedPolicy(NamedTuple):
    """A policy as a list shows it, without documents, and how often it is used."""

    policy: PolicySummary
    usage: PolicyUsage


class PolicyEntities(NamedTuple):
    """Whom a policy hangs on, each kind sorted by name."""

    groups: tuple[Group, ...]
    users: tuple[User, ...]
    roles: tuple[Role, ...]


@operation("CreatePolicy", writes=True)
def create_policy(
    account: Account,
    *,
    policy_name: str,
    policy_document: Document,
    path: str = "/",
    description: str | None = None,
    tags: Iterable[Tag] = (),
) -> Policy:
    """Create a managed policy; the document is its version v1.

    Args:
        policy_name: 1-128 characters of `[A-Za-z0-9_+=,.@-]`.
        policy_document: at most 6144 characters without white space; its grammar is checked already.
        path: `/` or `/a/b/`, at most 512 characters; fixed for good, as is the description.
        description: at most 1000 characters.
        tags: at most 50; `Team` and `team` are two keys.

    Raises:
        EntityAlreadyExists: a policy of the account has this name, in any case of letters and on any path.
        LimitExceeded: the account has all the policies it may have, or the document is too long.
        ValidationError, InvalidInput: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
    """
    check(POLICY_NAME, policy_name)
    check(POLICY_PATH, path)
    check(DESCRIPTION, description or "")
    tags = tuple(tags)
    check_tags(tags, ignore_case=False)
    if (other := account.policies.find(policy_name)) is not None:
        raise EntityAlreadyExists("policy", policy_name, hint=f"see it with `iamctl policy get {other.arn}`")
    check_quota(account, "PoliciesPerAccount", account.policies.count() + 1)
    check_quota(account, "PolicySize", policy_document.size)
    policy = Policy(
        account_id=account.account_id,
        policy_name=policy_name,
        path=path,
        policy_id=account.new_id("ANPA"),
        create_date=account.now,
        update_date=account.now,
        default_version_id="v1",
        versions=(PolicyVersion("v1", account.now, policy_document),),
        latest_version=1,
        description=description,
        tags=tags,
    )
    account.policies.put(policy)
    return policy


@operation("GetPolicy", writes=False)
def get_policy(account: Account, *, policy_arn: str) -> PolicyWithUsage:
    """The policy of this ARN, name or unique id, the account's own or AWS's.

    Raises:
        NoSuchEntity: there is none.
        InvalidInput: a name that both the account and AWS have.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html
    """
    policy = the_policy(account, policy_arn)
    return PolicyWithUsage(policy, usage_of(account, policy.arn))


@operation("ListPolicies", writes=False)
def list_policies(
    account: Account,
    *,
    scope: str = "All",
    only_attached: bool = False,
    path_prefix: str = "/",
    policy_usage_filter: str | None = None,
) -> list[ListedPolicy]:
    """The managed policies whose path begins with the prefix, sorted by name, without documents.

    Args:
        scope: `All`, `AWS` or `Local`.
        only_attached: leave out what no user, group or role has.
        policy_usage_filter: `PermissionsPolicy` or `PermissionsBoundary`: which use counts for `only_attached`;
            without it any does. As in AWS it does nothing unless `only_attached` is set.

    Raises:
        ValidationError: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
    """
    check(PATH_PREFIX, path_prefix)
    check_one_of("scope", scope, SCOPES)
    if policy_usage_filter is not None:
        check_one_of("policyUsageFilter", policy_usage_filter, USAGES)
    found = [policy for policy in _in_scope(account, scope) if policy.path.startswith(path_prefix)]
    listed = [ListedPolicy(policy, usage_of(account, policy.arn)) for policy in found]
    if only_attached:
        listed = [policy for policy in listed if _is_used(policy.usage, policy_usage_filter)]
    return sorted(listed, key=lambda one: (one.policy.policy_name.lower(), one.policy.arn))


def _in_scope(account: Account, scope: str) -> Iterator[PolicySummary]:
    if scope != "AWS":
        yield from account.policies.all()
    if scope != "Local":
        published = {summary.arn: summary for summary in account.published_aws_policies.summaries()}
        imported: dict[str, PolicySummary] = {policy.arn: policy for policy in account.imported_aws_policies.all()}
        yield from (published | imported).values()


def _is_used(usage: PolicyUsage, policy_usage_filter: str | None) -> bool:
    if policy_usage_filter == PERMISSIONS_POLICY:
        return usage.attachment_count > 0
    if policy_usage_filter == PERMISSIONS_BOUNDARY:
        return usage.permissions_boundary_usage_count > 0
    return any(usage)


@operation("DeletePolicy", writes=True)
def delete_policy(account: Account, *, policy_arn: str) -> Policy:
    """Delete a policy of the account that nobody uses and that has no version but the default one.

    Raises:
        NoSuchEntity: there is no such policy.
        DeleteConflict: it is in use or has other versions; every one is named.
        AccessDenied: the policy is AWS's.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
    """
    policy = own_policy(account, policy_arn, action="iam:DeletePolicy")
    check_unblocked(policy_blockers(account, policy), forced_by=f"policy delete {policy.policy_name} --force")
    account.policies.remove(policy.policy_name)
    return policy


def policy_blockers(account: Account, policy: Policy) -> Iterable[Blocker]:
    """All that must go before the policy can."""
    for entity in attached_to(account, policy.arn).all:
        yield Blocker(ATTACHED_TO_ENTITIES, f"{entity.kind} detach-policy {entity.name} {policy.arn}")
    for entity in bounded_by(account, policy.arn).all:
        yield Blocker(ATTACHED_TO_ENTITIES, f"{entity.kind} delete-boundary {entity.name}")
    for version in policy.versions:
        if version.version_id != policy.default_version_id:
            yield Blocker(SEVERAL_VERSIONS, f"policy version delete {policy.policy_name} {version.version_id}")


@operation("EmptyPolicy", writes=True)
def empty_policy(account: Account, *, policy_arn: str) -> Policy:
    """Take away all that stands in the way of the policy's deletion: every use of it and every other version.

    AWS's console does it; its API has no call. An identity whose boundary this is has none afterwards.

    Raises:
        NoSuchEntity: there is no such policy.
        AccessDenied: the policy is AWS's.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-delete.html
    """
    policy = own_policy(account, policy_arn, action="iam:DeletePolicy")
    uses = (attached_to(account, policy.arn), bounded_by(account, policy.arn))
    for user in {user.user_name: user for use in uses for user in use.users}.values():
        account.users.put(replace(user, **_without(user, policy.arn)))
    for group in uses[0].groups:
        account.groups.put(replace(group, **_without(group, policy.arn)))
    for role in {role.role_name: role for use in uses for role in use.roles}.values():
        account.roles.put(replace(role, **_without(role, policy.arn)))
    emptied = replace(policy, versions=(policy.default_version,))
    account.policies.put(emptied)
    return emptied


def _without(identity: User | Group | Role, arn: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"attached_policies": tuple(one for one in identity.attached_policies if one != arn)}
    if not isinstance(identity, Group) and identity.permissions_boundary == arn:
        facts["permissions_boundary"] = None
    return facts


@operation("ListEntitiesForPolicy", writes=False)
def list_entities_for_policy(
    account: Account,
    *,
    policy_arn: str,
    entity_filter: str | None = None,
    path_prefix: str = "/",
    policy_usage_filter: str | None = None,
) -> PolicyEntities:
    """The users, groups and roles that the policy hangs on; without a usage filter boundaries count too.

    Args:
        entity_filter: `User`, `Role` or `Group`; `LocalManagedPolicy` and `AWSManagedPolicy` find nobody.
        path_prefix: of the users, groups and roles.
        policy_usage_filter: `PermissionsPolicy` or `PermissionsBoundary`.

    Raises:
        NoSuchEntity: there is no such policy.
        ValidationError: a parameter is not acceptable.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
    """
    check(PATH_PREFIX, path_prefix)
    if entity_filter is not None:
        check_one_of("entityFilter", entity_filter, ENTITY_TYPES)
    if policy_usage_filter is not None:
        check_one_of("policyUsageFilter", policy_usage_filter, USAGES)
    arn = the_policy(account, policy_arn).arn
    found: dict[tuple[str, str], User | Group | Role] = {}
    if policy_usage_filter != PERMISSIONS_BOUNDARY:
        found |= {(entity.kind, entity.name): entity for entity in attached_to(account, arn).all}
    if policy_usage_filter != PERMISSIONS_POLICY:
        found |= {(entity.kind, entity.name): entity for entity in bounded_by(account, arn).all}
    wanted = [
        entity
        for entity in sorted(found.values(), key=lambda entity: entity.name.lower())
        if entity.path.startswith(path_prefix) and entity_filter in (None, entity.kind.capitalize())
    ]
    return PolicyEntities(
        tuple(entity for entity in wanted if isinstance(entity, Group)),
        tuple(entity for entity in wanted if isinstance(entity, User)),
        tuple(entity for entity in wanted if isinstance(entity, Role)),
    )
