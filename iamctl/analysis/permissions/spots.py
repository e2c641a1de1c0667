"""Resources with variables that nobody filled in: `arn:aws:s3:::home/${aws:username}/*` in a policy by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.permissions.conditions import resolved, source_of
from iamctl.analysis.permissions.languages import find_text
from iamctl.analysis.permissions.patterns import ANY, RUN, Group, Pattern, single_runs
from iamctl.engine.patterns import utf16
from iamctl.engine.variables import Literal, Variable, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamctl.engine.variables import Template

    Context = Mapping[str, str | tuple[str, ...]]

_FIRST_SYMBOL, _LAST_SYMBOL = 0xE000, 0xF8FF  # the private use area: no name has them


class Spot(NamedTuple):
    """One such Resource.

    Attributes:
        text: as the policy writes it, with the variables that are known filled in.
        template: the same in pieces.
        widest: the texts that it may hold, whatever the values.
        asks: the keys of its variables, in lower case.
    """

    text: str
    template: Template
    widest: Group
    asks: tuple[str, ...]

    def supposing(self, context: Context) -> Group:
        """The texts that it holds when these are the values of its variables."""
        pieces = resolved(self.template, context, lambda _: False)
        return Group(() if pieces is None else (pattern_of(pieces),))


def resource_of(template: Template, context: Context, may_carry: Callable[[str], bool]) -> Spot | Pattern | None:
    """What a Resource holds with what is known filled in; None when a variable has no value."""
    pieces = resolved(template, context, may_carry)
    if pieces is None:
        return None
    asks = tuple(dict.fromkeys(keys_of(pieces)))
    pattern = pattern_of(pieces)
    return Spot(pattern.text, pieces, Group((pattern,)), asks) if asks else pattern


def pattern_of(template: Template) -> Pattern:
    """The pattern; a variable may be anything."""
    tokens: list[str] = []
    for piece in template:
        if isinstance(piece, Variable):
            tokens.append(RUN)
        elif isinstance(piece, Literal):
            tokens += utf16(piece.text)
        else:
            tokens += [{"*": RUN, "?": ANY}.get(unit, unit) for unit in utf16(piece)]
    return Pattern("".join(map(source_of, template)), single_runs(tokens))


def always_holds(wide: Spot, narrow: Spot) -> bool:
    """Whether the one surely holds all that the other does, whatever the values of their variables.

    Each variable counts as a character of its own, which only itself and a run take: what holds of these texts
    holds of all that may stand in their place.
    """
    if wide.template == narrow.template:
        return True
    variables = [piece for spot in (wide, narrow) for piece in spot.template if isinstance(piece, Variable)]
    symbols = {piece: chr(_FIRST_SYMBOL + number) for number, piece in enumerate(dict.fromkeys(variables))}
    one, other = _with_symbols(wide, symbols), _with_symbols(narrow, symbols)
    if one is None or other is None or ANY in one.tokens:
        return False
    return find_text((Group((other,)),), (Group((one,)),)) is None


def _with_symbols(spot: Spot, symbols: Mapping[Variable, str]) -> Pattern | None:
    if any(chr(_FIRST_SYMBOL) <= unit <= chr(_LAST_SYMBOL) for unit in spot.text) or len(symbols) > 1000:
        return None
    pieces = (Literal(symbols[piece]) if isinstance(piece, Variable) else piece for piece in spot.template)
    return pattern_of(tuple(pieces))
