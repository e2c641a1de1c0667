"""One condition entry as a test on the context.

Rules kept here, where live answers of AWS outrank its documentation:
  * several values of a positive operator are alternatives; of a negated one, none may fit;
  * a key that is absent: positive operators fail, negated ones and `IfExists` hold;
  * a multivalued key under an operator without a quantifier never matches, not even negated or `IfExists`;
  * `ForAllValues` holds on an absent key, `ForAnyValue` does not; both take single-valued keys too;
  * numbers and dates that cannot be read equal nothing, so the `NotEquals` of them hold;
  * an IP address or an ARN of the request that cannot be read never matches, not even negated;
  * an ARN of the policy that cannot be read makes an Allow fail and a Deny hold, unless a value before it decided.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.conditions.comparisons import MATCHERS, Answer, is_negated
from iamctl.engine.variables import keys_of, parse_template

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamctl.engine.conditions.comparisons import Match
    from iamctl.policy.statements import ConditionEntry

    Context = Mapping[str, "str | tuple[str, ...]"]

_WITH_VARIABLES = ("String", "Arn", "Bool")


class Condition(NamedTuple):
    """A compiled entry.

    Attributes:
        key: in lower case.
        asks: every key that the entry looks at, those of its variables too; in lower case.
        holds: whether the entry is true in this context.
    """

    entry: ConditionEntry
    key: str
    asks: tuple[str, ...]
    holds: Callable[[Context], bool]


def compile_condition(entry: ConditionEntry, *, has_variables: bool, is_deny: bool) -> Condition:
    """The entry as a test.

    Args:
        has_variables: whether `${…}` is a variable in the document.
        is_deny: the statement's effect; it decides what an unreadable ARN of the policy means.
    """
    key = entry.key.lower()
    base = entry.operator.base
    if base == "Null":
        return Condition(entry, key, (key,), _null(key, entry.values))
    with_variables = has_variables and base.startswith(_WITH_VARIABLES)
    match = MATCHERS[base](entry.values, with_variables)
    test = _quantified(key, entry, match, is_deny) if entry.operator.quantifier else _scalar(key, entry, match, is_deny)
    asked = [key]
    if with_variables:
        asked += [each for value in entry.values for each in keys_of(parse_template(value))]
    return Condition(entry, key, tuple(dict.fromkeys(asked)), test)


def _null(key: str, values: tuple[str, ...]) -> Callable[[Context], bool]:
    wanted = {value.lower() == "true" for value in values}
    return lambda context: (key not in context) in wanted


def _scalar(key: str, entry: ConditionEntry, match: Match, is_deny: bool) -> Callable[[Context], bool]:
    negated = is_negated(entry.operator.base)
    when_absent = negated or entry.operator.if_exists

    def holds(context: Context) -> bool:
        value = context.get(key)
        if value is None:
            return when_absent
        if isinstance(value, tuple):
            return False
        answer = match(value, context)
        if answer is Answer.FITS:
            return not negated
        if answer is Answer.DIFFERS:
            return negated
        return answer is Answer.POLICY_UNREADABLE and is_deny

    return holds


def _quantified(key: str, entry: ConditionEntry, match: Match, is_deny: bool) -> Callable[[Context], bool]:
    negated = is_negated(entry.operator.base)
    for_all = entry.operator.quantifier == "ForAllValues"
    when_absent = for_all or entry.operator.if_exists

    def satisfies(value: str, context: Context) -> bool:
        answer = match(value, context)
        if answer is Answer.FITS:
            return not negated
        if answer is Answer.DIFFERS:
            return negated
        return answer is Answer.POLICY_UNREADABLE and is_deny

    def holds(context: Context) -> bool:
        value = context.get(key)
        if value is None:
            return when_absent
        values = value if isinstance(value, tuple) else (value,)
        if for_all:
            return all(satisfies(each, context) for each in values)
        return any(satisfies(each, context) for each in values)

    return holds
