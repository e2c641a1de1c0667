"""Answers in words: what decided, and what else the decision hangs on.

denied; no identity-based policy allows it
denied; explicit deny in the permissions boundary arn:aws:iam::111122223333:policy/Edge
denied; allowed if aws:SourceIp is in 10.0.0.0/8
allowed; denied unless aws:MultiFactorAuthPresent is true
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.engine.decision import Outcome, PolicyType

if TYPE_CHECKING:
    from iamctl.engine.absent import Alternative, Assumption, Turned
    from iamctl.engine.decision import Decision
    from iamctl.policy.statements import ConditionEntry
    from iamctl.service.questions.asking import Answer

_COMPARED = {
    "StringEquals": "is",
    "StringEqualsIgnoreCase": "is, in any case of letters,",
    "StringLike": "is like",
    "NumericEquals": "is",
    "NumericLessThan": "is below",
    "NumericLessThanEquals": "is at most",
    "NumericGreaterThan": "is above",
    "NumericGreaterThanEquals": "is at least",
    "DateEquals": "is",
    "DateLessThan": "is before",
    "DateLessThanEquals": "is at or before",
    "DateGreaterThan": "is after",
    "DateGreaterThanEquals": "is at or after",
    "Bool": "is",
    "BinaryEquals": "is",
    "IpAddress": "is in",
    "ArnEquals": "is like",
    "ArnLike": "is like",
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}


def entry_in_words(entry: ConditionEntry, *, holds: bool = True) -> str:
    """`aws:SourceIp is in 10.0.0.0/8`; with `holds=False`, that it is not so."""
    base = entry.operator.base
    if base == "Null":
        absent = any(value.lower() == "true" for value in entry.values)
        return f"{entry.key} is {'absent' if absent == holds else 'present'}"
    if base == "Bool" and not holds and len(entry.values) == 1 and entry.operator.quantifier is None:
        return f"{entry.key} is {'false' if entry.values[0].lower() == 'true' else 'true'}"
    negated = base in _NEGATED
    compared = _COMPARED[_NEGATED.get(base, base)]
    values = entry.values
    listed = values[0] if len(values) == 1 else f"one of {', '.join(values)}"
    if entry.operator.quantifier is not None:
        every = entry.operator.quantifier == "ForAllValues"
        said = f"{_not(compared) if negated else compared} {listed}"
        which = "every value" if every else "some value"
        return f"{which} of {entry.key} {said}" if holds else f"not {which} of {entry.key} {said}"
    return f"{entry.key} {_not(compared) if negated == holds else compared} {listed}"


def hinge_in_words(found: Alternative) -> str:
    """`allowed if aws:SourceIp is in 10.0.0.0/8`, `denied unless aws:MultiFactorAuthPresent is true`."""
    outcome = "allowed" if found.outcome is Outcome.ALLOWED else "denied"
    turned = [each for assumption in found.assumptions for each in assumption.turned]
    if outcome == "denied" and len(turned) == 1 and not turned[0].holds:
        return f"denied unless {entry_in_words(turned[0].entry)}"
    return f"{outcome} if {' and '.join(assumed_in_words(each) for each in found.assumptions)}"


def assumed_in_words(assumption: Assumption) -> str:
    """What has to be so of one key."""
    if not assumption.turned:
        value = assumption.value if isinstance(assumption.value, str) else ", ".join(assumption.value)
        return f"{assumption.key} is {value}"
    said = (entry_in_words(turned.entry, holds=turned.holds) for turned in _telling(assumption.turned))
    return " and ".join(dict.fromkeys(said))


def answer_in_words(answer: Answer) -> str:
    """The reason for a denial, and all that the decision hangs on; empty when an allowance hangs on nothing."""
    decision = answer.decision
    said = [hinge_in_words(found) for found in answer.hinges]
    if not answer.is_searched:
        said.append(f"it may hang on {', '.join(answer.missing)}")
    said += [f"not known: {each}" for each in answer.unknown]
    if not decision.is_allowed and (not said or decision.outcome is Outcome.EXPLICITLY_DENIED):
        said.insert(0, denial_in_words(decision))
    return "; ".join(said)


def denial_in_words(decision: Decision) -> str:
    """Which type of policy denied, as AWS's AccessDenied sentences say it.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    """
    denied_by = decision.denied_by or PolicyType.IDENTITY
    if decision.outcome is Outcome.EXPLICITLY_DENIED:
        named = dict.fromkeys(
            statement.policy for policy_type, statement in decision.deciding if policy_type is denied_by
        )
        return f"explicit deny in {_article(denied_by)} {denied_by.value}: {', '.join(named)}"
    level = next(
        (
            f" of level {verdict.level}"
            for verdict in decision.verdicts
            if verdict.policy_type is denied_by and verdict.level and verdict.outcome is not Outcome.ALLOWED
        ),
        "",
    )
    return f"no {denied_by.value}{level} allows it"


def _telling(turned: tuple[Turned, ...]) -> tuple[Turned, ...]:
    """Those that hold now, if there are any: they tell the value better than what no longer holds."""
    holding = tuple(each for each in turned if each.holds)
    return holding or turned


def _not(compared: str) -> str:
    return compared.replace("is", "is not", 1)


def _article(policy_type: PolicyType) -> str:
    return "an" if policy_type.value[0] in "aeiou" else "a"
