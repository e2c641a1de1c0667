"""Condition keys: whether they exist, whether the actions carry them, whether the operator suits their type.

Rules kept here:
  * a multivalued key needs a set operator: without one the condition never holds while the key is present;
  * `ForAllValues` on a single-valued key holds when the key is absent;
  * a claim of an identity provider (`oidc.example.com:sub`) is a key of AssumeRoleWithWebIdentity.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.validation.issues import Finding, Location, finding
from iamctl.analysis.validation.variables import variable_keys
from iamctl.policy.conditions import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.validation.parts import ConditionPart, DocumentPart, StatementPart, Text
    from iamctl.reference.services import ServiceReference
    from iamctl.reference.vocabulary import Action, ConditionKey

TAG_KEYS = ("aws:resourcetag", "aws:requesttag", "aws:principaltag")
SUITABLE = {
    "String": ("string", "arn"),
    "ARN": ("arn", "string"),
    "Bool": ("boolean",),
    "Numeric": ("numeric",),
    "Date": ("date",),
    "IPAddress": ("ip",),
}
"""The types of operators that suit a key's type; Null suits any."""

_BETTER = {"Bool": "Bool", "Numeric": "Numeric…", "Date": "Date…", "IPAddress": "IpAddress", "String": "String…"}
_TAG = "aws:resourcetag/${tagkey}"


def check_condition_keys(document: DocumentPart, reference: ServiceReference) -> Iterator[Finding]:
    """Every finding about the names of condition keys."""
    for statement in document.statements:
        actions = _explicit_actions(statement, reference)
        for condition in statement.conditions:
            yield from _key(condition, statement, actions, reference)
        yield from _duplicates(statement)
        yield from _paired(statement)
        if document.has_variables:
            yield from _variables(statement, reference)


def _key(
    condition: ConditionPart, statement: StatementPart, actions: list[Action], reference: ServiceReference
) -> Iterator[Finding]:
    where = Location(condition.path, key=True)
    lowered = condition.key.lower()
    vendor, colon, name = lowered.partition(":")
    if not (vendor and colon and name):
        details = f"The condition key {condition.key} is not valid. Use the format service:keyname."
        yield finding("INVALID_CONDITION_KEY_FORMAT", details, where)
    elif lowered.removesuffix("/") in TAG_KEYS:
        details = f"The condition key {condition.key} must include a tag key to control access based on tags."
        mend = f"write {condition.key.removesuffix('/')}/tag-key"
        yield finding("MISSING_TAG_KEY_IN_CONDITION", details, where, mend=mend)
    elif lowered == "aws:arn":
        details = "The condition key aws:ARN is outdated."
        yield finding("DEPRECATED_GLOBAL_CONDITION_KEY", details, where, mend="write aws:PrincipalArn or aws:SourceArn")
    elif (known := reference.condition_key(condition.key)) is None:
        yield _unknown(condition, statement, where, reference)
    else:
        yield from _cardinality(condition, known, where)
        yield from _type(condition, known, where)
        yield from _carried(condition, known, statement, actions, reference)


def _unknown(
    condition: ConditionPart, statement: StatementPart, where: Location, reference: ServiceReference
) -> Finding:
    vendor = condition.key.partition(":")[0].lower()
    effect = "" if statement.allows else f" {_absent_effect(condition)}"
    near = reference.near_key(condition.key)
    mend = f"did you mean {' or '.join(near[:3])}?" if near else ""
    if vendor == "aws":
        return finding(
            "INVALID_GLOBAL_CONDITION_KEY",
            f"The condition key {condition.key} does not exist. Use a valid condition key.{effect}",
            where,
            mend=mend,
        )
    details = (
        f"The condition key {condition.key} does not exist in the service {vendor}. Use a valid condition key.{effect}"
    )
    return finding("INVALID_SERVICE_CONDITION_KEY", details, where, mend=mend)


def _absent_effect(condition: ConditionPart) -> str:
    holds = condition.is_negated or condition.operator.if_exists or condition.operator.quantifier == "ForAllValues"
    return "No request has it: this part of the Deny " + ("always holds." if holds else "never holds.")


def _cardinality(condition: ConditionPart, known: ConditionKey, where: Location) -> Iterator[Finding]:
    operator = condition.operator
    if operator.base == "Null":
        return
    if known.is_multivalued and operator.quantifier is None:
        details = (
            f"The request context key {condition.key} has multiple values: {condition.name} never matches it. Use the "
            "ForAllValues or ForAnyValue condition key qualifiers in your policy."
        )
        mend = f"write ForAllValues:{condition.name} or ForAnyValue:{condition.name}"
        yield finding("MISSING_QUALIFIER", details, where, mend=mend)
    if not known.is_multivalued and operator.quantifier == "ForAllValues":
        details = (
            f"Using ForAllValues with the single-valued condition key {condition.key} can be overly permissive: it "
            "holds when the key is absent."
        )
        mend = f"write {condition.name.removeprefix('ForAllValues:')}"
        yield finding("FORALLVALUES_WITH_SINGLE_VALUED_KEY", details, where, mend=mend)


