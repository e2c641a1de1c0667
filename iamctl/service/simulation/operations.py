"""SimulateCustomPolicy, SimulatePrincipalPolicy, and the context keys that policies ask for.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.statement import CompiledStatement
from iamctl.errors import InvalidInput, ValidationError
from iamctl.policy.statements import statements_in
from iamctl.service.operation import operation
from iamctl.service.simulation import callers, sources
from iamctl.service.simulation.context_entries import context_of_entries
from iamctl.service.simulation.scene import Scene, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.model.document import Document
    from iamctl.service.account import Account
    from iamctl.service.members import Members
    from iamctl.service.simulation.context_entries import ContextEntry
    from iamctl.service.simulation.exclusions import PolicyExclusion
    from iamctl.service.simulation.sources import Source

MOST_LEVELS = 7
SHORTEST_ACTION, LONGEST_ACTION = 3, 128


class Given(NamedTuple):
    """What a simulation is given, by the API's names.

    Attributes:
        policy_input_list: texts in JSON; none is fine, and allows nothing.
        permissions_boundary_policy_input_list: one at most.
        ordered_organization_policy_input_list: for each level, the root's first, its service control policies.
        policy_exclusion_list: of the principal's own policies.
        resource_arns: none is `*`.
        resource_owner: the ARN of the root of the account whose resources they are; else the caller's account.
        trust_policy: of the role that is assumed; AWS's simulator takes none.
    """

    action_names: Sequence[str]
    policy_input_list: Sequence[str] = ()
    permissions_boundary_policy_input_list: Sequence[str] = ()
    ordered_organization_policy_input_list: Sequence[Sequence[str]] = ()
    policy_exclusion_list: Sequence[PolicyExclusion] = ()
    resource_arns: Sequence[str] = ()
    resource_policy: str | None = None
    trust_policy: str | None = None
    resource_owner: str | None = None
    caller_arn: str | None = None
    context_entries: Sequence[ContextEntry] = ()
    resource_handling_option: str | None = None


@operation("SimulateCustomPolicy", writes=False)
def simulate_custom_policy(
    account: Account,
    *,
    policy_input_list: Sequence[str],
    action_names: Sequence[str],
    permissions_boundary_policy_input_list: Sequence[str] = (),
    ordered_organization_policy_input_list: Sequence[Sequence[str]] = (),
    resource_arns: Sequence[str] = (),
    resource_policy: str | None = None,
    resource_owner: str | None = None,
    caller_arn: str | None = None,
    context_entries: Sequence[ContextEntry] = (),
    resource_handling_option: str | None = None,
) -> Members:
    """What policies that are given allow, whoever has them; the parameters are told at `Given`.

    Raises:
        InvalidInput: a policy, a caller, a key or a combination that cannot be simulated.
        ValidationError: a parameter is outside what the API's model allows.
    """
    given = Given(
        action_names=action_names,
        policy_input_list=policy_input_list,
        permissions_boundary_policy_input_list=permissions_boundary_policy_input_list,
        ordered_organization_policy_input_list=ordered_organization_policy_input_list,
        resource_arns=resource_arns,
        resource_policy=resource_policy,
        resource_owner=resource_owner,
        caller_arn=caller_arn,
        context_entries=context_entries,
        resource_handling_option=resource_handling_option,
    )
    return simulate_custom(account, given)


@operation("SimulatePrincipalPolicy", writes=False)
def simulate_principal_policy(
    account: Account,
    *,
    policy_source_arn: str,
    action_names: Sequence[str],
    policy_input_list: Sequence[str] = (),
    permissions_boundary_policy_input_list: Sequence[str] = (),
    policy_exclusion_list: Sequence[PolicyExclusion] = (),
    resource_arns: Sequence[str] = (),
    resource_policy: str | None = None,
    resource_owner: str | None = None,
    caller_arn: str | None = None,
    context_entries: Sequence[ContextEntry] = (),
    resource_handling_option: str | None = None,
) -> Members:
    """What the policies of a user (with its groups), a group or a role allow; the parameters are told at `Given`.

    Args:
        policy_source_arn: found by its name, whatever the path.
        policy_input_list: besides its own.
        permissions_boundary_policy_input_list: in the place of the one that is attached.

    Raises:
        NoSuchEntity: there is no such user, group or role.
        InvalidInput: as SimulateCustomPolicy; also an ARN of another account, of a root or a session.
        ValidationError: a parameter is outside what the API's model allows.
    """
    given = Given(
        action_names=action_names,
        policy_input_list=policy_input_list,
        permissions_boundary_policy_input_list=permissions_boundary_policy_input_list,
        policy_exclusion_list=policy_exclusion_list,
        resource_arns=resource_arns,
        resource_policy=resource_policy,
        resource_owner=resource_owner,
        caller_arn=caller_arn,
        context_entries=context_entries,
        resource_handling_option=resource_handling_option,
    )
    return simulate_principal(account, policy_source_arn, given)


def simulate_custom(account: Account, given: Given) -> Members:
    """SimulateCustomPolicy, with what AWS's takes no parameter for."""
    identity = sources.given_sources(given.policy_input_list, "PolicyInputList", sources.IAM)
    return _simulated(account, given, identity, _given_boundary(given))


