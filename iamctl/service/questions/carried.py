"""Which context keys a request might carry that the question did not state.

Rules kept here:
  * what follows from the principal is known: a role has no aws:username, only services have aws:SourceArn;
  * tags of a resource that the account keeps are known, and so are a user's; a session may have more than its role;
  * a service's own key that AWS lists neither for the action nor for its resources is not carried;
  * of any other key it is taken that the request may carry it.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from iamctl.engine.request import PrincipalKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamctl.engine.request import Principal
    from iamctl.reference.services import ServiceReference
    from iamctl.service.questions.context import Value

_OF_SERVICES = frozenset(
    {
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:sourcearn",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
    }
)
_OF_ROLE_SESSIONS = frozenset(
    {
        "aws:federatedprovider",
        "aws:sourceidentity",
        "aws:chatbotsourcearn",
        "aws:ec2instancesourcevpc",
        "aws:ec2instancesourceprivateipv4",
        "ec2:roledelivery",
        "ec2:sourceinstancearn",
        "glue:rolerassumedby",
        "glue:credentialissuingservice",
        "lambda:sourcefunctionarn",
        "ssm:sourceinstancearn",
        "identitystore:userid",
    }
)
_OF_SIGNED_IN = frozenset(
    {"aws:multifactorauthpresent", "aws:multifactorauthage", "aws:tokenissuetime", "aws:assumedroot"}
)
_OF_PRINCIPALS = frozenset({"aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:userid"})
_OF_CHAINS = frozenset({"aws:calledvia", "aws:calledviafirst", "aws:calledvialast"})
_NOBODY = (PrincipalKind.SERVICE, PrincipalKind.FEDERATED, PrincipalKind.ANONYMOUS)


def is_known_absent(key: str, principal: Principal) -> bool:
    """Whether no request of the principal carries the key (in lower case), whatever it asks for."""
    kind = principal.kind
    if key == "aws:username":
        return True  # a user's is always there
    if key in _OF_SERVICES:
        return kind is not PrincipalKind.SERVICE
    if key in _OF_ROLE_SESSIONS:
        return kind is not PrincipalKind.ROLE_SESSION
    if key in _OF_SIGNED_IN or key in _OF_PRINCIPALS or key.startswith("aws:principaltag/"):
        return kind in _NOBODY
    return False


class KnownKeys:
    """What AWS publishes of condition keys; the tables are opened when a key is first asked about."""

    def __init__(self) -> None:
        self._listed: dict[str, frozenset[str] | None] = {}
        self._several: dict[str, bool | None] = {}

    def is_multivalued(self, key: str) -> bool | None:
        """Whether the key holds several values; None where AWS says nothing of it."""
        if key not in self._several:
            found = self._reference.condition_key(key)
            _make_room(self._several)
            self._several[key] = found.is_multivalued if found is not None else None
        return self._several[key]

    def is_of_other_requests(self, key: str, action: str) -> bool:
        """Whether AWS lists the key, and not for this action."""
        service = action.partition(":")[0].lower()
        if not key.startswith((f"{service}:", "aws:requesttag/", "aws:tagkeys")):
            return False
        listed = self._of(action.lower())
        if listed is None:
            return False
        found = self._reference.condition_key(key)
        return found is not None and found.name.lower() not in listed

    def _of(self, action: str) -> frozenset[str] | None:
        if action not in self._listed:
            found = self._reference.action(action)
            names = self._reference.keys_of_action(found) if found is not None else None
            _make_room(self._listed)
            self._listed[action] = frozenset(name.lower() for name in names) if names is not None else None
        return self._listed[action]

    @cached_property
    def _reference(self) -> ServiceReference:
        from iamctl.reference.services import ServiceReference  # only an absent key pays for its 5 ms

        return ServiceReference()


class Carried:
    """The keys that a request for the action may carry.

    Args:
        context: what the request carries already; keys in lower case.
        keys: what AWS publishes; the same one for many requests spares reading it again.
        is_caller_known: whether the caller's tags are known, so that those it lacks are known to be absent.
    """

    __slots__ = ("_action", "_context", "_is_caller_known", "_keys", "_principal")

    def __init__(
        self,
        principal: Principal,
        action: str,
        context: Mapping[str, Value],
        *,
        keys: KnownKeys,
        is_caller_known: bool,
    ) -> None:
        self._principal = principal
        self._action = action
        self._context = context
        self._keys = keys
        self._is_caller_known = is_caller_known

    def may_carry(self, key: str) -> bool:
        """Whether the request might carry the key, in lower case, which it was not said to."""
        principal = self._principal
        if is_known_absent(key, principal):
            return False
        if key.startswith("aws:principaltag/"):
            return not (self._is_caller_known and principal.kind in (PrincipalKind.USER, PrincipalKind.ROOT))
        if key in _OF_CHAINS:
            return self._context.get("aws:viaawsservice") != "false"
        if key.startswith(("aws:resourcetag/", "iam:resourcetag/")) and self._action.lower().startswith("iam:"):
            return not self._is_caller_known  # what the account keeps is known with its tags
        return not self._keys.is_of_other_requests(key, self._action)

    def is_multivalued(self, key: str) -> bool | None:
        """Whether the key holds several values; None where AWS says nothing of it."""
        return self._keys.is_multivalued(key)


def _make_room(cache: dict[str, Any]) -> None:
    if len(cache) >= 4096:
        cache.clear()
