"""Whether a context key can have a value with which given tests pass and others fail, and which.

A key is absent, or holds one value, or several. Texts are decided with the patterns of `languages.py`, ARNs part by
part with them too; numbers, dates and addresses with one value from each stretch between the bounds that the tests
name, as all tests answer alike within a stretch. The engine's own tests have the last word on every value.

What cannot be decided is told apart from what is impossible: tests of different kinds on one key, and non-ASCII
texts without regard to case, may leave it open.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from iamctl.analysis.permissions.languages import find_text
from iamctl.analysis.permissions.patterns import (
    ANY,
    PART_ANY,
    PART_RUN,
    RUN,
    Group,
    Pattern,
    from_units,
    literal_pattern,
    single_runs,
)
from iamctl.analysis.permissions.stretches import address_values, date_values, number_values
from iamctl.engine.patterns import utf16
from iamctl.engine.variables import Literal, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.analysis.permissions.conditions import ConditionTest
    from iamctl.analysis.permissions.patterns import Token
    from iamctl.engine.variables import Template

Wanted: TypeAlias = "tuple[ConditionTest, bool]"
"""A test and whether it is to pass."""
Value: TypeAlias = "str | tuple[str, ...]"


class Shape(NamedTuple):
    """What a key may hold.

    Attributes:
        is_multivalued: True holds a list, of one too, which a request may also write as that one; None is not known.
        value_type: `String`, `Numeric`, `Date`, `IPAddress`, `Bool`, `ARN`; of another or none, any text.
    """

    is_multivalued: bool | None = None
    value_type: str = ""


ANYTHING = Shape()


class Found(NamedTuple):
    """A value that does it; None is: the key is absent."""

    value: Value | None


class Open(NamedTuple):
    """It is not known whether there is a value; why, in words."""

    reason: str


Answer: TypeAlias = "Found | Open | None"
"""None is: there is no such value."""

_EVERYTHING = Group((Pattern("*", (RUN,)),))
_SOMETHING = Group((Pattern("?*", (ANY, RUN)),))
_ARN = Group((Pattern("arn:*:*:*:*:*", (*"arn:", *(token for _ in range(4) for token in (PART_RUN, ":")), RUN)),))
_TRUE = Group((Pattern("true", tuple(frozenset((each, each.upper())) for each in "true")),))
_TRUE_OR_FALSE = Group((literal_pattern("true"), literal_pattern("false")))
_ORDERED = {"Numeric": number_values, "Date": date_values, "IpAddress": address_values, "NotIpAddress": address_values}
_UNREADABLE = ("x", "")


@lru_cache(maxsize=65536)
def find_value(tests: frozenset[Wanted], shape: Shape = ANYTHING) -> Answer:
    """A value of the key that all the tests, which are of one key and not open, want.

    One value is preferred to none, none to several; where the key holds lists, several to one.
    """
    answers: list[Answer] = []
    attempts = (_several, _absent, _one_value) if shape.is_multivalued else (_one_value, _absent, _several)
    for attempt in attempts:
        answer = attempt(tests, shape)
        if isinstance(answer, Found):
            return answer
        answers.append(answer)
    return next((answer for answer in answers if answer is not None), None)


def _absent(tests: frozenset[Wanted], shape: Shape) -> Answer:
    del shape
    return Found(None) if all(test.holds({}) == wanted for test, wanted in tests) else None


def _several(tests: frozenset[Wanted], shape: Shape) -> Answer:
    """Values in a list: an operator without a quantifier never passes on one."""
    if shape.is_multivalued is False:
        return None
    each: list[Wanted] = []
    some: list[Wanted] = []
    for test, wanted in tests:
        if test.base == "Null" or not test.quantifier:
            if test.holds({test.key: ("x",)}) != wanted:
                return None
        elif (test.quantifier == "ForAllValues") == wanted:
            each.append((test, wanted))
        else:
            some.append((test, wanted))
    values: list[str] = []
    for one in [frozenset((*each, choice)) for choice in some] or [frozenset(each)]:
        found = _one_value(one, shape)
        if isinstance(found, Open):
            return found
        if found is None:
            return None if some else _without_values(tests)
        assert isinstance(found.value, str)
        values.append(found.value)
    return Found(tuple(dict.fromkeys(values)))


def _without_values(tests: frozenset[Wanted]) -> Answer:
    """The empty list, which is not the same as none."""
    return Found(()) if all(test.holds({test.key: ()}) == wanted for test, wanted in tests) else None


def _one_value(tests: frozenset[Wanted], shape: Shape) -> Answer:
    """A single value that passes the tests, taken without their quantifiers."""
    said = [(test, wanted) for test, wanted in tests if test.base != "Null"]
    if any(test.base == "Null" and test.holds({test.key: "x"}) != wanted for test, wanted in tests):
        return None
    ordered = [(test, wanted) for test, wanted in said if _kind(test) in _ORDERED]
    textual = [(test, wanted) for test, wanted in said if _kind(test) not in _ORDERED]
    if not ordered and shape.value_type not in ("Numeric", "Date", "IPAddress"):
        return _text_value(textual, shape)
    found = _passing(said, _candidates(ordered, shape))
    if found is not None:
        return Found(found)
    kinds = {_kind(test) for test, _ in ordered} - {"NotIpAddress"}
    if len(kinds) <= 1 and not textual:
        return None
    return _mixed(said, ordered, textual, shape)


def _mixed(said: list[Wanted], ordered: list[Wanted], textual: list[Wanted], shape: Shape) -> Answer:
    """Tests of different kinds on one key."""
    text = _text_value(textual, ANYTHING)
    if text is None:
        return None
    finite = [group for group in _ins(textual) if all(pattern.is_literal for pattern in group.patterns)]
    if finite:
        found = _passing(said, [from_units(pattern.head) for group in finite[:1] for pattern in group.patterns])
        return Found(found) if found is not None else None
    for kind in {_kind(test) for test, _ in ordered}:
        alone = [(test, wanted) for test, wanted in ordered if _kind(test) == kind]
        if _passing(alone, _candidates(alone, shape)) is None:
            return None
    if isinstance(text, Found) and isinstance(text.value, str) and _passing(said, [text.value]) is not None:
        return text
    bases = " and ".join(sorted({test.base for test, _ in said}))
    return Open(f"{bases} on the same key {said[0][0].entry.key}")


def _kind(test: ConditionTest) -> str:
    base = test.base
    return (
        base
        if base.endswith("IpAddress")
        else base[:7]
        if base.startswith("Numeric")
        else base[:4]
        if base[:4] == "Date"
        else ""
    )


def _candidates(ordered: Sequence[Wanted], shape: Shape) -> list[str]:
    """A value from each stretch, and one that cannot be read where the key may hold such."""
    found: list[str] = []
    kinds = {_kind(test).replace("Not", "") for test, _ in ordered}
    for kind in sorted(kinds) or [shape.value_type.replace("IPA", "IpA")]:
        values = [value for test, _ in ordered if _kind(test).replace("Not", "") == kind for value in test.entry.values]
        found += _ORDERED[kind](values)
    is_typed = shape.value_type in ("Numeric", "Date", "IPAddress")
    return found if is_typed else [*found, *_UNREADABLE]


def _passing(tests: Iterable[Wanted], values: Iterable[str]) -> str | None:
    wanted = list(tests)
    return next((value for value in values if all(test.of_one(value) == want for test, want in wanted)), None)


def _text_value(tests: Sequence[Wanted], shape: Shape) -> Answer:
    """A text that passes tests of texts, truth values, bytes and ARNs."""
    if vague := [test for test, _ in tests if not is_ascii_folded(test)]:
        return _vague(vague[0], tests, shape)
    arns = [(test, wanted) for test, wanted in tests if test.base.startswith("Arn")]
    others = [(test, wanted) for test, wanted in tests if not test.base.startswith("Arn")]
    ins, outs = _sides(others)
    if ins is None:
        return None
    if shape.value_type == "Bool":
        ins.append(_TRUE_OR_FALSE)
    if not arns and shape.value_type != "ARN":
        return _found(ins, outs)
    readable = _sides(arns)
    if readable[0] is not None:
        found = _found([*ins, *readable[0], _ARN], [*outs, *readable[1]])
        if found is not None:
            return found
    if shape.value_type == "ARN" or any(wanted for _, wanted in arns):
        return None
    return _found(ins, [*outs, _ARN])  # no ARN at all: none of the tests passes


def _found(ins: list[Group], outs: list[Group]) -> Answer:
    without = tuple(dict.fromkeys(outs))
    within = (*dict.fromkeys(ins),)
    text = find_text((*within, _SOMETHING), without)
    if text is None:
        text = find_text(within or (_EVERYTHING,), without)
    return None if text is None else Found(from_units(text))


def _vague(test: ConditionTest, tests: Sequence[Wanted], shape: Shape) -> Answer:
    """Non-ASCII letters without regard to case: the values themselves are tried, the rest decides what it can."""
    values = [value for each, _ in tests for value in each.entry.values]
    found = _passing(tests, [*values, "x", "xyz-7"])
    if found is not None:
        return Found(found)
    rest = [(each, wanted) for each, wanted in tests if is_ascii_folded(each)]
    if rest and _text_value(rest, shape) is None:
        return None
    return Open(f"{test.base} {test.entry.key} with letters beyond ASCII")


def is_ascii_folded(test: ConditionTest) -> bool:
    return "IgnoreCase" not in test.base or all(value.isascii() for value in test.entry.values)


def _ins(tests: Sequence[Wanted]) -> list[Group]:
    return _sides(tests)[0] or []


def _sides(tests: Sequence[Wanted]) -> tuple[list[Group] | None, list[Group]]:
    """The groups that a text has to be in, and those that it must not be in; None for one that no text is in.

    Of tests of ARNs: for texts that are ARNs.
    """
    ins: list[Group] = []
    outs: list[Group] = []
    for test, wanted in tests:
        meant = _meant(test)
        if isinstance(meant, bool):
            if meant != wanted:
                return None, outs
        elif wanted != meant.is_outside:
            if not meant.group.patterns:
                return None, outs
            ins.append(meant.group)
        else:
            outs.append(meant.group)
    return ins, outs


class _Meant(NamedTuple):
    """The texts that pass: those in the group, or those outside of it."""

    group: Group
    is_outside: bool


@lru_cache(maxsize=16384)
def _meant(test: ConditionTest) -> _Meant | bool:
    """The texts that pass, or what the test answers for every text (that is an ARN)."""
    base = test.base
    if base == "Bool":
        on_true, on_false = test.of_one("true"), test.of_one("false")
        return on_true if on_true == on_false else _Meant(_TRUE, on_false)
    if base.startswith("Arn"):
        return _arns(test)
    if base == "BinaryEquals":
        return _Meant(Group(literal_pattern(value) for value in test.entry.values if test.of_one(value)), False)
    tokens = {"Like": _like_tokens, "Case": _folded_tokens}.get(base[-4:], _literal_tokens)
    pairs = zip(test.entry.values, test.templates, strict=True)
    return _Meant(Group(Pattern(value, tokens(template)) for value, template in pairs), test.is_negated)


def _arns(test: ConditionTest) -> _Meant | bool:
    """A pattern that is no ARN ends it: an Allow fails and a Deny holds, unless a value before it fits."""
    patterns: list[Pattern] = []
    for value, template in zip(test.entry.values, test.templates, strict=True):
        tokens = _arn_tokens(template)
        if tokens is None:
            if test.is_deny != test.is_negated:
                return test.is_deny
            break
        patterns.append(Pattern(value, tokens))
    return _Meant(Group(patterns), test.is_negated)


def _literal_tokens(template: Template) -> tuple[Token, ...]:
    return tuple(unit for piece in template for unit in utf16(_text(piece)))


def _folded_tokens(template: Template) -> tuple[Token, ...]:
    return tuple(_either_case(each.lower()) for piece in template for each in _text(piece))


def _either_case(letter: str) -> Token:
    cases = {letter, letter.upper()} | ({"\u212a"} if letter == "k" else set())  # the Kelvin sign is a k
    return letter if len(cases) == 1 else frozenset(cases)


def _like_tokens(template: Template) -> tuple[Token, ...]:
    return single_runs(_signs(template, ANY, RUN))


def _signs(pieces: Iterable[str | Literal | Variable], any_: str, run: str) -> list[Token]:
    tokens: list[Token] = []
    for piece in pieces:
        if isinstance(piece, Literal):
            tokens += utf16(piece.text)
        else:
            tokens += [{"*": run, "?": any_}.get(unit, unit) for unit in utf16(_text(piece))]
    return tokens


def _arn_tokens(template: Template) -> tuple[Token, ...] | None:
    """One pattern for each of the six parts; None when there are fewer or the first does not fit `arn`."""
    parts: list[list[str | Literal]] = [[]]
    for piece in template:
        text = _text(piece)
        for number, part in enumerate(text.split(":", 6 - len(parts)) if len(parts) < 6 else [text]):
            if number:
                parts.append([])
            parts[-1].append(Literal(part) if isinstance(piece, Literal) else part)
    if len(parts) != 6 or not Group((Pattern("", single_runs(_signs(parts[0], ANY, RUN))),)).fits("arn"):
        return None
    tokens: list[Token] = [*"arn"]
    for within in parts[1:5]:
        tokens += [":", *_signs(within, PART_ANY, PART_RUN)]
    return single_runs([*tokens, ":", *_signs(parts[5], ANY, RUN)])


def _text(piece: str | Literal | Variable) -> str:
    if isinstance(piece, Variable):
        raise ValueError(f"the variable {piece.key} has no value")
    return piece.text if isinstance(piece, Literal) else piece