def simulate_principal(account: Account, policy_source_arn: str, given: Given) -> Members:
    """SimulatePrincipalPolicy, with what AWS's takes from the organization or has no parameter for."""
    identity = callers.source_of(account, policy_source_arn)
    entries = given.policy_exclusion_list
    for entry in entries:
        entry.check()

    def kept(found: Iterable[Source]) -> tuple[Source, ...]:
        return tuple(source for source in found if not any(entry.excludes(source) for entry in entries))

    own = kept(sources.identity_sources(account, identity))
    boundary = sources.boundary_sources(account, identity)
    is_gone = any(entry.policy_type == "permission-boundary" for entry in entries)
    if boundary is not None and (is_gone or kept(boundary) != boundary):
        boundary = None
    if any(entry.policy_type == "scp" for entry in entries):
        given = given._replace(ordered_organization_policy_input_list=())
    replaced = _given_boundary(given)
    return _simulated(
        account,
        given._replace(caller_arn=given.caller_arn or identity.arn),
        (*own, *sources.given_sources(given.policy_input_list, "PolicyInputList", sources.IAM)),
        boundary if replaced is None else replaced,
    )


def _simulated(
    account: Account, given: Given, identity: tuple[Source, ...], boundary: tuple[Source, ...] | None
) -> Members:
    """The answer, whole: EvaluationResults, and that there are no more."""
    _check_actions(given.action_names)
    caller_arn, trust = given.caller_arn, given.trust_policy
    principal = callers.nobody(account.account_id) if caller_arn is None else callers.principal_of_caller(caller_arn)
    followed = callers.context_of_caller(caller_arn, account.account_id)
    setting = Setting(
        principal=principal,
        context={**followed, **context_of_entries(given.context_entries)},
        resource_owner=callers.owner_of(given.resource_owner, principal.account_id),
        identity=identity,
        boundary=boundary,
        resource=_resource_source(given),
        trust=None if trust is None else sources.trust_source(trust),
        control=_control_sources(given.ordered_organization_policy_input_list),
    )
    results = Scene(setting).results(given.action_names, given.resource_arns, given.resource_handling_option)
    return {"EvaluationResults": results, "IsTruncated": False}


@operation("GetContextKeysForCustomPolicy", writes=False)
def get_context_keys_for_custom_policy(account: Account, *, policy_input_list: Sequence[str]) -> tuple[str, ...]:
    """The context keys that policies name in conditions and variables, in their spelling, once for each policy.

    Raises:
        InvalidInput: a text is no policy, or has an operator that is none.
    """
    del account
    given = sources.given_sources(policy_input_list, "PolicyInputList", sources.IAM)
    return tuple(key for source in given for key in _keys_in(source.document))


@operation("GetContextKeysForPrincipalPolicy", writes=False)
def get_context_keys_for_principal_policy(
    account: Account, *, policy_source_arn: str, policy_input_list: Sequence[str] = ()
) -> tuple[str, ...]:
    """The context keys that the policies of a user (with its groups), a group or a role name; its boundary's too.

    Raises:
        NoSuchEntity: there is no such user, group or role.
        InvalidInput: a text is no policy, or the ARN is another account's, a root's or a session's.
    """
    identity = callers.source_of(account, policy_source_arn)
    found = [
        *sources.identity_sources(account, identity),
        *(sources.boundary_sources(account, identity) or ()),
        *sources.given_sources(policy_input_list, "PolicyInputList", sources.IAM),
    ]
    return tuple(key for source in found for key in _keys_in(source.document))


def _control_sources(levels: Iterable[Sequence[str]]) -> tuple[tuple[Source, ...], ...]:
    """Service control policies, level by level.

    Raises:
        InvalidInput: a level has none, there are too many, or a text is no policy.
    """
    found = []
    for number, texts in enumerate(levels, 1):
        if not texts:
            raise InvalidInput(f"Level {number} of OrderedOrganizationPolicyInputList has no policy.")
        name = f"OrderedOrganizationPolicyInputList.{number}"
        found.append(sources.given_sources(texts, name, "Service Control Policy"))
    if len(found) > MOST_LEVELS:
        raise InvalidInput(f"An organization has {MOST_LEVELS} levels at most; there are {len(found)}.")
    return tuple(found)


def _given_boundary(given: Given) -> tuple[Source, ...] | None:
    texts = given.permissions_boundary_policy_input_list
    if len(texts) > 1:
        raise InvalidInput("Only one permissions boundary can be simulated.")
    return sources.given_sources(texts, "PermissionsBoundaryPolicyInputList", sources.BOUNDARY) or None


def _resource_source(given: Given) -> Source | None:
    """The resource's policy, which needs a caller whom it may name and resources that it is about."""
    if given.resource_policy is None:
        return None
    if not given.caller_arn:
        raise InvalidInput(callers.NO_CALLER)
    if "*" in (given.resource_arns or ("*",)):
        raise InvalidInput("Invalid Entity Arn: * does not clearly define entity type and name.")
    return sources.resource_source(given.resource_policy)


def _check_actions(actions: Sequence[str]) -> None:
    """That the names have the form of actions; whether there are such actions is not looked at.

    Raises:
        ValidationError: one is too short or too long, or there is none.
        InvalidInput: one has no service.
    """
    if not actions:
        constraint = "Value at 'actionNames' failed to satisfy constraint: Member must not be null"
        raise ValidationError(f"1 validation error detected: {constraint}")
    for action in actions:
        if not SHORTEST_ACTION <= len(action) <= LONGEST_ACTION:
            raise ValidationError(f"The action {action!r} must have {SHORTEST_ACTION} to {LONGEST_ACTION} characters.")
        if ":" not in action:
            raise InvalidInput(f"Invalid Action: {action}.", hint="an action is service:Name, such as s3:GetObject")


def _keys_in(document: Document) -> list[str]:
    """The keys of one document, in its order and spelling, each once."""
    spelt: dict[str, str] = {}
    for statement in statements_in(document.tree):
        for key, spelling in CompiledStatement(statement, "").asks.items():
            spelt.setdefault(key, spelling)
    return list(spelt.values())
