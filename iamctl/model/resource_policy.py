"""Resource-based policies of resources that the account does not keep: buckets, queues, keys.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from iamctl.model.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePolicy:
    """The policy of one resource.

    Attributes:
        account_id: whose resource it is: the account that keeps the policy.
        resource_arn: six parts that begin with `arn`, no wildcards; letters count in their case.
    """

    kind: ClassVar[str] = "resource policy"

    account_id: str
    resource_arn: str
    document: Document

    @property
    def name(self) -> str:
        return self.resource_arn

    @property
    def unique_id(self) -> str:
        """It has no id of its own; its resource's ARN stands for it."""
        return self.resource_arn

    @property
    def arn(self) -> str:
        return self.resource_arn
