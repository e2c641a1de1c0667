"""May a standing do it? The engine's answer, with what the caller may choose itself chosen, and the rest as conditions.

A key of the request that the caller sets as it likes (an external id, a session's name, a region) is set so that the
request is allowed. One that is not the caller's to set (where it comes from, whether MFA was used) is a condition.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.escalation.standing import Proof
from iamctl.analysis.globs import example, glob_of
from iamctl.analysis.known import Known
from iamctl.engine.absent import absent_keys, alternatives
from iamctl.engine.authorize import authorize
from iamctl.engine.patterns import utf16
from iamctl.engine.request import Request
from iamctl.engine.variables import parse_template
from iamctl.service.questions import context as contexts
from iamctl.service.questions.carried import Carried, KnownKeys
from iamctl.service.questions.wording import assumed_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iamctl.engine.absent import Alternative
    from iamctl.engine.policy_set import Layer, PolicySet
    from iamctl.service.escalation.holdings import Holding
    from iamctl.service.escalation.snapshot import Snapshot
    from iamctl.service.questions.context import Context, Value

_CHOSEN = frozenset(
    {
        "sts:externalid",
        "sts:rolesessionname",
        "sts:sourceidentity",
        "sts:durationseconds",
        "sts:transitivetagkeys",
        "aws:requestedregion",
        "aws:tagkeys",
        "aws:useragent",
        "aws:referer",
        "iam:associatedresourcearn",
        "iam:awsservicename",
    }
)
_CHOSEN_PREFIXES = ("aws:requesttag/",)
_NEVER_CHOSEN = ("aws:", "iam:", "sts:", "ec2:sourceinstancearn", "ec2:roledelivery", "kms:")
_OF_RESOURCES = ("resourcetag/",)
LONGEST = 8
"""Resources that are tried where any of a kind will do."""


class Granted(NamedTuple):
    """A request that the engine allows, and what has to be so for it; a phrase each."""

    proof: Proof
    conditions: tuple[str, ...] = ()


class Questions:
    """What is put to the engine about one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._keys = KnownKeys()
        self._hanging_of: dict[tuple[object, ...], bool | None] = {}
        self._contexts: dict[tuple[str, str], Context] = {}

    def may(
        self,
        holding: Holding,
        action: str,
        resource: str,
        stated: Mapping[str, Value] | None = None,
        *,
        own: Layer | None = None,
    ) -> Granted | None:
        """The request and its proof; None where the engine denies it whatever it may carry.

        Args:
            stated: keys in lower case that follow from what is done.
            own: the resource's own policy: a role's trust policy.
        """
        policies = holding.policies if own is None else holding.policies._replace(resource=own)
        if own is None and not _is_spoken_of(policies, action, resource):
            return None
        request = self.request(holding, action, resource, stated or {})
        decision = authorize(request, policies)
        told = tuple((stated or {}).items())
        if decision.is_allowed:
            return Granted(Proof(request, decision, told))
        return self._hanging(holding, request, policies, told)

    def hangs(
        self, holding: Holding, action: str, resource: str, stated: Mapping[str, Value] | None = None
    ) -> bool | None:
        """Whether the request hangs on something; None where it is denied. Asked once for all of the holding's way."""
        key = (holding.way, action, resource, tuple((stated or {}).items()))
        if key not in self._hanging_of:
            granted = self.may(holding, action, resource, stated)
            self._hanging_of[key] = None if granted is None else bool(granted.conditions)
        return self._hanging_of[key]

    def request(self, holding: Holding, action: str, resource: str, stated: Mapping[str, Value]) -> Request:
        owner = contexts.account_of_resource(resource) or (self._snapshot.account_id if resource != "*" else None)
        context = {**holding.context, **self._of_resource(action, resource), **stated}
        return Request(holding.caller.principal, action, resource, context, owner)

    def _of_resource(self, action: str, resource: str) -> Context:
        service = action.partition(":")[0]
        key = (service, resource)
        found = self._contexts.get(key)
        if found is None:
            owner = contexts.account_of_resource(resource) or self._snapshot.account_id
            found = contexts.stated_resource_context(action, resource, owner)
            tags = self._snapshot.tags(resource) if service in ("iam", "sts") else ()
            found |= contexts.tag_keys("aws:resourcetag/", tags) | contexts.tag_keys("iam:resourcetag/", tags)
            self._contexts[key] = found
        return found

    def _hanging(
        self,
        holding: Holding,
        request: Request,
        policies: PolicySet,
        told: tuple[tuple[str, Value], ...],
    ) -> Granted | None:
        """What absent keys would have to be for an allowance: the caller's choice before conditions."""
        carried = Carried(
            holding.caller.principal, request.action, request.context, keys=self._keys, is_caller_known=True
        )

        def may_carry(key: str) -> bool:
            if key == "iam:permissionsboundary" or (key.startswith("aws:principaltag/") and key not in request.context):
                return False  # an identity's are known; a session brings none that its road did not give it
            return carried.may_carry(key)

        if not absent_keys(request, policies, may_carry=may_carry):
            return None
        decision = authorize(request, policies)
        found = alternatives(
            request, policies, decision, may_carry=may_carry, is_multivalued=carried.is_multivalued
        ).alternatives
        if not found:
            return None
        best = min(found, key=lambda each: len(_conditions(each, request.action)))
        values = {assumption.key.lower(): assumption.value for assumption in best.assumptions}
        carrying = request._replace(context={**request.context, **values})
        allowed = authorize(carrying, policies)
        if not allowed.is_allowed:
            return None
        return Granted(Proof(carrying, allowed, (*told, *values.items())), _conditions(best, request.action))

    def any_of(
        self, holding: Holding, action: str, pattern: str, stated: Mapping[str, Value] | None = None
    ) -> Granted | None:
        """The same where any resource of the pattern will do: the caller names what it makes or takes what is there."""
        best: Granted | None = None
        for resource in self._tried(holding, action, pattern):
            granted = self.may(holding, action, resource, stated)
            if granted is not None and not granted.conditions:
                return granted
            best = best or granted
        return best

    def somewhere(self, holding: Holding, action: str) -> Granted | None:
        """The same on whatever resource: none at all, or one that an Allow speaks of."""
        known = Known(holding.context, _nothing)
        resources = {"*": None}
        for statement in holding.policies.identity.statements:
            if not statement.is_deny and statement.fits_action(action.lower()):
                for text in statement.statement.resources or ():
                    glob = glob_of(parse_template(text) if statement.statement.has_variables else (text,), known)
                    if glob is not None and text != "*":
                        resources[example(glob) + ("x" if text.endswith("*") else "")] = None
        found = (self.may(holding, action, resource) for resource in resources)
        return next((granted for granted in found if granted is not None), None)

    def _tried(self, holding: Holding, action: str, pattern: str) -> Iterator[str]:
        """Resources of the pattern: one without a special name, then those that Allows speak of."""
        pattern = pattern.replace("{account}", self._snapshot.account_id)
        if "*" not in pattern or pattern == "*":
            yield pattern
            return
        plain = pattern.replace("*", "escalation")
        yield plain
        head = pattern.partition("*")[0]
        kind = head.split(":", 5)
        known = Known(holding.context, _nothing)
        tried = {plain}
        policies = holding.policies
        layers = [layer for layer in (policies.identity, policies.boundary, policies.session) if layer is not None]
        for layer in layers:
            for statement in layer.statements:
                if statement.is_deny or not statement.fits_action(action.lower()):
                    continue
                for text in statement.statement.resources or ():
                    template = parse_template(text) if statement.statement.has_variables else (text,)
                    glob = glob_of(template, known)
                    if glob is None or len(tried) > LONGEST:
                        continue
                    found = _of_kind(example(glob), text, kind)
                    if found is not None and found not in tried:
                        tried.add(found)
                        yield found


