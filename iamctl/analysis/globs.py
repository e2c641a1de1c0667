"""Patterns as sets of texts: whether one holds all of another, and whether two have a text in common.

`*` is any run of characters, `?` exactly one; what came from a variable stands for itself. A variable that nobody
filled in may be anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.patterns import utf16
from iamctl.engine.variables import Literal, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.analysis.known import Known
    from iamctl.engine.variables import Template

_ANY, _RUN, _OPEN = "any", "run", "open"  # no characters, which are one long


class Glob(NamedTuple):
    """One pattern.

    Attributes:
        text: as the policy writes it, with the variables that are known filled in.
        tokens: characters as UTF-16 units, and the three signs for one character, a run, and an unknown variable.
        asks: the keys of variables that nobody filled in, in lower case.
    """

    text: str
    tokens: tuple[str, ...]
    asks: tuple[str, ...] = ()


def glob_of(template: Template, known: Known) -> Glob | None:
    """The pattern for a caller; None when a variable has no value, so that it fits nothing."""
    shown: list[str] = []
    tokens: list[str] = []
    asks: list[str] = []
    for piece in template:
        if isinstance(piece, Variable):
            value = known.context.get(piece.key)
            if isinstance(value, tuple):
                return None
            if value is None and not known.may_carry(piece.key):
                if piece.default is None:
                    return None
                value = piece.default
            if value is None:
                asks.append(piece.key)
                tokens.append(_OPEN)
                shown.append(f"${{{piece.key}}}" if piece.default is None else f"${{{piece.key}, '{piece.default}'}}")
                continue
            tokens += utf16(value)
            shown.append("".join(f"${{{each}}}" if each in "*?$" else each for each in value))
        elif isinstance(piece, Literal):
            tokens += utf16(piece.text)
            shown.append(f"${{{piece.text}}}")
        else:
            tokens += _wild(piece)
            shown.append(piece)
    return Glob("".join(shown), _single(tokens), tuple(asks))


def literal_glob(text: str) -> Glob:
    """The text itself, whatever characters it has."""
    return Glob(text, tuple(utf16(text)))


def below(text: str) -> Glob:
    """Whatever begins with the text and a slash."""
    return Glob(f"{text}/*", (*utf16(text), "/", _RUN))


def example(glob: Glob) -> str:
    """A text that fits: its runs are empty, its other wildcards an `x`."""
    return "".join({_RUN: "", _ANY: "x", _OPEN: "x"}.get(token, token) for token in glob.tokens)


def covers(wide: Glob, narrow: Glob) -> bool:
    """Whether every text of the second is one of the first; True is certain, False may be for want of a proof."""
    if wide.asks:
        return wide.tokens == narrow.tokens and wide.asks == narrow.asks
    table = _Table(wide.tokens)
    states = table.settled(1)
    for token in narrow.tokens:
        is_run = token in (_RUN, _OPEN)  # which only a run takes
        states = table.settled(states & table.runs) if is_run else table.after(states, token)
        if not states:
            return False
    return bool(states >> len(wide.tokens))


def meets(one: Glob, other: Glob) -> bool:
    """Whether some text is one of both; variables that nobody filled in may be anything."""
    table = _Table(_closed(one.tokens))
    end = table.end
    states = table.settled(1)
    for token in other.tokens:
        if token in (_RUN, _OPEN):
            states = (end << 1) - (states & -states)
        elif token == _ANY:
            states = table.settled(states << 1 & (end << 1) - 1 | states & table.runs)
        else:
            states = table.after(states, token)
        if not states:
            return False
    return bool(states & end)


class _Table:
    """A pattern as states in the bits of integers: bit i is set while its first i tokens may have been read."""

    def __init__(self, tokens: tuple[str, ...]) -> None:
        self.takes: dict[str, int] = {}
        for index, token in enumerate(tokens):
            self.takes[token] = self.takes.get(token, 0) | 1 << index
        self.runs = self.takes.get(_RUN, 0)
        self._any = self.takes.get(_ANY, 0)
        self.end = 1 << len(tokens)

    def settled(self, states: int) -> int:
        """The states and those behind a run, which may be empty; no two runs stand side by side."""
        return states | (states & self.runs) << 1

    def after(self, states: int, token: str) -> int:
        """The states after one character; a `?` of the other pattern is only taken by a `?` or a run."""
        taken = states & (self._any if token == _ANY else self._any | self.takes.get(token, 0))
        return self.settled(taken << 1 | states & self.runs)


def _wild(text: str) -> tuple[str, ...]:
    signs = {"*": _RUN, "?": _ANY}
    return _closed(signs.get(each, each) for each in utf16(text))


def _closed(tokens: Iterable[str]) -> tuple[str, ...]:
    """The tokens with unknown variables as runs, and runs side by side as one."""
    found: list[str] = []
    for token in tokens:
        sign = _RUN if token == _OPEN else token
        if sign != _RUN or not found or found[-1] != _RUN:
            found.append(sign)
    return tuple(found)


def _single(tokens: list[str]) -> tuple[str, ...]:
    return tuple(
        token for index, token in enumerate(tokens) if token != _RUN or index == 0 or tokens[index - 1] != _RUN
    )
