"""What an import meets in the account: nothing of the name, the same entity, or one with other facts.

Facts are what the dump's format says of an entity and the account's files hold. Counts that are derived, and in
what order groups and policies are listed, are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import EntityAlreadyExists, IamctlError, Mistakes
from iamctl.exchange.authorization_details import profiles_by_role
from iamctl.exchange.spelling import difference
from iamctl.model.group import Group
from iamctl.model.policy import AWS, Policy
from iamctl.model.user import User
from iamctl.service.details import group_detail, policy_detail, role_detail, user_detail
from iamctl.service.members import Members, instance_profile_members
from iamctl.service.policy_usage import PolicyUsage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.exchange.entities import Brought, Sourced, SourcedRole
    from iamctl.exchange.entry import Entry
    from iamctl.model.instance_profile import InstanceProfile
    from iamctl.model.role import Role
    from iamctl.service.account import Account

NEW, SAME, OTHER = "new", "same", "other"


class Met(NamedTuple):
    """One entity of a dump and what the account has in its place.

    Attributes:
        state: `NEW`, `SAME` or `OTHER`.
        there: the entity of the account with the same name.
        differing: members whose facts differ.
        profiles: a role's instance profiles.
        is_published: the policy is AWS's and needs no file: its versions are the published ones.
    """

    noun: User | Group | Role | Policy
    entry: Entry
    state: str
    there: User | Group | Role | Policy | None
    differing: tuple[str, ...] = ()
    profiles: tuple[InstanceProfile, ...] = ()
    is_published: bool = False

    @property
    def entity_type(self) -> str:
        return type(self.noun).__name__

    @property
    def words(self) -> str:
        """What a person calls it: `user alice`."""
        aws = isinstance(self.noun, Policy) and self.noun.account_id == AWS
        return f"{'AWS managed ' if aws else ''}{self.noun.kind} {self.noun.name}"


def met_in(account: Account, brought: Brought) -> list[Met]:
    """Every entity of the dump with what stands in its place."""
    profiles = profiles_by_role(account)
    return [
        *(_met(each, account.users.find(each.noun.user_name)) for each in brought.users),
        *(_met(each, account.groups.find(each.noun.group_name)) for each in brought.groups),
        *(_met_role(account, each, profiles) for each in brought.roles),
        *(_met(each, account.policies.find(each.noun.policy_name)) for each in brought.policies),
        *(_met_aws_policy(account, each) for each in brought.aws_policies),
    ]


def refuse_conflicts(met: Iterable[Met]) -> None:
    """Tell every conflict at once.

    Raises:
        EntityAlreadyExists, Mistakes: there are any; the exit status is 5.
    """
    errors: list[IamctlError] = [
        EntityAlreadyExists(each.noun.kind, each.noun.name, hint=_hint(each)) for each in met if each.state == OTHER
    ]
    if errors:
        errors[-1].hints += ("`--on-conflict skip` leaves them as they are, `--on-conflict replace` takes the dump's",)
        raise errors[0] if len(errors) == 1 else Mistakes(errors)


def _hint(met: Met) -> str:
    members = ", ".join(met.differing[:5]) + (f" and {len(met.differing) - 5} more" if len(met.differing) > 5 else "")
    return f"the dump differs in {members}"


def _met(sourced: Sourced[User] | Sourced[Group] | Sourced[Policy], there: User | Group | Policy | None) -> Met:
    if there is None:
        return Met(sourced.noun, sourced.entry, NEW, None)
    differing = tuple(_differing(_facts(there), _facts(sourced.noun)))
    return Met(sourced.noun, sourced.entry, OTHER if differing else SAME, there, differing)


def _met_role(account: Account, sourced: SourcedRole, profiles: dict[str, list[InstanceProfile]]) -> Met:
    role, entry, brought = sourced
    there = account.roles.find(role.role_name)
    differing = []
    if there is not None:
        before = _role_facts(there, profiles.get(there.role_name.lower(), []))
        differing = list(_differing(before, _role_facts(role, brought)))
    taken = [_other_profile(account, profile) for profile in brought]
    if any(taken) and "InstanceProfileList" not in differing:
        differing.append("InstanceProfileList")
    state = OTHER if differing else NEW if there is None else SAME
    return Met(role, entry, state, there, tuple(differing), brought)


def _other_profile(account: Account, profile: InstanceProfile) -> bool:
    """Whether the account has another instance profile of this name."""
    there = account.instance_profiles.find(profile.instance_profile_name)
    if there is None:
        return False
    same_roles = [name.lower() for name in there.roles] == [name.lower() for name in profile.roles]
    return not same_roles or bool(difference(_profile_facts(there), _profile_facts(profile)))


def _met_aws_policy(account: Account, sourced: Sourced[Policy]) -> Met:
    policy, entry = sourced
    there = account.imported_aws_policies.find(policy.policy_name)
    if there is not None:
        return _met(sourced, there)
    published = account.published_aws_policies.find_arn(policy.arn)
    if published is not None and _texts(published) == _texts(policy):
        return Met(policy, entry, SAME, published, is_published=True)
    return Met(policy, entry, NEW, None)


def _texts(policy: Policy) -> tuple[str, dict[str, str]]:
    return policy.default_version_id, {version.version_id: version.document.text for version in policy.versions}


def _facts(noun: User | Group | Policy) -> Members:
    if isinstance(noun, User):
        return user_detail(noun) | {"GroupList": sorted(noun.groups)}
    if isinstance(noun, Group):
        return group_detail(noun)
    return policy_detail(noun, PolicyUsage(0, 0))


def _role_facts(role: Role, profiles: Iterable[InstanceProfile]) -> Members:
    return role_detail(role, [_profile_facts(profile) for profile in profiles])


def _profile_facts(profile: InstanceProfile) -> Members:
    return instance_profile_members(profile, [])


def _differing(before: Members, after: Members) -> Iterator[str]:
    yield from dict.fromkeys(spelling.path.split("/")[1] for spelling in difference(before, after))
