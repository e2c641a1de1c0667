"""The entities of a dump as nouns. Ids and dates are the dump's; what it leaves out is the account's or new.

A name, path or ARN that IAM's own model does not allow is a mistake of the dump. Tags that it does not allow stay
out of the noun: the import's record keeps them.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from iamctl.errors import IamError
from iamctl.exchange.dump import GROUPS, POLICIES, ROLES, USERS, Dump
from iamctl.model.arn import parse_arn
from iamctl.model.document import Document
from iamctl.model.group import Group
from iamctl.model.inline_policy import InlinePolicy
from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.names import (
    GROUP_NAME,
    INSTANCE_PROFILE_NAME,
    PATH,
    POLICY_NAME,
    POLICY_PATH,
    ROLE_NAME,
    USER_NAME,
    VERSION_ID,
    Constraint,
    check_tags,
    constraint_broken,
)
from iamctl.model.policy import AWS, Policy, PolicyVersion
from iamctl.model.role import Role
from iamctl.model.tag import Tag
from iamctl.model.user import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.exchange.entry import Entry
    from iamctl.service.account import Account

N = TypeVar("N", User, Group, Role, Policy, InstanceProfile)


class Sourced(NamedTuple, Generic[N]):
    """A noun and the object of the dump that it comes from."""

    noun: N
    entry: Entry


class SourcedRole(NamedTuple):
    """A role with the instance profiles that the dump lists under it."""

    noun: Role
    entry: Entry
    profiles: tuple[InstanceProfile, ...]


class Brought(NamedTuple):
    """All that a dump brings, in its order.

    Attributes:
        repeated: ARNs of entities that stand in it twice, the second time the same.
    """

    users: list[Sourced[User]]
    groups: list[Sourced[Group]]
    roles: list[SourcedRole]
    policies: list[Sourced[Policy]]
    aws_policies: list[Sourced[Policy]]
    repeated: list[str]


def brought_by(dump: Dump, account: Account) -> Brought:
    """The dump's entities.

    Raises:
        InvalidInput, Mistakes: an entity is not what IAM has; every mistake with line and column.
    """
    repeated: list[str] = []
    users = [Sourced(_user(e, account), e) for e in _once(dump.lists[USERS], "UserName", repeated)]
    groups = [Sourced(_group(e, account), e) for e in _once(dump.lists[GROUPS], "GroupName", repeated)]
    roles = [_role(e, account) for e in _once(dump.lists[ROLES], "RoleName", repeated)]
    own = [e for e in dump.lists[POLICIES] if not is_aws(e)]
    aws = [e for e in dump.lists[POLICIES] if is_aws(e)]
    policies = [Sourced(_policy(e, account, account.account_id), e) for e in _once(own, "PolicyName", repeated)]
    aws_policies = [Sourced(_policy(e, account, AWS), e) for e in _once(aws, "PolicyName", repeated)]
    dump.refuse_mistakes()
    return Brought(users, groups, roles, policies, aws_policies, repeated)


def is_aws(entry: Entry) -> bool:
    """Whether the policy is one that AWS publishes."""
    arn = parse_arn(entry.find_text("Arn") or "")
    return arn is not None and arn.account_id == AWS


def _once(entries: list[Entry], name_member: str, repeated: list[str]) -> Iterator[Entry]:
    """Each entity once; a second one of the same name is a mistake unless it is the same through and through."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        name = entry.value.get(name_member)
        first = seen.setdefault(name.lower(), entry) if isinstance(name, str) else entry
        if first is entry:
            yield entry
        elif first.value == entry.value:
            repeated.append(str(entry.value.get("Arn") or name))
        else:
            entry.mistake(name_member, f"There is another {name} before; names are compared without regard to case.")


