"""The answer of GetAccountAuthorizationDetails: what the account holds, written as its imports were.

AWS lists its own managed policies where they are attached or a boundary; those that came with an import are
listed as well. The format has no place for descriptions, session durations and identity providers.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from iamctl.exchange.dump import GROUPS, LISTS, POLICIES, ROLES, USERS
from iamctl.exchange.import_records import ImportRecords, as_imported
from iamctl.exchange.spelling import said, unescaped
from iamctl.model.import_record import ABSENT
from iamctl.model.policy import AWS, Policy, is_published
from iamctl.service.details import group_detail, policy_detail, role_detail, user_detail
from iamctl.service.enumerations import check_one_of
from iamctl.service.members import Members, instance_profile_members
from iamctl.service.operation import operation
from iamctl.service.policy_usage import PolicyUsage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from iamctl.model.instance_profile import InstanceProfile
    from iamctl.service.account import Account

FILTERS = ("User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy")
LIST_OF = {"User": USERS, "Group": GROUPS, "Role": ROLES, "Policy": POLICIES}


class Detail(NamedTuple):
    """One entity of the answer, as iamctl itself writes it.

    Attributes:
        name: the entity's name; a policy's ARN.
        is_used: False for an AWS managed policy that nothing in the account uses.
    """

    entity_type: str
    unique_id: str
    name: str
    members: Members
    is_used: bool = True


@operation("GetAccountAuthorizationDetails", writes=False)
def get_account_authorization_details(account: Account, *, filter: Collection[str] = ()) -> Members:
    """Users, groups, roles and managed policies with all that hangs on them, each list sorted by name.

    Args:
        filter: of `FILTERS`; none is all. The lists of other kinds are empty.

    Raises:
        ValidationError: there is no such filter.
    """
    for wanted in filter:
        check_one_of("filter", wanted, FILTERS)
    records = ImportRecords(account)
    answer: Members = {member: [] for member in LISTS}
    for detail in details(account, records):
        if not filter or _filter_of(detail) in filter:
            entity = records.find(detail.entity_type, detail.unique_id, detail.name)
            if (detail.is_used or entity) and (members := as_imported(detail.members, entity)) is not None:
                answer[LIST_OF[detail.entity_type]].append(members)
    return answer if filter else _as_imported_answer(answer, records)


def details(account: Account, records: ImportRecords, *, also: Collection[str] = ()) -> Iterator[Detail]:
    """Every entity that the answer may list: users, groups, roles, own policies, AWS's policies.

    Args:
        also: ARNs of AWS managed policies that may be listed though neither use nor import speaks of them.
    """
    attached: Counter[str] = Counter()
    boundaries: Counter[str] = Counter()
    for user in account.users.all():
        attached.update(user.attached_policies)
        boundaries.update([user.permissions_boundary] if user.permissions_boundary else [])
        yield Detail("User", user.user_id, user.user_name, user_detail(user))
    for group in account.groups.all():
        attached.update(group.attached_policies)
        yield Detail("Group", group.group_id, group.group_name, group_detail(group))
    profiles = profiles_by_role(account)
    for role in account.roles.all():
        attached.update(role.attached_policies)
        boundaries.update([role.permissions_boundary] if role.permissions_boundary else [])
        listed = [instance_profile_members(profile, [role]) for profile in profiles.get(role.role_name.lower(), [])]
        yield Detail("Role", role.role_id, role.role_name, role_detail(role, listed))
    for policy in (
        *account.policies.all(),
        *_aws_policies(account, {*attached, *boundaries, *records.names("Policy"), *also}),
    ):
        usage = PolicyUsage(attached[policy.arn], boundaries[policy.arn])
        members = policy_detail(policy, usage)
        yield Detail("Policy", policy.policy_id, policy.arn, members, policy.account_id != AWS or any(usage))


def profiles_by_role(account: Account) -> dict[str, list[InstanceProfile]]:
    """The account's instance profiles by the names, in lower case, of the roles that are in them."""
    found: dict[str, list[InstanceProfile]] = {}
    for profile in account.instance_profiles.all():
        for role_name in profile.roles:
            found.setdefault(role_name.lower(), []).append(profile)
    return found


def _aws_policies(account: Account, arns: set[str]) -> list[Policy]:
    """AWS's policies of these ARNs, and those that came with an import."""
    arns = set(filter(is_published, arns))
    found = {policy.arn: policy for policy in account.imported_aws_policies.all()}
    for arn in sorted(arns - found.keys()):
        if (policy := account.find_policy(arn)) is not None:
            found[arn] = policy
    return sorted(found.values(), key=lambda policy: (policy.policy_name.lower(), policy.arn))


def _filter_of(detail: Detail) -> str:
    if detail.entity_type != "Policy":
        return detail.entity_type
    return "AWSManagedPolicy" if is_published(detail.name) else "LocalManagedPolicy"


def _as_imported_answer(answer: Members, records: ImportRecords) -> Members:
    """The answer with what stood around the entities in the newest dump."""
    for path, spelling in records.answer.items():
        member = unescaped(path[1:])
        if (said(answer[member]) if member in answer else ABSENT) != spelling.was:
            continue
        if spelling.source == ABSENT:
            del answer[member]
        else:
            answer[member] = json.loads(spelling.source, parse_float=Decimal)
    return answer
