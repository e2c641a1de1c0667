"""A condition entry as a test that a request passes or fails, in a form that is equal for equal tests.

Variables that are known are filled in first; a test that still asks for another key is open: it is equal to itself
only, until a value is supposed.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from iamctl.engine.conditions.comparisons import MATCHERS, is_negated
from iamctl.engine.conditions.operators import compile_condition
from iamctl.engine.variables import Literal, Variable, keys_of, parse_template
from iamctl.policy.conditions import Operator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamctl.analysis.known import Known
    from iamctl.engine.conditions.operators import Condition
    from iamctl.engine.variables import Template
    from iamctl.policy.statements import ConditionEntry

    Context = Mapping[str, str | tuple[str, ...]]

_WITH_VARIABLES = ("String", "Arn", "Bool")


class ConditionTest:
    """One operator on one key.

    Attributes:
        entry: as the policy has it, with the variables that are known filled in.
        key: in lower case.
        asks: the keys of its variables, in lower case; none is: it looks at its own key alone.
        has_variables: whether `${…}` in its values means anything.
    """

    __slots__ = ("__dict__", "_hash", "_identity", "asks", "entry", "has_variables", "is_deny", "key")

    def __init__(self, entry: ConditionEntry, *, has_variables: bool, is_deny: bool) -> None:
        base = entry.operator.base
        with_variables = (
            has_variables and base.startswith(_WITH_VARIABLES) and any("${" in each for each in entry.values)
        )
        asked = [key for value in entry.values for key in keys_of(parse_template(value))] if with_variables else []
        self.entry = entry
        self.key = entry.key.lower()
        self.asks = tuple(dict.fromkeys(asked))
        self.has_variables = with_variables
        self.is_deny = is_deny and base.startswith("Arn")  # nothing else asks for the effect
        values = entry.values if base.startswith("Arn") else tuple(sorted(set(entry.values)))
        self._identity = (entry.operator, self.key, values, self.has_variables, self.is_deny)
        self._hash = hash(self._identity)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, ConditionTest) and self._identity == other._identity)

    def __repr__(self) -> str:
        return f"ConditionTest({self.entry.name} {self.entry.key} {list(self.entry.values)})"

    @property
    def base(self) -> str:
        return self.entry.operator.base

    @property
    def quantifier(self) -> str | None:
        return self.entry.operator.quantifier

    @property
    def is_negated(self) -> bool:
        return is_negated(self.base)

    @cached_property
    def compiled(self) -> Condition:
        """The engine's own test."""
        return compile_condition(self.entry, has_variables=self.has_variables, is_deny=self.is_deny)

    @cached_property
    def of_one(self) -> Callable[[str], bool]:
        """Whether a single value of the key passes; of a test that is not open."""
        operator = Operator(self.base, None, self.entry.operator.if_exists)
        entry = self.entry._replace(operator=operator)
        holds = compile_condition(entry, has_variables=self.has_variables, is_deny=self.is_deny).holds
        return lambda value: holds({self.key: value})

    def holds(self, context: Context) -> bool:
        return self.compiled.holds(context)

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """Its values in pieces."""
        if not self.has_variables:
            return tuple((value,) for value in self.entry.values)
        return tuple(parse_template(value) for value in self.entry.values)

    def supposing(self, context: Context) -> ConditionTest:
        """The same with these values for the keys of its variables; one that is not there is absent."""
        if not self.asks:
            return self
        return filled_in(self.entry, context, lambda _: False, is_deny=self.is_deny)


def filled_in(
    entry: ConditionEntry,
    context: Context,
    may_carry: Callable[[str], bool],
    *,
    is_deny: bool,
    has_variables: bool = True,
) -> ConditionTest:
    """The entry as a test, with what the context says in the place of its variables."""
    if not (has_variables and entry.operator.base.startswith(_WITH_VARIABLES)):
        return ConditionTest(entry, has_variables=False, is_deny=is_deny)
    values = (
        resolved_text(parse_template(value), context, may_carry) if "${" in value else value for value in entry.values
    )
    kept = tuple(value for value in values if value is not None)
    return ConditionTest(entry._replace(values=kept), has_variables=True, is_deny=is_deny)


def resolved_text(template: Template, context: Context, may_carry: Callable[[str], bool]) -> str | None:
    """The text with the variables that are known filled in; None when one of them has no value.

    Args:
        may_carry: of a key that the context lacks: whether some request carries it.
    """
    return None if (pieces := resolved(template, context, may_carry)) is None else "".join(map(source_of, pieces))


def resolved(template: Template, context: Context, may_carry: Callable[[str], bool]) -> Template | None:
    """The same in pieces."""
    pieces: list[str | Literal | Variable] = []
    for piece in template:
        if not isinstance(piece, Variable):
            pieces.append(piece)
            continue
        value = context.get(piece.key)
        if isinstance(value, tuple):
            return None
        if value is None and may_carry(piece.key):
            pieces.append(piece)
            continue
        if value is None:
            value = piece.default
        if value is None:
            return None
        pieces.append(Literal(value))
    return tuple(pieces)


def source_of(piece: str | Literal | Variable) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Literal):
        return "".join(f"${{{each}}}" if each in "*?$" else each for each in piece.text)
    return f"${{{piece.key}}}" if piece.default is None else f"${{{piece.key}, '{piece.default}'}}"


def test_of(entry: ConditionEntry, known: Known, *, has_variables: bool, is_deny: bool) -> ConditionTest | bool:
    """The entry for requests of which this is known: a test, or what every one of them answers.

    Raises:
        KeyError: the engine knows no such operator.
    """
    if entry.operator.base != "Null" and entry.operator.base not in MATCHERS:
        raise KeyError(entry.operator.base)
    test = filled_in(entry, known.context, known.may_carry, is_deny=is_deny, has_variables=has_variables)
    if known.is_open(test.key):
        return test
    if not test.asks:
        return test.holds(known.context)
    # Of an absent key all tests say the same, whatever the variables stand for.
    answers = {test.supposing(values).holds(known.context) for values in ({}, dict.fromkeys(test.asks, "x"))}
    return answers.pop() if test.key not in known.context and len(answers) == 1 else test
