"""The table: all rows, what pairs of them are called, and which actions they need."""

from __future__ import annotations

from iamctl.analysis.escalation.iam_rows import IDENTITIES, POLICIES
from iamctl.analysis.escalation.primitives import Need
from iamctl.analysis.escalation.service_rows import COMPUTE

PROFILE_NEEDS = (Need("iam:CreateInstanceProfile", "profile"), Need("iam:AddRoleToInstanceProfile", "profile"))
"""What a role that is in no instance profile needs besides."""

ALTERING = frozenset(need.action.lower() for row in POLICIES for need in row.needs)
"""The actions that change what an identity may do, in lower case."""

TABLE = (*IDENTITIES, *POLICIES, *COMPUTE)

JOINED = {
    ("iam-009", "sts-001"): "iam-014",
    ("iam-008", "iam-002"): "iam-015",
    ("iam-001", "sts-001"): "iam-016",
    ("iam-005", "sts-001"): "iam-017",
    ("iam-007", "iam-002"): "iam-018",
    ("iam-009", "iam-012"): "iam-019",
    ("iam-001", "iam-012"): "iam-020",
    ("iam-005", "iam-012"): "iam-021",
}
"""Two rows about one target, the change first, and the id of the road that they are together."""

MFA = ("iam:DeactivateMFADevice", "iam:EnableMFADevice", "iam:ResyncMFADevice")
"""What lifts a demand for MFA. Devices are outside the account's files: what asks for MFA stays a condition."""


def actions_of_rows() -> tuple[frozenset[str], ...]:
    """The actions of each row that needs several, in lower case; with those for a profile as well where it has one."""
    rows = [(*row.needs, *extra) for row in TABLE for extra in ((), PROFILE_NEEDS if row.has_profile else ())]
    found = (frozenset(need.action.lower() for need in needs) for needs in rows)
    return tuple(dict.fromkeys(each for each in found if len(each) > 1))


def actions_named() -> frozenset[str]:
    """Every action of the table, in lower case."""
    others = ("iam:createpolicy", "iam:deletepolicyversion", *(need.action.lower() for need in PROFILE_NEEDS))
    return frozenset(need.action.lower() for row in TABLE for need in row.needs).union(others)
