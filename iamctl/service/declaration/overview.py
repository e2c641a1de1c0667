"""An account at a glance, after a declaration was carried out: its first users, groups, roles and policies."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.policy.principals import federated, principals, services
from iamctl.service.attachments import policy_name_of

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.model.group import Group
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.declaration.draft import Draft


class Table(NamedTuple):
    """One kind of entity.

    Attributes:
        title: the kind, as its rows' list is called: `Users`.
        rows: the first ones by name; members as in the API's lists, or counts of them.
        total: how many there are.
        listing: the command that lists them all, without `iamctl`.
    """

    title: str
    rows: list[dict[str, Any]]
    total: int
    listing: str


def overview(draft: Draft, *, most: int) -> list[Table]:
    """A table for each of the four kinds that has entities, of `most` rows each."""
    members = Counter(name.lower() for user in draft.users.nouns.values() for name in user.groups)
    holders: tuple[User | Group | Role, ...] = (*draft.users.all(), *draft.groups.all(), *draft.roles.all())
    attachments = Counter(arn for holder in holders for arn in holder.attached_policies)
    tables = [
        Table("Users", [_user(user) for user in islice(draft.users.all(), most)], draft.users.count(), "user list"),
        Table(
            "Groups",
            [
                {
                    "GroupName": group.group_name,
                    "Path": group.path,
                    "Users": members[group.group_name.lower()],
                    "AttachedPolicies": _policies(group.attached_policies),
                }
                for group in islice(draft.groups.all(), most)
            ],
            draft.groups.count(),
            "group list",
        ),
        Table("Roles", [_role(role) for role in islice(draft.roles.all(), most)], draft.roles.count(), "role list"),
        Table(
            "Policies",
            [
                {
                    "PolicyName": policy.policy_name,
                    "Path": policy.path,
                    "DefaultVersionId": policy.default_version_id,
                    "AttachmentCount": attachments[policy.arn],
                }
                for policy in islice(draft.policies.all(), most)
            ],
            draft.policies.count(),
            "policy list --scope local",
        ),
    ]
    return [table for table in tables if table.total]


def _user(user: User) -> dict[str, Any]:
    return {
        "UserName": user.user_name,
        "Path": user.path,
        "Groups": list(user.groups),
        "AttachedPolicies": _policies(user.attached_policies),
    }


def _role(role: Role) -> dict[str, Any]:
    return {
        "RoleName": role.role_name,
        "Path": role.path,
        "TrustedBy": _trusted(role.trust_policy),
        "AttachedPolicies": _policies(role.attached_policies),
    }


def _policies(arns: tuple[str, ...]) -> list[str]:
    return [policy_name_of(arn) for arn in arns]


def _trusted(document: Document) -> list[str]:
    """Whom the trust policy names; of an ARN, what stands behind the account, or of a whole account its id."""
    named = (*services(document), *principals(document), *federated(document))
    return [_short(text) for text in named]


def _short(text: str) -> str:
    if not text.startswith("arn:") or text.count(":") < 5:
        return text
    *_, account_id, resource = text.split(":", 5)
    return account_id if resource == "root" else resource
