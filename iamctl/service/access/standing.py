"""What is known of all requests of a caller for an action: fixed keys, the resources in question, whose they are.

Keys that differ from request to request (the time, where it comes from, MFA, tags of resources) are open unless a
question states them: what depends on them is a condition of the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.globs import below, literal_glob
from iamctl.analysis.grants import Asked
from iamctl.analysis.known import Known
from iamctl.analysis.scopes import EVERYTHING, Scope, one_resource
from iamctl.engine.request import Principal, PrincipalKind
from iamctl.service.questions import context as contexts
from iamctl.service.questions.bearing import covering_arns
from iamctl.service.questions.carried import Carried, KnownKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from iamctl.analysis.globs import Glob
    from iamctl.service.access.outsiders import Outsider
    from iamctl.service.account import Account
    from iamctl.service.questions.asking import Circumstances
    from iamctl.service.questions.callers import Caller
    from iamctl.service.questions.context import Context

_OF_RESOURCES = ("aws:resourcetag/", "iam:resourcetag/")


class Target(NamedTuple):
    """What is asked for.

    Attributes:
        resource: an ARN, or `*`.
        scope: the resources in question, of which `resource` is one.
        resource_account: whose they are; None where nothing tells.
        context: the keys that follow from resource and circumstances.
        is_open: whether several resources are in question, so that their tags are not known.
    """

    action: str
    resource: str
    scope: Scope
    resource_account: str | None
    context: Mapping[str, str | tuple[str, ...]]
    is_open: bool = False


def target_of(account: Account, action: str, resource: str, circumstances: Circumstances) -> Target:
    """One resource; `*` is that of an action that takes none."""
    owner = circumstances.resource_account or contexts.account_of_resource(resource)
    if owner is None and resource != "*":
        owner = account.account_id
    context = contexts.context_of_resource(account, action, resource, owner or account.account_id)
    return Target(action.lower(), resource, one_resource(resource), owner, context | stated(circumstances))


def policed_target(account: Account, action: str, arn: str, circumstances: Circumstances) -> Target:
    """A resource that has a policy of its own, with what is in it."""
    target = target_of(account, action, arn, circumstances)
    return target._replace(scope=Scope(everything_of((arn,))), is_open=True) if _is_bucket(arn) else target


def open_target(account: Account, action: str, left_out: tuple[Glob, ...], circumstances: Circumstances) -> Target:
    """Every resource of the account but for some that are looked at one by one."""
    scope = Scope(left_out, is_rest=True) if left_out else EVERYTHING
    context = stated(circumstances)
    service = action.partition(":")[0].lower()
    if service in contexts.GLOBAL_SERVICES:
        context.setdefault("aws:requestedregion", "us-east-1")
    owner = circumstances.resource_account or account.account_id
    return Target(action.lower(), "*", scope, owner, context, is_open=True)


def everything_of(arns: Iterable[str]) -> tuple[Glob, ...]:
    """The resources, and what is in those that are buckets."""
    return tuple(glob for arn in arns for glob in (literal_glob(arn), *((below(arn),) if _is_bucket(arn) else ())))


def own_roles(account: Account) -> tuple[Glob, ...]:
    """Every role that the account has or could have."""
    return (below(f"arn:aws:iam::{account.account_id}:role"),)


def _is_bucket(arn: str) -> bool:
    return covering_arns(f"{arn}/x")[-1] == arn


def stated(circumstances: Circumstances) -> Context:
    """The keys that the question states."""
    context: Context = {}
    if circumstances.at is not None:
        moment = contexts.context_of_moment(circumstances.at)
        context |= {key: moment[key] for key in ("aws:currenttime", "aws:epochtime")}
    if circumstances.region:
        context["aws:requestedregion"] = circumstances.region
    if circumstances.source_ip:
        context["aws:sourceip"] = circumstances.source_ip
    if circumstances.mfa:
        context["aws:multifactorauthpresent"] = "true"
    return context | contexts.stated(circumstances.context)


def asked_of(caller: Caller, target: Target, keys: KnownKeys) -> Asked:
    """The caller's requests for the target."""
    context: Context = {**contexts.context_of_caller(caller), **target.context}
    carried = Carried(caller.principal, target.action, context, keys=keys, is_caller_known=caller.is_known)
    may_carry = _any_resource(carried.may_carry) if target.is_open else carried.may_carry
    return _asked(caller.principal, target, Known(context, may_carry))


def asked_of_outsider(outsider: Outsider, target: Target, keys: KnownKeys) -> Asked:
    """The requests of somebody who is not of the account; of an account's people nothing is known but the account."""
    principal = outsider.principal
    assert principal is not None, "a representative is needed to ask"
    context = {**outsider.context, **target.context}
    if principal.kind is PrincipalKind.USER and outsider.kind in ("account", "public"):
        return _asked(principal, target, Known(context, _anything))
    carried = Carried(principal, target.action, context, keys=keys, is_caller_known=False)
    may_carry = _any_resource(carried.may_carry) if target.is_open else carried.may_carry
    return _asked(principal, target, Known(context, may_carry))


def somebody_in(account_id: str) -> Principal:
    """Anybody in the account."""
    return Principal(PrincipalKind.USER, f"arn:aws:iam::{account_id}:user/anybody", account_id)


def _asked(principal: Principal, target: Target, known: Known) -> Asked:
    return Asked(principal, target.action, known, target.scope, target.resource, target.resource_account)


def _anything(_key: str) -> bool:
    return True


def _any_resource(may_carry: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda key: key.startswith(_OF_RESOURCES) or may_carry(key)
