"""Guards: what must always be true of an account's permissions, as `guards.toml` in the account's folder says it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, NamedTuple


class GuardKind(Enum):
    """What a guard says."""

    NOBODY = "nobody"
    NEVER_PUBLIC = "never public"
    NO_NEW_PATH = "no new path to admin"
    CASE = "case"


class GuardCase(NamedTuple):
    """One expectation of one or more requests.

    Attributes:
        principal: a name, an ARN, a unique id.
        context: keys and their values.
        expect: `allowed`, `denied`, `implicitDeny` or `explicitDeny`.
        reason: a part of what decides; None expects none.
    """

    principal: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    expect: str
    context: tuple[tuple[str, tuple[str, ...]], ...] = ()
    mfa: bool = False
    source_ip: str | None = None
    reason: str | None = None


class Guard(NamedTuple):
    """One thing that must always be true.

    Attributes:
        name: 1-128 characters; no other guard of the account has it.
        excepted: of `nobody`, whom it does not mean: `user/NAME`, `role/NAME`, `group/NAME`, ARNs, account ids,
            services; names and ARNs with wildcards.
        actions: of `nobody`: what nobody may do; in any case of letters, with wildcards.
        resources: of `nobody` and `never public`: on which resources, with wildcards; none is on all.
        case: of `case`.
    """

    name: str
    kind: GuardKind
    excepted: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    case: GuardCase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """All guards of an account, in the order of their file."""

    kind: ClassVar[str] = "guards"

    account_id: str
    guards: tuple[Guard, ...] = ()

    @property
    def name(self) -> str:
        """There is one such file in an account."""
        return self.account_id

    @property
    def unique_id(self) -> str:
        """Guards have no unique id; their ARN stands for it."""
        return self.arn

    @property
    def arn(self) -> str:
        """AWS has no such entity; this names it within iamctl only."""
        return f"arn:aws:iam::{self.account_id}:guards"
