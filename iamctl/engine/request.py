"""The question: may this principal do this action to this resource, in this context?

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class PrincipalKind(Enum):
    """What asks."""

    ROOT = "root user"
    USER = "user"
    ROLE_SESSION = "role session"
    FEDERATED_USER = "federated user"
    FEDERATED = "federated identity"
    """Whom a SAML or OpenID Connect provider vouches for, while it asks for a role."""
    SERVICE = "service"
    ANONYMOUS = "anonymous"


class Principal(NamedTuple):
    """Who asks.

    Attributes:
        arn: as CloudTrail shows the caller: a user's, a role session's, a federated user's ARN; a service's name;
            a provider's ARN or host; empty for anonymous.
        account_id: empty for services and anonymous.
        parent_arn: the role of a role session, the user of a federated user.
        unique_ids: the caller's and its parent's, which a policy may name in the place of their ARNs.
        is_service_linked: a session of a service-linked role; SCPs and RCPs leave it alone.
        is_path_known: False for a session of which only its ARN is known, which leaves out the path of its role: the
            role then goes by its name, which is unique in its account whatever the path.
    """

    kind: PrincipalKind
    arn: str
    account_id: str = ""
    parent_arn: str | None = None
    unique_ids: tuple[str, ...] = ()
    is_service_linked: bool = False
    is_path_known: bool = True

    @property
    def is_stranger(self) -> bool:
        """Whether the caller is of no account: it has no policies of its own."""
        return self.kind in (PrincipalKind.SERVICE, PrincipalKind.FEDERATED, PrincipalKind.ANONYMOUS)


class Request(NamedTuple):
    """One (principal, action, resource, context).

    Attributes:
        action: `service:Name`, in any case of letters.
        resource: an ARN, or `*` where the action takes none.
        context: keys in lower case. A text is a single-valued key, a tuple a multivalued one, whatever it holds;
            a key that is not there is absent.
        resource_account: whose resource it is; None is the one that the ARN names, else the caller's own.
    """

    principal: Principal
    action: str
    resource: str
    context: Mapping[str, str | tuple[str, ...]]
    resource_account: str | None = None

    @property
    def is_cross_account(self) -> bool:
        own = self.principal.account_id
        owner = self.resource_account or self._account_in_arn()
        return bool(owner and own and owner != own)

    def _account_in_arn(self) -> str | None:
        """The account in the resource's ARN; S3's have none, and AWS's own managed policies say `aws`."""
        parts = self.resource.split(":", 5)
        return parts[4] if len(parts) == 6 and len(parts[4]) == 12 and parts[4].isdigit() else None
