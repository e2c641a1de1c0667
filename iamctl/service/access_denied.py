"""The sentence with which AWS refuses a request.

    User: arn:aws:iam::111122223333:user/bob is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::logs/x
    because no identity-based policy allows the s3:PutObject action

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
         https://aws.amazon.com/blogs/security/aws-introduces-policy-arns-in-access-denied-error-messages/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.engine.decision import Outcome, PolicyType

if TYPE_CHECKING:
    from iamctl.engine.decision import Decision
    from iamctl.engine.request import Request


def decision_sentence(request: Request, decision: Decision) -> str:
    """AWS's sentence for a denial, and its counterpart for an allowance; without a full stop, as AWS has it."""
    caller = request.principal.arn or "anonymous"
    if decision.is_allowed:
        return f"User: {caller} is authorized to perform: {request.action} on resource: {request.resource}"
    because = _because(request, decision)
    return f"User: {caller} is not authorized to perform: {request.action} on resource: {request.resource} {because}"


def _because(request: Request, decision: Decision) -> str:
    kind = decision.denied_by or PolicyType.IDENTITY
    if decision.outcome is Outcome.IMPLICITLY_DENIED:
        return f"because no {kind.value} allows the {request.action} action"
    article = "the" if kind is PolicyType.TRUST else "an" if kind.value[0] in "aeiou" else "a"
    arns = (statement.policy for denying, statement in decision.deciding if denying is kind)
    arn = next((policy for policy in arns if policy.startswith("arn:")), None)
    return f"with an explicit deny in {article} {kind.value}" + (f": {arn}" if arn else "")