def _of_kind(found: str, text: str, kind: list[str]) -> str | None:
    """The example as a resource of the kind, with something where its stars are empty; None if it is of another."""
    parts, written = found.split(":", 5), text.split(":", 5)
    if len(parts) != 6 or len(kind) != 6:
        return None
    filled = [
        part or (kind[index] if index < len(kind) and "*" in written[index] else part)
        for index, part in enumerate(parts)
    ]
    if filled[2] != kind[2] or filled[4] not in (kind[4], ""):
        return None
    name = filled[5]
    if not name.startswith(kind[5]):
        return None
    if name == kind[5] or name.endswith(("/", ":", "-", "_")):
        name += "escalation"
    filled[4] = kind[4]
    filled[5] = name
    return ":".join(filled)


def _is_spoken_of(policies: PolicySet, action: str, resource: str) -> bool:
    """Whether an Allow of the caller's may be about it: most are not, and need no context."""
    lowered, units = action.lower(), utf16(resource)
    layers = (policies.identity, policies.boundary, policies.session)
    return all(
        any(not statement.is_deny for statement in layer.about(lowered, units)) for layer in layers if layer is not None
    )


def _conditions(found: Alternative, action: str) -> tuple[str, ...]:
    return tuple(assumed_in_words(each) for each in found.assumptions if not is_chosen(each.key.lower(), action))


def is_chosen(key: str, action: str) -> bool:
    """Whether the caller sets the key (in lower case) of its request as it likes.

    What a service's own keys tell is what is asked of it (`ec2:InstanceType`), but for tags of what is there.
    """
    if key in _CHOSEN or key.startswith(_CHOSEN_PREFIXES):
        return True
    service = action.partition(":")[0].lower()
    is_own = key.startswith(f"{service}:") and not key.startswith(_NEVER_CHOSEN)
    return is_own and not any(part in key for part in _OF_RESOURCES)


def _nothing(_key: str) -> bool:
    return False
