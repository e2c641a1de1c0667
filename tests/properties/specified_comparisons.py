"""How values compare, once more: plain and slow; it shares no code with the engine.

Patterns are lists of tokens: a UTF-16 unit, `any` or `one`.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
         live answers of AWS, September 2026, where they differ
"""

from __future__ import annotations

import ipaddress
import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

ANY, ONE = "any", "one"
Tokens = list[Any]
Context = dict[str, Any]


def _units(text: str) -> list[int]:
    data = text.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]


def plain(pattern: str) -> Tokens:
    """A pattern without variables."""
    tokens: Tokens = []
    for character in pattern:
        tokens += [ANY] if character == "*" else [ONE] if character == "?" else _units(character)
    return tokens


def glob(tokens: Tokens, text: str) -> bool:
    """Which prefixes of the text fit the tokens so far, token by token."""
    units = _units(text)
    reached = {0}
    for token in tokens:
        if token == ANY:
            reached = set(range(min(reached), len(units) + 1)) if reached else set()
        else:
            reached = {at + 1 for at in reached if at < len(units) and token in (ONE, units[at])}
    return len(units) in reached


def expanded(pattern: str, context: Context) -> tuple[Tokens | None, bool]:
    """The pattern's tokens for this request, None when a variable has no value; and whether it has a variable."""
    tokens: Tokens = []
    has_variable, missing = False, False
    at = 0
    while at < len(pattern):
        closing = pattern.find("}", at)
        if not pattern.startswith("${", at) or closing < 0:
            tokens += plain(pattern[at])
            at += 1
            continue
        inside = pattern[at + 2 : closing]
        at = closing + 1
        if inside in ("*", "?", "$"):
            tokens += _units(inside)
            continue
        has_variable = True
        value = _value_of(inside, context)
        missing = missing or value is None
        tokens += _units(value or "")
    return (None if missing else tokens), has_variable


def _value_of(inside: str, context: Context) -> str | None:
    key, comma, said = inside.partition(",")
    default = said.strip()
    has_default = bool(comma) and len(default) >= 2 and default[0] == default[-1] == "'"
    value = context.get((key if has_default else inside).strip().lower())
    if isinstance(value, list):
        return None
    return value if value is not None else default[1:-1] if has_default else None


def condition_holds(condition: Any, context: Context, with_variables: bool, effect: str) -> bool:
    return all(
        _entry_holds(operator, key, values if isinstance(values, list) else [values], context, with_variables, effect)
        for operator, comparisons in condition.items()
        for key, values in comparisons.items()
    )


def _entry_holds(
    operator: str, key: str, values: list[Any], context: Context, with_variables: bool, effect: str
) -> bool:
    texts = [str(value).lower() if isinstance(value, bool) else str(value) for value in values]
    present = context.get(key.lower())
    quantifier, colon, base = operator.rpartition(":")
    if_exists = base.endswith("IfExists")
    base = base.removesuffix("IfExists")
    if base == "Null":
        return any((text.lower() == "true") == (present is None) for text in texts)
    if present is None:
        if if_exists:
            return True
        return quantifier == "ForAllValues" if colon else "Not" in base
    if not colon and isinstance(present, list):
        return False
    answers = [
        _satisfies(base, each, texts, context, with_variables, effect)
        for each in (present if isinstance(present, list) else [present])
    ]
    return any(answers) if quantifier == "ForAnyValue" else all(answers)


def _satisfies(base: str, value: str, texts: list[str], context: Context, with_variables: bool, effect: str) -> bool:
    if base.startswith("Arn"):
        return _arn_satisfies(base, value, texts, context, with_variables, effect)
    if base.endswith("IpAddress"):
        address = _address(value)
        if address is None:
            return False
        return any(_is_in(address, text) for text in texts) != (base == "NotIpAddress")
    return any(_fits(base, value, text, context, with_variables) for text in texts) != ("Not" in base)


