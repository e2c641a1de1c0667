"""PolicyExclusionList: which policies of the principal a simulation leaves out.

An entry names a type of policy, a managed policy by ARN (its name with one `*` at most and any number of `?`), or an
inline policy by its name and whom it is attached to. What no policy answers to is passed over.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyIdentifier.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidInput, ValidationError
from iamctl.policy.wildcard import matcher
from iamctl.service.simulation.sources import BOUNDARY

if TYPE_CHECKING:
    from iamctl.service.simulation.sources import Source

POLICY_TYPES = ("inline", "aws-managed", "user-managed", "permission-boundary", "scp", "rcp")
_ARN = re.compile(r"arn:aws[a-z-]*:iam::(?:[0-9]{12}|aws):policy/[\w+=,.@/*?-]+")


class InlinePolicyIdentifier(NamedTuple):
    """An inline policy; the name of whom it is attached to may hold `*` and `?`."""

    policy_name: str
    attachment_type: str
    attachment_name: str


class PolicyExclusion(NamedTuple):
    """One entry; exactly one member is given."""

    policy_type: str | None = None
    policy_arn: str | None = None
    inline_policy_identifier: InlinePolicyIdentifier | None = None

    def check(self) -> None:
        """That the entry is well-formed.

        Raises:
            ValidationError: the type of policy is none.
            InvalidInput: no member or several, or an ARN that is none or has a wildcard where none may be.
        """
        if sum(member is not None for member in self) != 1:
            raise InvalidInput(
                "An entry of PolicyExclusionList names one thing: PolicyType, PolicyArn or InlinePolicyIdentifier."
            )
        if self.policy_type is not None and self.policy_type not in POLICY_TYPES:
            hint = f"it is one of {', '.join(POLICY_TYPES)}"
            raise ValidationError(f"{self.policy_type} is no type of policy.", hint=hint)
        if self.policy_arn is not None and (not _ARN.fullmatch(self.policy_arn) or self.policy_arn.count("*") > 1):
            raise InvalidInput(f"Invalid ARN provided in the request: {self.policy_arn}.")

    def excludes(self, source: Source) -> bool:
        """Whether the source is one of those that the entry names."""
        if self.policy_type is not None:
            return _type_of(source) == self.policy_type
        if self.policy_arn is not None:
            return bool(source.arn) and bool(matcher(self.policy_arn)(source.arn))
        named = self.inline_policy_identifier
        if named is None or source.attached_to[0] != named.attachment_type:
            return False
        whole_id = f"{source.attached_to[0]}_{source.attached_to[1]}_{named.policy_name}"
        return source.policy_id == whole_id and bool(matcher(named.attachment_name)(source.attached_to[1]))


def _type_of(source: Source) -> str | None:
    if source.policy_type == BOUNDARY:
        return "permission-boundary"
    if source.attached_to[0]:
        return "inline"
    if not source.arn:
        return None  # a policy that was given is not attached
    return "aws-managed" if ":iam::aws:" in source.arn else "user-managed"
