"""The least policy for a list of actions and resources.

    an action that acts on no resource     `*`, whatever was written
    a resource of a type that it acts on   as it was written
    a type that it needs and nobody wrote  any such resource, within the region and account of the others
    an action that it depends on           on the resources that fit it, else on any of its type in the account

A pattern such as `s3:Get*` is all actions that it covers and that act on the resource. Actions that AWS does not
publish and resources that an action does not act on are refused.
`iam:PassRole` is confined to the service that the role is passed to, where its name follows from the action.

Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.analysis.fewest_statements import fewest
from iamctl.errors import InvalidInput
from iamctl.model.document import Document
from iamctl.policy.coverage import covered
from iamctl.service.reference import service_reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamctl.reference.vocabulary import Action, ResourceType
    from iamctl.service.least_policy.access_list import Access

PASS_ROLE = "iam:PassRole"
PASSED_TO = {
    "ec2": "ec2.amazonaws.com",
    "ecs": "ecs-tasks.amazonaws.com",
    "lambda": "lambda.amazonaws.com",
    "states": "states.amazonaws.com",
    "glue": "glue.amazonaws.com",
    "sagemaker": "sagemaker.amazonaws.com",
    "cloudformation": "cloudformation.amazonaws.com",
    "codebuild": "codebuild.amazonaws.com",
    "codepipeline": "codepipeline.amazonaws.com",
    "batch": "batch.amazonaws.com",
    "firehose": "firehose.amazonaws.com",
    "ssm": "ssm.amazonaws.com",
}
"""The service principal that roles are passed to, by the prefix of the action that passes them."""
_VARIABLE = re.compile(r"\$\{([^}]*)\}")


class LeastPolicy(NamedTuple):
    """The policy, and what a person should know of how it came about.

    Attributes:
        remarks: what was added or written otherwise, in words.
    """

    document: Document
    remarks: tuple[str, ...]


class _Grant(NamedTuple):
    """One action on one resource.

    Attributes:
        passed_to: the service that a role is passed to; empty is no condition.
    """

    action: str
    resource: str
    passed_to: str = ""


def policy_from_access(listed: Sequence[Access], *, with_dependent: bool = True) -> LeastPolicy:
    """The least policy that allows what is listed.

    Args:
        with_dependent: also what AWS says that the actions depend on.

    Raises:
        InvalidInput: an action is not known, or does not act on its resource; placed.
    """
    wanted: dict[str, dict[str, Access]] = {}
    actions: dict[str, Action] = {}
    for access in listed:
        for action in _known(access):
            actions[action.full_name] = action
            wanted.setdefault(action.full_name, {})[access.resource] = access
    remarks: dict[str, None] = {}
    grants = {
        _Grant(name, resource): None
        for name, entries in wanted.items()
        for resource in _resources(actions[name], entries, remarks)
    }
    if with_dependent:
        for grant in _dependent(actions, wanted, remarks):
            grants.setdefault(grant)
    return LeastPolicy(Document.of(_tree(list(grants))), tuple(remarks))


def _known(access: Access) -> list[Action]:
    reference = service_reference()
    found = reference.actions_matching(access.action)
    if not found:
        near = reference.near_action(access.action) if "*" not in access.action else []
        hints = [f"did you mean {' or '.join(near)}?"] if near else []
        hints.append("look it up with `iamctl reference action`")
        raise InvalidInput(f"{access.action} is no action that AWS publishes.", hint=hints, place=access.place)
    if len(found) == 1 or access.resource == "*":
        return found
    fitting = [action for action in found if _acts_on(action, access.resource)]
    if not fitting:
        raise InvalidInput(f"No action of {access.action} acts on {access.resource}.", place=access.place)
    return fitting


def _acts_on(action: Action, resource: str) -> bool:
    reference = service_reference()
    return any(reference.arn_matches(each, resource) for each in reference.resource_types_for(action))


def _resources(action: Action, entries: dict[str, Access], remarks: dict[str, None]) -> list[str]:
    """The resources that the policy names for the action."""
    reference = service_reference()
    types = reference.resource_types_for(action)
    if not types:
        if set(entries) != {"*"}:
            remarks[f"{action.full_name} acts on no resource: it is allowed on *"] = None
        return ["*"]
    if "*" in entries:
        remarks[f"{action.full_name} is allowed on any resource, as it is listed on *"] = None
        return ["*"]
    named: set[str] = set()
    for resource, access in entries.items():
        fitting = [each for each in types if reference.arn_matches(each, resource)]
        if not fitting:
            hint = f"it acts on {', '.join(f'{each.name} {each.arn_pattern}' for each in types[:5])}"
            raise InvalidInput(f"{action.full_name} does not act on {resource}.", hint=hint, place=access.place)
        named |= {each.name for each in fitting}
    resources = list(entries)
    required = {each.name for each in action.resource_types if each.is_required}
    for kind in types:
        if kind.name in required - named:
            arn = _any_of(kind, resources)
            remarks[f"{action.full_name} needs a {kind.name} as well: any {arn} is allowed"] = None
            resources.append(arn)
    return _without_covered(resources)


def _any_of(kind: ResourceType, resources: Sequence[str]) -> str:
    """The ARN of any resource of the type, in the partition, region and account of the others where they agree."""
    parts = [arn.split(":", 5) for arn in resources if arn.count(":") >= 5]

    def agreed(at: int, otherwise: str) -> str:
        found = {each[at] for each in parts if each[at]}
        return found.pop() if len(found) == 1 else otherwise

    known = {"partition": agreed(1, "*"), "region": agreed(3, "*"), "account": agreed(4, "*")}
    return _VARIABLE.sub(lambda match: known.get(match[1].lower(), "*"), kind.arn_pattern)


def _without_covered(resources: Sequence[str]) -> list[str]:
    superfluous = covered(resources)
    return [each for at, each in enumerate(resources) if at not in superfluous]


def _dependent(
    actions: dict[str, Action], wanted: dict[str, dict[str, Access]], remarks: dict[str, None]
) -> Iterator[_Grant]:
    """What the actions depend on and nobody listed; and what that depends on in turn."""
    reference = service_reference()
    waiting = [(action, list(wanted[name])) for name, action in actions.items()]
    met: set[tuple[str, str]] = set()
    while waiting:
        action, resources = waiting.pop(0)
        for name in action.dependent_actions:
            needed = reference.action(name)
            if needed is None or needed.full_name in wanted or (action.full_name, needed.full_name) in met:
                continue
            met.add((action.full_name, needed.full_name))
            on = _fitting(needed, resources)
            to = PASSED_TO.get(action.service, "") if needed.full_name == PASS_ROLE else ""
            said = f"{action.full_name} depends on {needed.full_name}: it is allowed on {', '.join(on)}"
            remarks[f"{said}, passed to {to}" if to else said] = None
            yield from (_Grant(needed.full_name, each, to) for each in on)
            waiting.append((needed, on))


def _fitting(action: Action, resources: Sequence[str]) -> list[str]:
    reference = service_reference()
    types = reference.resource_types_for(action)
    if not types:
        return ["*"]
    fitting = [each for each in resources if each != "*" and any(reference.arn_matches(one, each) for one in types)]
    return fitting or _without_covered(list(dict.fromkeys(_any_of(each, resources) for each in types)))


def _tree(grants: Sequence[_Grant]) -> Any:
    statements: list[dict[str, Any]] = []
    for to in sorted({grant.passed_to for grant in grants}):
        pairs = [(grant.action, grant.resource) for grant in grants if grant.passed_to == to]
        for actions, resources in fewest(pairs):
            statement: dict[str, Any] = {"Effect": "Allow", "Action": _one(actions), "Resource": _one(resources)}
            if to:
                statement["Condition"] = {"StringEquals": {"iam:PassedToService": to}}
            statements.append(statement)
    return {"Version": "2012-10-17", "Statement": statements}


def _one(texts: Sequence[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else list(texts)
