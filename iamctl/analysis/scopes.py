"""The resources that a statement speaks of, as a set."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.globs import Glob, covers, glob_of, literal_glob, meets
from iamctl.engine.variables import parse_template

if TYPE_CHECKING:
    from iamctl.analysis.known import Known
    from iamctl.engine.statement import CompiledStatement


class Scope(NamedTuple):
    """A set of resources.

    Attributes:
        globs: the patterns; none of them is a set without resources.
        is_rest: whether the set is all resources but those (NotResource).
    """

    globs: tuple[Glob, ...]
    is_rest: bool = False

    @property
    def is_everything(self) -> bool:
        if self.is_rest:
            return not self.globs
        return any(glob.text == "*" for glob in self.globs)

    @property
    def is_empty(self) -> bool:
        return (self.is_rest and any(glob.text == "*" for glob in self.globs)) or not (self.globs or self.is_rest)

    @property
    def is_open(self) -> bool:
        """Whether a variable has another value from request to request."""
        return any(glob.asks for glob in self.globs)


EVERYTHING = Scope((), is_rest=True)


def scope_of(statement: CompiledStatement, known: Known) -> Scope:
    """The resources that the statement speaks of, for this caller."""
    if statement.is_any_resource:
        return EVERYTHING
    said = statement.statement
    texts = said.resources if said.resources is not None else said.not_resources or ()
    templates = [parse_template(text) if said.has_variables else (text,) for text in texts]
    globs = [glob for template in templates if (glob := glob_of(template, known)) is not None]
    return Scope(tuple(dict.fromkeys(globs)), is_rest=said.resources is None)


def one_resource(resource: str) -> Scope:
    """The set of this one resource."""
    return Scope((literal_glob(resource),))


def holds_all(wide: Scope, narrow: Scope) -> bool:
    """Whether every resource of the second is one of the first; True is certain."""
    if wide.is_everything or narrow.is_empty:
        return True
    if narrow.is_rest:
        return wide.is_rest and all(any(covers(out, each) for out in narrow.globs) for each in wide.globs)
    if wide.is_rest:
        return not any(meets(out, each) for out in wide.globs for each in narrow.globs)
    return all(any(covers(glob, each) for glob in wide.globs) for each in narrow.globs)


def overlap(one: Scope, other: Scope) -> bool:
    """Whether some resource is one of both; False is certain."""
    if one.is_empty or other.is_empty:
        return False
    if one.is_rest and other.is_rest:
        return True
    if one.is_rest:
        return not all(any(covers(out, each) for out in one.globs) for each in other.globs)
    if other.is_rest:
        return overlap(other, one)
    return any(meets(glob, each) for glob in one.globs for each in other.globs)
