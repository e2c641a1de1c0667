"""Who may do everything.

An administrator's policies allow every action on everything, after its boundary, and nothing denies it to make another
administrator: whoever may do that is bound by no deny of its own. Conditions on keys that a request may carry are
taken to hold for an Allow and not for a Deny: an administrator that needs MFA is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.engine.authorize import authorize
from iamctl.engine.patterns import Globs, utf16
from iamctl.engine.policy_set import Layer
from iamctl.service.questions.carried import is_known_absent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.escalation.asking import Questions
    from iamctl.service.escalation.holdings import Holding

_ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
_WAYS = (
    (("iam:CreateUser", "user"), ("iam:AttachUserPolicy", "user"), ("iam:CreateAccessKey", "user")),
    (("iam:CreateUser", "user"), ("iam:PutUserPolicy", "user"), ("iam:CreateAccessKey", "user")),
    (("iam:CreateRole", "role"), ("iam:AttachRolePolicy", "role")),
    (("iam:CreateRole", "role"), ("iam:PutRolePolicy", "role")),
)
"""How another administrator is made."""


def is_admin(questions: Questions, holding: Holding) -> bool:
    """Whether the standing may do everything."""
    policies = holding.policies
    if holding.standing.part or not _is_universal(policies.identity, holding):
        return False
    if policies.boundary is not None and not _is_universal(policies.boundary, holding):
        return False
    return any(all(_may(questions, holding, action, kind) for action, kind in way) for way in _WAYS)


def _is_universal(layer: Layer, holding: Holding) -> bool:
    """Whether the Allows of the layer leave out no action and no resource."""
    if not any(map(_has_everything, layer.statements)):
        return False
    whole = [
        each for each in layer.statements if not each.is_deny and each.is_any_resource and _may_hold(each, holding)
    ]
    listed = [text.lower() for each in whole for text in each.statement.actions or ()]
    if "*" in listed or "*:*" in listed:
        return True
    fits = Globs(list(map(utf16, listed))).fit
    return any(
        each.statement.not_actions is not None and all(fits(utf16(text.lower())) for text in each.statement.not_actions)
        for each in whole
    )


def _has_everything(statement: CompiledStatement) -> bool:
    """Whether the statement may be about every action there is, or all but some."""
    listed = statement.statement.actions
    return not statement.is_deny and (listed is None or "*" in listed or "*:*" in listed)


def _may(questions: Questions, holding: Holding, action: str, kind: str) -> bool:
    """Whether the request is allowed, where what is open of Allows holds and of Denies does not."""
    account = holding.noun.account_id
    resource = f"arn:aws:iam::{account}:{kind}/another-administrator"
    stated = {"iam:policyarn": _ADMINISTRATOR} if "Attach" in action else {}
    request = questions.request(holding, action, resource, stated)
    policies = holding.policies
    relieved = policies._replace(
        identity=Layer.of(_relieved(policies.identity, holding)),
        boundary=None if policies.boundary is None else Layer.of(_relieved(policies.boundary, holding)),
    )
    return authorize(request, relieved).is_allowed


def _relieved(layer: Layer, holding: Holding) -> Iterator[CompiledStatement]:
    for statement in layer.statements:
        open_keys = [key for key in statement.asks if _is_open(key, holding)]
        if not open_keys:
            yield statement
        elif not statement.is_deny:
            yield statement.relieved(open_keys)


def _may_hold(statement: CompiledStatement, holding: Holding) -> bool:
    return all(
        any(_is_open(key, holding) for key in condition.asks) or condition.holds(holding.context)
        for condition in statement.conditions
    )


def _is_open(key: str, holding: Holding) -> bool:
    """Whether requests carry the key with a value that nothing here tells; what IAM tells of them it tells always."""
    if key in holding.context or key.startswith(("aws:principaltag/", "iam:", "aws:requesttag/", "aws:tagkeys")):
        return False
    return not is_known_absent(key, holding.caller.principal)
