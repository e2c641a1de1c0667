"""Ways to more than one has, each as one row: the actions it needs, on what, what it gives, and what else must be so.

A row is one stroke of one identity. Rows join to roads: to attach a policy to a role and then to assume it is a row
about the role's policies and a row about becoming the role (`table.JOINED` has the names that such pairs have of old).

Ids are those of pathfinding.cloud; a row that it lacks has a name of its own.

Sources: https://pathfinding.cloud/ (DataDog, Apache-2.0)
         https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
         https://github.com/nccgroup/PMapper
         https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Category(Enum):
    """Whose permissions one comes to."""

    SELF = "self"
    PRINCIPAL = "principal"
    PASSROLE_NEW = "passrole-new"
    PASSROLE_EXISTING = "passrole-existing"


class Gives(Enum):
    """What a row comes to, in words."""

    CONTROL = "its permissions"
    PART = "its permissions, as far as one service goes"
    ANYTHING = "a policy that allows everything"
    ATTACHED = "a policy of those that may be attached"
    REWRITTEN = "a version of the policy that allows everything"
    OLDER = "another version of the policy"
    MEMBERSHIP = "the group's policies"
    UNBOUNDED = "no permissions boundary"
    REBOUNDED = "another permissions boundary"
    RELIEVED = "no more of what the policy denies"
    TAGGED = "tags that policies ask for"


class Need(NamedTuple):
    """One action.

    Attributes:
        on: `target` (the row's), `role` (the one that is passed), `*`, or the ARN of what is made or found, with
            `{account}` and with a star where any name will do.
    """

    action: str
    on: str = "target"


class Primitive(NamedTuple):
    """One row.

    Attributes:
        on: the kind of the target: user, role, group, policy, saml-provider or oidc-provider.
        service: the principal that a passed role has to trust.
        has_profile: whether the role comes by way of an instance profile.
        outside: what has to be so outside the account; `{role}` is the target's name.
        part: the only service in which the target's permissions come.
    """

    id: str
    title: str
    category: Category
    gives: Gives
    on: str
    needs: tuple[Need, ...]
    service: str = ""
    has_profile: bool = False
    outside: tuple[str, ...] = ()
    part: str = ""

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(need.action for need in self.needs)


PASS = Need("iam:PassRole", "role")
REGION = "us-east-1"
"""The region of what is made or found, where a policy does not ask for another."""
