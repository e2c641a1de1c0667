"""Values of conditions: what never compares as it seems to.

Literals that IAM refuses are the grammar's; here is what IAM takes all the same, and the literals of kinds of
policies in which it does not look at them.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.validation.issues import Finding, Location, finding
from iamctl.policy import literals
from iamctl.policy.conditions import OPERATORS
from iamctl.policy.kinds import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from ipaddress import IPv4Network, IPv6Network

    from iamctl.analysis.validation.parts import ConditionPart, DocumentPart, StatementPart, Text

_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2}")
_VPC = re.compile(r"vpc-[0-9a-f]{8,17}")
_VPC_ENDPOINT = re.compile(r"vpce-[0-9a-f]{8,17}")


class _Form(NamedTuple):
    """What the values of a key look like when its operator takes them literally."""

    code: str
    pattern: re.Pattern[str]
    expected: str


FORMS = {
    "aws:requestedregion": _Form("INVALID_REGION", _REGION, "a Region such as us-east-1"),
    "aws:sourcevpc": _Form("INVALID_VPC_FORMAT", _VPC, "a VPC such as vpc-111bbb22"),
    "aws:sourcevpce": _Form("INVALID_VPC_ENDPOINT_FORMAT", _VPC_ENDPOINT, "a VPC endpoint such as vpce-111bbb22"),
}


def check_condition_values(document: DocumentPart) -> Iterator[Finding]:
    """Every finding about values of conditions."""
    checks_literals = RULES[document.kind].checks_literals
    for statement in document.statements:
        for condition in statement.conditions:
            yield from _empty(condition, statement)
            yield from _null(condition)
            yield from _anything(condition)
            yield from _booleans(condition)
            yield from _strings(condition)
            yield from _dates(condition)
            yield from _numbers(condition)
            yield from _networks(condition)
            if (
                len(condition.types - {"Decimal", "int", "float"}) + bool(condition.types & {"Decimal", "int", "float"})
                > 1
            ):
                details = (
                    "The condition value data types do not match. Use condition values of the same JSON data type."
                )
                yield finding("INVALID_CONDITION_DATA_TYPE", details, condition.path)
            if not checks_literals:
                yield from _literals(condition)


def _empty(condition: ConditionPart, statement: StatementPart) -> Iterator[Finding]:
    if not condition.is_list or condition.values or condition.types:
        return
    operator = condition.operator
    key = condition.key
    if operator.quantifier == "ForAllValues":
        code = "EMPTY_ARRAY_CONDITION_FORALLVALUES"
        details = f"ForAllValues with no values matches only if {key} is missing from the request."
    elif operator.quantifier == "ForAnyValue":
        code = "EMPTY_ARRAY_CONDITION_FORANYVALUE"
        details = f"ForAnyValue with no values never matches: this statement has no effect ({statement.effect})."
    elif operator.if_exists:
        code = "EMPTY_ARRAY_CONDITION_IFEXISTS"
        details = f"IfExists with no values matches only if {key} is missing from the request."
    else:
        code = "EMPTY_ARRAY_CONDITION"
        details = f"There are no values for the condition key {key}. Specify values."
    only_absent = operator.quantifier == "ForAllValues" or (operator.if_exists and operator.quantifier is None)
    mend = f'write "Null": {{"{key}": "true"}}' if only_absent else ""
    yield finding(code, details, condition.path, mend=mend)


def _null(condition: ConditionPart) -> Iterator[Finding]:
    if condition.operator.base == "Null" and condition.operator.quantifier is not None:
        details = (
            f"Avoid using the Null condition operator with {condition.operator.quantifier}: it looks whether the key "
            "is there, not at its values."
        )
        yield finding("NULL_WITH_QUALIFIER", details, Location(condition.path[:-1], key=True), mend="write Null")


def _anything(condition: ConditionPart) -> Iterator[Finding]:
    """A pattern that any value matches asks only whether the key is there."""
    operator = condition.operator
    plain = operator.quantifier is None and not operator.if_exists
    if (
        plain
        and operator.base in ("StringLike", "StringNotLike")
        and any(text.text == "*" for text in condition.values)
    ):
        answer = "true" if condition.is_negated else "false"
        details = (
            f"{condition.name} with * on the key {condition.key} only asks whether it is there. We recommend "
            f"the Null condition operator with the value {answer} instead."
        )
        mend = f'write "Null": {{"{condition.key}": "{answer}"}}'
        yield finding(f"EQUIVALENT_TO_NULL_{answer.upper()}", details, condition.path, mend=mend)


def _booleans(condition: ConditionPart) -> Iterator[Finding]:
    if OPERATORS[condition.operator.base] != "boolean":
        return
    for text in condition.values:
        if text.text.lower() not in ("true", "false") and "${" not in text.text:
            details = f'"{text.text}" is read as false. Add a valid Boolean value (true or false) for {condition.name}.'
            yield finding("TYPE_MISMATCH_BOOLEAN", details, text.path)
    if len({text.text.lower() for text in condition.values}) > 1 and condition.operator.quantifier is None:
        details = f"The condition key {condition.key} does not support multiple Boolean values. Use a single one."
        yield finding("INVALID_CONDITION_MULTIPLE_BOOLEAN", details, condition.path)


def _strings(condition: ConditionPart) -> Iterator[Finding]:
    operator_type, base = OPERATORS[condition.operator.base], condition.operator.base
    if operator_type != "string":
        return
    form = FORMS.get(condition.key.lower())
    for text in condition.values:
        plain = text.text.replace("${*}", "").replace("${?}", "")
        wildcard = "*" in plain or "?" in plain
        if wildcard and not base.endswith("Like"):
            better = condition.name.replace("EqualsIgnoreCase", "Like").replace("Equals", "Like")
            details = f'"{text.text}" includes a * or ? character, which {condition.name} takes literally.'
            mend = f"if it is a wildcard, write {better}"
            yield finding("WILDCARD_WITHOUT_LIKE_OPERATOR", details, text.path, mend=mend)
        elif form is not None and not wildcard and "${" not in plain and not form.pattern.fullmatch(plain):
            details = f'"{text.text}" is not {form.expected}, which {condition.key} holds.'
            yield finding(form.code, details, text.path)


def _dates(condition: ConditionPart) -> Iterator[Finding]:
    if OPERATORS[condition.operator.base] != "date":
        return
    for text in condition.values:
        if text.text.removeprefix("+").isdecimal() and len(text.text) > 4:
            details = f'"{text.text}" is read as seconds since 1970; it might not resolve as expected.'
            yield finding("INVALID_DATE_VALUE", details, text.path, mend="write YYYY-MM-DDThh:mm:ssZ")


def _numbers(condition: ConditionPart) -> Iterator[Finding]:
    base = condition.operator.base
    if not base.startswith("NumericLess") and not base.startswith("NumericGreater"):
        return
    values = [value for text in condition.values if (value := _number(text.text)) is not None]
    if len(values) > 1 and len(values) == len(condition.values):
        which, bound = ("greatest", max(values)) if "Less" in base else ("least", min(values))
        details = f"Multiple values under {condition.name} are redundant: the {which}, {bound}, decides."
        yield finding("REDUNDANT_CONDITION_VALUE_NUM", details, condition.path, mend=f"keep {bound} alone")


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if literals.is_number(text) else None
    except InvalidOperation:
        return None


def _networks(condition: ConditionPart) -> Iterator[Finding]:
    if OPERATORS[condition.operator.base] != "ip":
        return
    known = [(text, network) for text in condition.values if (network := _network(text.text)) is not None]
    for text, network in known:
        yield from _host_bits(text, network)
    if condition.key.lower() != "aws:sourceip" or len(known) != len(condition.values) or not known:
        return
    private = [text for text, network in known if _is_private(network)]
    negated = condition.is_negated
    if private and len(private) == len(known):
        code = "PRIVATE_NOT_IP_ADDRESS" if negated else "PRIVATE_IP_ADDRESS"
        effect = "has no effect" if negated else "never matches"
        details = f"aws:SourceIp works only for public IP address ranges; with private ones alone it {effect}."
        yield finding(code, details, condition.path, mend="use aws:VpcSourceIp for private ranges")
    elif private:
        code = "PRIVATE_NOT_IP_ADDRESS_SUBSET" if negated else "PRIVATE_IP_ADDRESS_SUBSET"
        shown = ", ".join(text.text for text in private)
        details = f"aws:SourceIp works only for public IP address ranges: {shown} does not have the desired effect."
        yield finding(code, details, private[0].path, mend="use aws:VpcSourceIp for private ranges")


def _network(text: str) -> IPv4Network | IPv6Network | None:
    from ipaddress import ip_network  # 5 ms that only conditions on addresses pay

    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _is_private(network: IPv4Network | IPv6Network) -> bool:
    """Whether all of it is set aside for private networks (RFC 1918); Python's own test also takes examples' ranges."""
    from ipaddress import IPv4Network

    private = map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
    return isinstance(network, IPv4Network) and any(network.subnet_of(each) for each in private)


def _host_bits(text: Text, network: IPv4Network | IPv6Network) -> Iterator[Finding]:
    from ipaddress import ip_address

    address = ip_address(text.text.partition("/")[0])
    if address == network.network_address:
        return
    what = "are ignored" if network.version == 4 else "make it match nothing"
    details = f"The non-zero bits of {text.text} after the masked bits {what}."
    yield finding("IMPROVE_IP_RANGE", details, text.path, mend=f"write {network}")


def _literals(condition: ConditionPart) -> Iterator[Finding]:
    """Values that never compare, where IAM does not refuse them."""
    tests: dict[str, tuple[Callable[[str], bool], str, str]] = {
        "numeric": (literals.is_number, "TYPE_MISMATCH_NUMBER", "a number"),
        "date": (literals.is_date, "TYPE_MISMATCH_DATE", "a date such as 2020-04-01T00:00:00Z"),
        "ip": (literals.is_network, "TYPE_MISMATCH_IP_RANGE", "an IP range in standard CIDR format"),
    }
    test = tests.get(OPERATORS[condition.operator.base])
    for text in condition.values if test else ():
        assert test is not None
        is_literal, code, expected = test
        if "${" not in text.text and not is_literal(text.text):
            yield finding(code, f'"{text.text}" is not {expected}, which {condition.name} needs.', text.path)
