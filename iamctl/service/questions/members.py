"""An answer as members, named as SimulatePrincipalPolicy names them where it has them.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.service.questions.wording import answer_in_words, hinge_in_words

if TYPE_CHECKING:
    from iamctl.engine.absent import Alternative
    from iamctl.engine.decision import PolicyType
    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.members import Members
    from iamctl.service.questions.asking import Answer


def answer_members(answer: Answer) -> Members:
    """What was asked, what was decided and by which statements, and what else it hangs on.

    `MissingContextValues` are the keys that statements about the request ask for, that it might carry and lacks;
    `Alternatives` those of their values that would turn the decision.
    """
    decision, request = answer.decision, answer.request
    return {
        "PrincipalArn": request.principal.arn,
        "EvalActionName": request.action,
        "EvalResourceName": request.resource,
        "EvalDecision": decision.outcome.value,
        "DeniedBy": decision.denied_by.value if decision.denied_by is not None else None,
        "Reason": answer_in_words(answer),
        "MatchedStatements": [statement_members(*deciding) for deciding in decision.deciding],
        "MissingContextValues": list(answer.missing),
        "Alternatives": [_alternative_members(found) for found in answer.hinges],
        "Unknown": list(answer.unknown),
        "IsUndecided": answer.is_undecided,
    }


def statement_members(policy_type: PolicyType, statement: CompiledStatement) -> Members:
    """A statement by its policy and its place there, from 0."""
    return {
        "SourcePolicyId": statement.policy,
        "SourcePolicyType": policy_type.value,
        "StatementIndex": statement.statement.number,
        "Sid": statement.statement.sid,
    }


def _alternative_members(found: Alternative) -> Members:
    entries = [
        {
            "ContextKeyName": assumption.key,
            "ContextKeyValues": [assumption.value] if isinstance(assumption.value, str) else list(assumption.value),
        }
        for assumption in found.assumptions
    ]
    return {"EvalDecision": found.outcome.value, "ContextEntries": entries, "Description": hinge_in_words(found)}
