"""What an entity refers to: the facts from which the reverse (members, attachments) is derived.

group       the groups a user is in, by name in lower case
policy      the managed policies attached, by ARN
boundary    the permissions boundary, by ARN
role        the role in an instance profile, by name in lower case
principal   whom a trust policy names under `AWS`, as written
"""

from __future__ import annotations

from collections.abc import Iterator

from iamctl.model.document import Document
from iamctl.model.group import Group
from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.role import Role
from iamctl.model.user import User
from iamctl.store.protocol import Noun

GROUP, POLICY, BOUNDARY, ROLE, PRINCIPAL = "group", "policy", "boundary", "role", "principal"


def references(noun: Noun) -> Iterator[tuple[str, str]]:
    """Every (relation, key) that the entity's facts hold."""
    if isinstance(noun, User):
        yield from ((GROUP, group.lower()) for group in noun.groups)
    if isinstance(noun, User | Group | Role):
        yield from ((POLICY, arn) for arn in noun.attached_policies)
    if isinstance(noun, User | Role) and noun.permissions_boundary:
        yield BOUNDARY, noun.permissions_boundary
    if isinstance(noun, Role):
        yield from ((PRINCIPAL, principal) for principal in dict.fromkeys(trusted(noun.trust_policy)))
    if isinstance(noun, InstanceProfile):
        yield from ((ROLE, role.lower()) for role in noun.roles)


def trusted(document: Document) -> Iterator[str]:
    """Every string that the trust policy has under `Principal.AWS`."""
    if '"AWS"' not in document.text:
        return
    tree = document.tree
    statements = tree.get("Statement", []) if isinstance(tree, dict) else []
    for statement in statements if isinstance(statements, list) else [statements]:
        principal = statement.get("Principal") if isinstance(statement, dict) else None
        named = principal.get("AWS", []) if isinstance(principal, dict) else []
        yield from (text for text in (named if isinstance(named, list) else [named]) if isinstance(text, str))
