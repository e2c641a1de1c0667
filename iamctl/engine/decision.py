"""The answer, and what it rests on."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from iamctl.engine.statement import CompiledStatement


class Outcome(Enum):
    """Three facts, never one boolean."""

    ALLOWED = "allowed"
    IMPLICITLY_DENIED = "implicitDeny"
    EXPLICITLY_DENIED = "explicitDeny"


class PolicyType(Enum):
    """The types of policy, in the words that AWS's AccessDenied sentences have for them."""

    RESOURCE_CONTROL = "resource control policy"
    SERVICE_CONTROL = "service control policy"
    RESOURCE = "resource-based policy"
    TRUST = "role trust policy"
    IDENTITY = "identity-based policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"


class Verdict(NamedTuple):
    """What the policies of one type say.

    Attributes:
        level: which level of control policies, from 1; 0 where there are no levels.
        statements: those that made it so: the denies, else the allows.
    """

    policy_type: PolicyType
    outcome: Outcome
    statements: tuple[CompiledStatement, ...] = ()
    level: int = 0


class Decision(NamedTuple):
    """The whole answer.

    Attributes:
        verdicts: one for each type (and level) of policy that was asked, in AWS's order.
        denied_by: the type of policy that denied; None when allowed.
        reason: why the verdicts come to this outcome, where that is not plain from them.
    """

    outcome: Outcome
    verdicts: tuple[Verdict, ...]
    denied_by: PolicyType | None = None
    reason: str = ""

    @property
    def is_allowed(self) -> bool:
        return self.outcome is Outcome.ALLOWED

    @property
    def deciding(self) -> tuple[tuple[PolicyType, CompiledStatement], ...]:
        """The statements that decided: of an allowance every allow, of an explicit deny every deny."""
        if self.outcome is Outcome.IMPLICITLY_DENIED:
            return ()
        return tuple(
            (verdict.policy_type, statement)
            for verdict in self.verdicts
            if verdict.outcome is self.outcome
            for statement in verdict.statements
        )