def _fits(base: str, value: str, text: str, context: Context, with_variables: bool) -> bool:
    """Whether one value of the request fits one of the policy, negation aside."""
    if base.startswith("Numeric"):
        return _ordered(base, _number(value), _number(text))
    if base.startswith("Date"):
        return _ordered(base, _moment(value), _moment(text))
    if base == "BinaryEquals":
        return (
            value == text
            and re.fullmatch("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", text) is not None
        )
    tokens, _ = expanded(text, context) if with_variables else (plain(text), False)
    if tokens is None:
        return False
    if base.endswith("Like"):
        return glob(tokens, value)
    literal = _text_of(tokens)
    if base == "Bool":
        return (literal.lower() == "true") == (value.lower() == "true")
    if base.endswith("IgnoreCase"):
        return literal.lower() == value.lower()
    return literal == value


def _text_of(tokens: Tokens) -> str:
    """Where wildcards are letters like any other."""
    units = [ord("*") if token == ANY else ord("?") if token == ONE else token for token in tokens]
    return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "surrogatepass")


def _ordered(base: str, value: Any, wanted: Any) -> bool:
    if value is None or wanted is None:
        return False
    if base.endswith("LessThan"):
        return bool(value < wanted)
    if base.endswith("LessThanEquals"):
        return bool(value <= wanted)
    if base.endswith("GreaterThan"):
        return bool(value > wanted)
    if base.endswith("GreaterThanEquals"):
        return bool(value >= wanted)
    return bool(value == wanted)


def _number(text: str) -> Fraction | None:
    match = re.fullmatch(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?", text)
    if match is None or not (match[2] or match[3]):
        return None
    if match[2] == "" and not match[3]:
        return None
    digits = Fraction(int((match[2] or "") + (match[3] or "") or "0"), 10 ** len(match[3] or ""))
    return digits * Fraction(10) ** int(match[4] or 0) * (-1 if match[1] == "-" else 1)


def _moment(text: str) -> int | None:
    """Milliseconds since 1970, for years 1 to 9999 and epoch seconds."""
    if re.fullmatch(r"\+?[0-9]{1,19}", text):
        return int(text) * 1000 if int(text) < 2**63 else None
    match = re.fullmatch(
        r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?",
        text,
    )
    if match is None:
        return None
    year, month, day, hour, minute, second = (
        int(match[n] or d) for n, d in zip(range(1, 7), (1, 1, 1, 0, 0, 0), strict=True)
    )
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    zone = match[8] or "Z"
    if zone != "Z":
        away = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
        moment = moment - away if zone[0] == "+" else moment + away
    whole = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    return whole + int((match[7] or "").ljust(3, "0")[:3])


def _v4(text: str) -> ipaddress.IPv4Address | None:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9}){3}", text):
        return None
    try:
        return ipaddress.IPv4Address(".".join(str(int(octet)) for octet in text.split(".")))
    except ValueError:
        return None


def _address(text: str) -> Any:
    if ":" not in text:
        return _v4(text)
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    if "%" in text or ("." in text and address.ipv4_mapped is None):
        return None
    return address.ipv4_mapped or address


def _is_in(address: Any, text: str) -> bool:
    base, slash, length = text.partition("/")
    if slash and not re.fullmatch(r"\+?[0-9]{1,9}", length):
        return False
    if ":" in base and ("." in base or "%" in base):
        return False
    written: Any = base if ":" in base else _v4(base)
    try:
        network = ipaddress.ip_network(f"{written}/{int(length)}" if slash else str(written), strict=":" in base)
    except ValueError:
        return False
    return network.version == address.version and address in network


def _arn_satisfies(
    base: str, value: str, texts: list[str], context: Context, with_variables: bool, effect: str
) -> bool:
    """Six parts, each by itself. A value of the policy that is no ARN ends it: an Allow fails, a Deny holds."""
    parts = value.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return False
    for text in texts:
        tokens, _ = expanded(text, context) if with_variables else (plain(text), False)
        if tokens is None:
            continue
        patterns: list[Tokens] = [[]]
        for token in tokens:
            if token == ord(":") and len(patterns) < 6:
                patterns.append([])
            else:
                patterns[-1].append(token)
        if len(patterns) < 6 or not glob(patterns[0], "arn"):
            return effect == "Deny"
        if all(glob(pattern, part) for pattern, part in zip(patterns, parts, strict=True)):
            return "Not" not in base
    return "Not" in base
