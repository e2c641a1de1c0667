"""The kinds of policies and what each allows and requires.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
         https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
         https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
"""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple, TypeAlias

Presence: TypeAlias = Literal["required", "optional", "forbidden"]


class PolicyKind(Enum):
    """What a document is written for."""

    IDENTITY = "inline policy"
    MANAGED = "managed policy"
    TRUST = "trust policy"
    RESOURCE = "resource-based policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"
    SCP = "service control policy"
    RCP = "resource control policy"


class Rules(NamedTuple):
    """One row of the table.

    Attributes:
        needs_version_2012: `Version` has to be there and to be 2012-10-17.
        principal: `Principal` or `NotPrincipal`.
        resource: `Resource` or `NotResource`.
        alphanumeric_sids: a `Sid` is `[0-9A-Za-z]*`; else the resource's service has its own rule.
        checks_literals: malformed numbers, dates, networks and ARNs in conditions are refused; STS refuses
            only malformed base64 in session policies.
    """

    needs_version_2012: bool
    principal: Presence
    resource: Presence
    alphanumeric_sids: bool = True
    checks_literals: bool = True


RULES = {
    PolicyKind.IDENTITY: Rules(needs_version_2012=False, principal="forbidden", resource="required"),
    PolicyKind.MANAGED: Rules(needs_version_2012=True, principal="forbidden", resource="required"),
    PolicyKind.BOUNDARY: Rules(needs_version_2012=True, principal="forbidden", resource="required"),
    PolicyKind.SESSION: Rules(
        needs_version_2012=False, principal="forbidden", resource="required", checks_literals=False
    ),
    PolicyKind.TRUST: Rules(needs_version_2012=False, principal="required", resource="forbidden"),
    PolicyKind.RESOURCE: Rules(
        needs_version_2012=False, principal="required", resource="optional", alphanumeric_sids=False
    ),
    PolicyKind.SCP: Rules(needs_version_2012=True, principal="forbidden", resource="required"),
    PolicyKind.RCP: Rules(needs_version_2012=False, principal="required", resource="required"),
}
