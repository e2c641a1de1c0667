"""What a request carries: the context keys that follow from the caller, the resource and the moment.

Rules kept here:
  * a key that the question states itself wins, in whatever case it is written;
  * keys are in lower case; a text is a single-valued key, a tuple a multivalued one;
  * what cannot be known is left out: it is absent, and an answer that hangs on it says so.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from iamctl.engine.request import PrincipalKind
from iamctl.model.arn import parse_arn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from iamctl.engine.request import Principal
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account
    from iamctl.service.questions.callers import Caller

Value: TypeAlias = "str | tuple[str, ...]"
Context: TypeAlias = "dict[str, Value]"

# Whose only endpoint says us-east-1, wherever the request came from.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
GLOBAL_SERVICES = frozenset(
    {"iam", "organizations", "account", "cloudfront", "route53", "support", "globalaccelerator", "shield", "waf"}
)
_TYPES = {
    PrincipalKind.ROOT: "Account",
    PrincipalKind.USER: "User",
    PrincipalKind.ROLE_SESSION: "AssumedRole",
    PrincipalKind.FEDERATED_USER: "FederatedUser",
    PrincipalKind.ANONYMOUS: "Anonymous",
}
_TAGGED = {
    "user": "users",
    "role": "roles",
    "policy": "policies",
    "instance-profile": "instance_profiles",
    "saml-provider": "saml_providers",
    "oidc-provider": "oidc_providers",
}


def context_of_caller(caller: Caller) -> Context:
    """The keys that follow from who asks.

    A role's tags count as the session's; tags that a session was given on top of them are the question's to state.
    """
    context = context_of_principal(caller.principal)
    if caller.identity is not None and caller.principal.kind is not PrincipalKind.FEDERATED_USER:
        context.update(tag_keys("aws:principaltag/", caller.identity.tags))
    return context


def context_of_principal(principal: Principal) -> Context:
    """The keys that follow from the principal alone, without its tags."""
    kind = principal.kind
    context: Context = {"aws:principalaccount": principal.account_id} if principal.account_id else {}
    if kind in _TYPES:
        context["aws:principaltype"] = _TYPES[kind]
    if kind is PrincipalKind.ANONYMOUS:
        context["aws:principalaccount"] = "anonymous"
        return context
    if kind is PrincipalKind.FEDERATED:
        return context | _context_of_provider(principal.arn)
    context["aws:principalisawsservice"] = "true" if kind is PrincipalKind.SERVICE else "false"
    if kind is PrincipalKind.SERVICE:
        context["aws:principalservicename"] = principal.arn
        context["aws:principalservicenameslist"] = (principal.arn,)
        return context
    is_session = kind is PrincipalKind.ROLE_SESSION
    context["aws:principalarn"] = principal.parent_arn if is_session and principal.parent_arn else principal.arn
    if kind is PrincipalKind.USER:
        context["aws:username"] = principal.arn.rpartition("/")[2]
    if principal.unique_ids:
        context["aws:userid"] = principal.unique_ids[0]
    return context


def _context_of_provider(provider: str) -> Context:
    """The keys of who is vouched for, while it asks for a role; whose host alone is known, like Google's, has none.

    Source: https://github.com/radkawar/stackd (docs/oidc-federation.md, docs/saml-federation.md: answers of STS)
    """
    account_id = account_of_resource(provider)
    if account_id is None:
        return {}
    return {"aws:principalaccount": account_id, "aws:principaltype": "User", "aws:userid": provider}


def context_of_resource(account: Account, action: str, resource: str, resource_account: str | None) -> Context:
    """The keys that follow from what is asked for: whose it is, its region, and its tags where the account has it."""
    return stated_resource_context(action, resource, resource_account) | context_of_entity(account, resource)


def context_of_entity(account: Account, resource: str) -> Context:
    """The tags of an entity of IAM, where the account has it: services know them as aws:ResourceTag, IAM as its own."""
    tags = _tags_of(account, resource)
    return tag_keys("aws:resourcetag/", tags) | tag_keys("iam:resourcetag/", tags)


def stated_resource_context(action: str, resource: str, resource_account: str | None) -> Context:
    """The keys that follow from the resource's ARN and the action's service."""
    context: Context = {"aws:resourceaccount": resource_account} if resource_account else {}
    service = action.partition(":")[0].lower()
    parts = resource.split(":", 5)
    if service in GLOBAL_SERVICES:
        context["aws:requestedregion"] = "us-east-1"
    elif len(parts) == 6 and parts[3] and not set(parts[3]) & {"*", "?"}:
        context["aws:requestedregion"] = parts[3]
    return context


def context_of_moment(now: datetime) -> Context:
    """The keys of every request: when it comes, by TLS, and not by way of another service."""
    return {
        "aws:currenttime": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "aws:epochtime": str(int(now.timestamp())),
        "aws:securetransport": "true",
        "aws:viaawsservice": "false",
    }


def stated(entries: Mapping[str, Value]) -> Context:
    """The keys that a question states, in lower case."""
    return {key.lower(): value for key, value in entries.items()}


def tag_keys(prefix: str, tags: Iterable[Tag]) -> Context:
    return {f"{prefix}{tag.key.lower()}": tag.value for tag in tags}


def account_of_resource(resource: str) -> str | None:
    """The account that the ARN names; None where it names none (`*`, a bucket) or AWS's own."""
    parts = resource.split(":", 5)
    account_id = parts[4] if len(parts) == 6 else ""
    return account_id if len(account_id) == 12 and account_id.isdecimal() else None


def _tags_of(account: Account, resource: str) -> tuple[Tag, ...]:
    arn = parse_arn(resource)
    shelf = _TAGGED.get(arn.resource_type) if arn is not None and arn.account_id == account.account_id else None
    if arn is None or shelf is None:
        return ()
    noun = getattr(account, shelf).find(arn.name)
    return noun.tags if noun is not None and noun.arn == resource else ()
