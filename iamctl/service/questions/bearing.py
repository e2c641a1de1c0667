"""Which policies bear on a question: the caller's, the resource's and the organization's, by type.

    identity    of the user, its groups, or the role: inline ones as `inline Deploy of user alice`, managed by ARN
    boundary    one whose policy is gone denies everything
    resource    a role's trust policy for what assumes it, else what the account keeps for the resource's ARN;
                a bucket's policy is its objects' policy too

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
         https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.authorize import TRUST_ACTIONS
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.engine.request import PrincipalKind
from iamctl.errors import NoSuchEntity
from iamctl.model.arn import parse_arn
from iamctl.service.questions.full_access import with_full_access
from iamctl.service.questions.supposed import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iamctl.model.group import Group
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.service.questions.callers import Caller
    from iamctl.service.questions.supposed import Documents, Supposed


class Bearing(NamedTuple):
    """The policies that bear on a question.

    Attributes:
        unknown: what else would bear on it and is not known here; each a phrase.
        is_caller_unknown: the caller's own policies are among that.
    """

    policies: PolicySet
    unknown: tuple[str, ...] = ()
    is_caller_unknown: bool = False


def policy_set_of(
    account: Account, caller: Caller, action: str, resource: str, supposed: Supposed = NOTHING
) -> PolicySet:
    """The policies that bear on the caller's doing the action to the resource.

    Raises:
        NoSuchEntity: the question leaves out a policy that the caller has not got.
    """
    return with_resource(account, caller_bearing(account, caller, supposed), action, resource, supposed).policies


def caller_bearing(
    account: Account,
    caller: Caller,
    supposed: Supposed = NOTHING,
    *,
    layer_of: Callable[[Documents], Layer] = Layer,
) -> Bearing:
    """What bears on the caller, whatever it asks for; compiled, so keep it for many questions.

    Args:
        layer_of: compiles documents; whoever keeps what it compiled gives its own.

    Raises:
        NoSuchEntity: the question leaves out a policy that the caller has not got.
    """
    unknown: list[str] = []
    documents = supposed.identity
    if documents is None:
        documents = _without(tuple(identity_documents(account, caller, unknown)), supposed.without)
    is_caller_unknown = not caller.is_known and supposed.identity is None and not supposed.drafts
    if is_caller_unknown:
        unknown.append(_foreign(caller))
    policies = PolicySet(
        identity=layer_of((*documents, *supposed.drafts)),
        boundary=_boundary(account, caller, supposed, layer_of),
        session=None if supposed.session is None else layer_of(supposed.session),
        service_control=tuple(map(layer_of, supposed.service_control)),
        resource_control=tuple(with_full_access(layer_of(level)) for level in supposed.resource_control),
    )
    return Bearing(policies, tuple(unknown), is_caller_unknown)


def with_resource(
    account: Account, bearing: Bearing, action: str, resource: str, supposed: Supposed = NOTHING
) -> Bearing:
    """The same with the resource's own policy."""
    documents = supposed.resource
    if documents is None:
        documents = resource_documents(account, action, resource)
    if not documents:
        return bearing
    return bearing._replace(policies=bearing.policies._replace(resource=Layer(documents)))


def identity_documents(account: Account, caller: Caller, unknown: list[str] | None = None) -> Iterator[NamedDocument]:
    """The caller's identity policies: its own, then its groups', inline ones before managed ones.

    Args:
        unknown: takes what is named and not there; an unknown policy allows nothing and denies nothing.
    """
    identity = caller.identity
    if identity is None:
        return
    yield from _documents_of(account, identity, unknown)
    for name in identity.groups if identity.kind == "user" else ():  # type: ignore[union-attr]
        group = account.groups.find(name)
        if group is not None:
            yield from _documents_of(account, group, unknown)
        elif unknown is not None:
            unknown.append(f"group {name} of user {identity.name} is not in the account")


def resource_documents(account: Account, action: str, resource: str) -> Documents:
    """The resource's own policy as the account knows it; empty where it knows none."""
    if action.lower() in TRUST_ACTIONS and ":role/" in resource:
        arn = parse_arn(resource)
        role = account.roles.find(arn.name) if arn is not None else None
        if role is None or role.arn != resource:
            return ()
        return (NamedDocument(f"trust policy of role {role.role_name}", role.trust_policy),)
    for arn_text in covering_arns(resource):
        policy = account.resource_policies.find(arn_text)
        if policy is not None and policy.resource_arn == arn_text:
            return (NamedDocument(f"policy of {arn_text}", policy.document),)
    return ()


def covering_arns(resource: str) -> tuple[str, ...]:
    """The ARNs under which a resource's policy may be kept: its own, and its bucket's.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
    """
    parts = resource.split(":", 5)
    if len(parts) == 6 and parts[2] == "s3" and not parts[3] and not parts[4] and "/" in parts[5]:
        return resource, resource.partition("/")[0]
    return (resource,)


def _documents_of(
    account: Account, identity: User | Group | Role, unknown: list[str] | None
) -> Iterator[NamedDocument]:
    for policy in identity.inline_policies:
        yield NamedDocument(f"inline {policy.policy_name} of {identity.kind} {identity.name}", policy.document)
    for arn in identity.attached_policies:
        managed = account.find_policy(arn)
        if managed is not None:
            yield NamedDocument(arn, managed.default_version.document)
        elif unknown is not None:
            unknown.append(f"policy {arn}, attached to {identity.kind} {identity.name}, is not in the account")


def _boundary(
    account: Account, caller: Caller, supposed: Supposed, layer_of: Callable[[Documents], Layer]
) -> Layer | None:
    if supposed.boundary is not None:
        return layer_of(supposed.boundary) if supposed.boundary else None
    arn = caller.identity.permissions_boundary if caller.identity is not None else None
    if arn is None:
        return None
    policy = account.find_policy(arn)
    return layer_of(() if policy is None else (NamedDocument(arn, policy.default_version.document),))


def _without(documents: Documents, names: tuple[str, ...]) -> Documents:
    """The documents but for those that the names mean: an ARN, a managed policy's name, or an inline policy's."""
    kept = documents
    for name in names:
        left = tuple(document for document in kept if not _is_called(document.name, name))
        if len(left) == len(kept):
            hint = [f"it has {document.name}" for document in documents[:5]] or ["it has no policies"]
            raise NoSuchEntity("attached policy", name, hint=hint)
        kept = left
    return kept


def _is_called(label: str, name: str) -> bool:
    if label == name:
        return True
    called = label.rpartition("/")[2] if label.startswith("arn:") else label.removeprefix("inline ").split(" of ")[0]
    return called.lower() == name.lower()


def _foreign(caller: Caller) -> str:
    principal = caller.principal
    if principal.kind is PrincipalKind.FEDERATED_USER and caller.identity is None:
        return f"the policies of the user that {principal.arn} is a session of"
    return f"the policies of {principal.parent_arn or principal.arn}, which account {principal.account_id} keeps"