def _type(condition: ConditionPart, known: ConditionKey, where: Location) -> Iterator[Finding]:
    operator_type = OPERATORS[condition.operator.base]
    suitable = SUITABLE.get(known.value_type)
    if known.value_type == "ARN" and condition.operator.base in ("StringLike", "StringNotLike"):
        details = f"Use the operator type ARN instead of operator string for the condition key {condition.key}."
        mend = f"write {condition.name.replace('String', 'Arn')}: there a wildcard does not cross the parts of the ARN"
        yield finding("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", details, where, mend=mend)
    epoch = known.name == "aws:EpochTime" and operator_type == "numeric"
    if suitable is None or condition.operator.base == "Null" or operator_type in suitable or epoch:
        return
    if operator_type == "binary":
        return  # the tables call binary keys strings
    better = _BETTER.get(known.value_type, "ArnLike")
    details = f"{condition.name} does not suit the condition key {condition.key}, whose type is {known.value_type}."
    yield finding("TYPE_MISMATCH", details, where, mend=f"use {better} operators")


def _explicit_actions(statement: StatementPart, reference: ServiceReference) -> list[Action]:
    """The actions that the statement names in full."""
    texts = (text.text for text in statement.actions or ())
    found = (reference.action(text) for text in texts if "*" not in text and "?" not in text)
    return [action for action in found if action is not None]


def _carried(
    condition: ConditionPart,
    known: ConditionKey,
    statement: StatementPart,
    actions: list[Action],
    reference: ServiceReference,
) -> Iterator[Finding]:
    where = Location(condition.path, key=True)
    if known.name.lower() == _TAG:
        yield from _tagged(condition, statement, reference)
    elif not known.is_global:
        lacking = [action.full_name for action in actions if known.name not in reference.keys_of_action(action)]
        if lacking:
            shown = ", ".join(lacking[:4]) + (f" and {len(lacking) - 4} more" if len(lacking) > 4 else "")
            details = f"The tables of AWS do not list the condition key {condition.key} for the actions: {shown}."
            mend = "move these actions to a statement without this condition key"
            yield finding("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", details, where, mend=mend)


def _tagged(condition: ConditionPart, statement: StatementPart, reference: ServiceReference) -> Iterator[Finding]:
    where = Location(condition.path, key=True)
    if statement.not_actions is not None:
        code = f"{statement.effect.upper()}_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"
        if statement.effect in ("Allow", "Deny"):
            details = (
                f"{statement.effect} with NotAction and the tag condition key {condition.key} leaves out the actions "
                "that do not support the key."
            )
            yield finding(code, details, where, mend="list the actions under Action")
        return
    named = {text.text.partition(":")[0].lower() for text in statement.actions or () if ":" in text.text}
    lacking = sorted(prefix for prefix in named if not _supports_tags(prefix, reference))
    if lacking and statement.effect in ("Allow", "Deny"):
        done = "allowed" if statement.allows else "denied"
        details = (
            f"Using {statement.effect} with the tag condition key {condition.key}: actions of the services "
            f"{', '.join(lacking)}, which do not support it, are not {done} by this statement."
        )
        code = f"{statement.effect.upper()}_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"
        yield finding(code, details, where, mend="move these actions to a statement without this condition key")


def _supports_tags(prefix: str, reference: ServiceReference) -> bool:
    service = reference.service(prefix)
    return service is None or any(key.name.lower() == _TAG for key in service.condition_keys)


def _duplicates(statement: StatementPart) -> Iterator[Finding]:
    seen: dict[tuple[str, str], ConditionPart] = {}
    for condition in statement.conditions:
        other = seen.setdefault((condition.name, condition.key.lower()), condition)
        if other is not condition:
            details = f"The condition key {condition.key} stands twice under {condition.name}, as {other.key} as well."
            places = (Location(condition.path, key=True), Location(other.path, key=True))
            yield finding("DUPLICATE_KEYS_WITH_DIFFERENT_CASE", details, *places)


def _variables(statement: StatementPart, reference: ServiceReference) -> Iterator[Finding]:
    """Variables that never have a value, since no request carries their keys."""
    texts = [*(statement.resources or ()), *(statement.not_resources or ())]
    texts += [text for condition in statement.conditions for text in condition.values]
    for text in texts:
        for key in variable_keys(text.text):
            known = reference.condition_key(key)
            if known is None:
                yield _unknown_variable(key, text, reference)
            elif known.is_multivalued:
                details = f"The policy variable ${{{key}}} never has a value: {known.name} has multiple values."
                yield finding("MULTIVALUED_KEY_IN_VARIABLE", details, text.path)


def _unknown_variable(key: str, text: Text, reference: ServiceReference) -> Finding:
    code = "INVALID_GLOBAL_CONDITION_KEY" if key.lower().startswith("aws:") else "INVALID_SERVICE_CONDITION_KEY"
    near = reference.near_key(key)
    mend = f"did you mean {' or '.join(near[:3])}?" if near else ""
    details = f"The policy variable ${{{key}}} never has a value: the condition key does not exist."
    return finding(code, details, text.path, mend=mend)


def _paired(statement: StatementPart) -> Iterator[Finding]:
    keys = statement.condition_keys()
    if "aws:vpcsourceip" in keys and not keys & {"aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn"}:
        condition = next(each for each in statement.conditions if each.key.lower() == "aws:vpcsourceip")
        details = f"{condition.key} alone matches the same private address in any VPC."
        where = Location(condition.path, key=True)
        yield finding("MISSING_PAIRED_CONDITION_KEYS", details, where, mend="add aws:SourceVpc or aws:SourceVpce")