def _user(entry: Entry, account: Account) -> User:
    name = entry.text("UserName", USER_NAME)
    known = account.users.find(name) if name else None
    user_id = entry.find_text("UserId") or (known.user_id if known else account.new_id("AIDA"))
    # Credentials are an identity's, not a name's: they stay where the unique id does.
    same = known if known is not None and known.user_id == user_id else None
    return User(
        account_id=account.account_id,
        user_name=name,
        path=_path(entry),
        user_id=user_id,
        create_date=entry.moment("CreateDate", known.create_date if known else account.now),
        groups=_groups(entry),
        attached_policies=_attached(entry),
        inline_policies=_inline(entry, "UserPolicyList"),
        permissions_boundary=_boundary(entry),
        tags=_tags(entry, ignore_case=True),
        access_keys=same.access_keys if same else (),
        login_profile=same.login_profile if same else None,
        mfa_devices=same.mfa_devices if same else (),
        ssh_public_keys=same.ssh_public_keys if same else (),
        service_specific_credentials=same.service_specific_credentials if same else (),
        signing_certificates=same.signing_certificates if same else (),
    )


def _group(entry: Entry, account: Account) -> Group:
    name = entry.text("GroupName", GROUP_NAME)
    known = account.groups.find(name) if name else None
    return Group(
        account_id=account.account_id,
        group_name=name,
        path=_path(entry),
        group_id=entry.find_text("GroupId") or (known.group_id if known else account.new_id("AGPA")),
        create_date=entry.moment("CreateDate", known.create_date if known else account.now),
        attached_policies=_attached(entry),
        inline_policies=_inline(entry, "GroupPolicyList"),
    )


def _role(entry: Entry, account: Account) -> SourcedRole:
    name = entry.text("RoleName", ROLE_NAME)
    known = account.roles.find(name) if name else None
    trust_policy = entry.document("AssumeRolePolicyDocument")
    if trust_policy == Document("{}") and entry.value.get("AssumeRolePolicyDocument") == {}:
        entry.mistake("AssumeRolePolicyDocument", "A trust policy has statements.")
    role = Role(
        account_id=account.account_id,
        role_name=name,
        path=_path(entry),
        role_id=entry.find_text("RoleId") or (known.role_id if known else account.new_id("AROA")),
        create_date=entry.moment("CreateDate", known.create_date if known else account.now),
        trust_policy=trust_policy,
        attached_policies=_attached(entry),
        inline_policies=_inline(entry, "RolePolicyList"),
        permissions_boundary=_boundary(entry),
        tags=_tags(entry, ignore_case=True),
    )
    profiles = _once(entry.entries("InstanceProfileList"), "InstanceProfileName", [])
    return SourcedRole(role, entry, tuple(_profile(profile, role.role_name, account) for profile in profiles))


def _profile(entry: Entry, role_name: str, account: Account) -> InstanceProfile:
    name = entry.text("InstanceProfileName", INSTANCE_PROFILE_NAME)
    known = account.instance_profiles.find(name) if name else None
    profile_id = entry.find_text("InstanceProfileId")
    return InstanceProfile(
        account_id=account.account_id,
        instance_profile_name=name,
        path=_path(entry),
        instance_profile_id=profile_id or (known.instance_profile_id if known else account.new_id("AIPA")),
        create_date=entry.moment("CreateDate", known.create_date if known else account.now),
        roles=(role_name,),
        tags=_tags(entry, ignore_case=False),
    )


def _policy(entry: Entry, account: Account, owner: str) -> Policy:
    name = entry.text("PolicyName", POLICY_NAME)
    shelf = account.imported_aws_policies if owner == AWS else account.policies
    known = shelf.find(name) if name else None
    if known is None and owner == AWS and name:
        known = account.published_aws_policies.find(name)
    versions = _versions(entry, account, known)
    default = entry.text("DefaultVersionId", VERSION_ID)
    if default and default not in {version.version_id for version in versions}:
        entry.mistake("DefaultVersionId", f"PolicyVersionList has no version {default}.")
    created = entry.moment("CreateDate", known.create_date if known else account.now)
    description = entry.find_text("Description") if isinstance(entry.value.get("Description"), str) else None
    return Policy(
        account_id=owner,
        policy_name=name,
        path=_path(entry, POLICY_PATH),
        policy_id=entry.find_text("PolicyId") or (known.policy_id if known else account.new_id("ANPA")),
        create_date=created,
        update_date=entry.moment("UpdateDate", known.update_date if known else created),
        default_version_id=default,
        versions=versions,
        latest_version=max([_number(version.version_id) for version in versions], default=1),
        description=description or None,
        is_attachable=entry.is_true("IsAttachable", default=True),
        tags=_tags(entry, ignore_case=False),
    )


def _versions(entry: Entry, account: Account, known: Policy | None) -> tuple[PolicyVersion, ...]:
    found: dict[str, PolicyVersion] = {}
    for each in entry.entries("PolicyVersionList"):
        version_id = each.text("VersionId", VERSION_ID)
        before = known.version(version_id) if known else None
        moment = each.moment("CreateDate", before.create_date if before else account.now)
        version = PolicyVersion(version_id, moment, each.document("Document"))
        if found.setdefault(version_id, version) is not version and version_id:
            each.mistake("VersionId", f"There is another version {version_id} before.")
    if not found:
        entry.mistake(None, "PolicyVersionList is missing or empty: a managed policy has at least one version.")
    return tuple(sorted(found.values(), key=lambda version: _number(version.version_id)))


def _number(version_id: str) -> int:
    digits = version_id.removeprefix("v").partition(".")[0]
    return int(digits) if digits.isascii() and digits.isdecimal() else 0


def _path(entry: Entry, constraint: Constraint = PATH) -> str:
    path = entry.find_text("Path")
    if path is None:
        return "/"
    return entry.text("Path", constraint)


def _groups(entry: Entry) -> tuple[str, ...]:
    """Each group once; names are compared without regard to case."""
    found: dict[str, str] = {}
    for index, name in enumerate(entry.texts("GroupList")):
        if clause := constraint_broken(GROUP_NAME, name):
            entry.mistake("GroupList", f"GroupList[{index}]: {clause}.")
        found.setdefault(name.lower(), name)
    return tuple(found.values())


def _attached(entry: Entry) -> tuple[str, ...]:
    arns = [_policy_arn(each, "PolicyArn") for each in entry.entries("AttachedManagedPolicies")]
    return tuple(dict.fromkeys(arn for arn in arns if arn))


def _boundary(entry: Entry) -> str | None:
    boundary = entry.entry("PermissionsBoundary")
    return _policy_arn(boundary, "PermissionsBoundaryArn") or None if boundary else None


def _policy_arn(entry: Entry, member: str) -> str:
    text = entry.text(member)
    arn = parse_arn(text)
    if text and (arn is None or arn.resource_type != "policy" or text.count(":") > 5):
        entry.mistake(member, f"{text} is not the ARN of a managed policy.")
    return text


def _inline(entry: Entry, member: str) -> tuple[InlinePolicy, ...]:
    found: dict[str, InlinePolicy] = {}
    for each in entry.entries(member):
        name = each.text("PolicyName", POLICY_NAME)
        policy = InlinePolicy(name, each.document("PolicyDocument"))
        if found.setdefault(name.lower(), policy) is not policy and name:
            each.mistake("PolicyName", f"There is another inline policy {name} before.")
    return tuple(found.values())


def _tags(entry: Entry, *, ignore_case: bool) -> tuple[Tag, ...]:
    """The tags that IAM allows, 50 at most; `aws:` keys are those that AWS's own services write."""
    found: dict[str, Tag] = {}
    for each in entry.entries("Tags"):
        value: Any = each.value.get("Value")
        tag = Tag(each.text("Key"), value if isinstance(value, str) else "")
        key = tag.key.lower() if ignore_case else tag.key
        if len(found) < 50 and is_allowed(tag) and key:
            found.setdefault(key, tag)
    return tuple(found.values())


def is_allowed(tag: Tag) -> bool:
    """Whether IAM's model allows the tag by itself."""
    try:
        check_tags([tag], ignore_case=False)
    except IamError:
        return tag.key.lower().startswith("aws:") and is_allowed(Tag(f"_{tag.key[4:]}", tag.value))
    return True
