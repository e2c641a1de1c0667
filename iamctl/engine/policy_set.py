"""All policies that bear on a caller, compiled once and asked many times.

Statements are kept per type of policy. Which of them speak of an action is worked out at the first question about
it and remembered, so that a question costs what the statements about its action cost, however many there are.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.statement import CompiledStatement
from iamctl.policy.statements import statements_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.model.document import Document

_REMEMBERED = 4096
_LONGEST = 64


class NamedDocument(NamedTuple):
    """A document and what to call it in an answer: `inline Deploy of user alice`, an ARN, `boundary`."""

    name: str
    document: Document


class Layer:
    """The statements of one type of policy, or of one level of it."""

    __slots__ = ("_by_action", "statements")

    def __init__(self, documents: Iterable[NamedDocument]) -> None:
        """Compile the documents.

        Raises:
            MalformedPolicyDocument: one of them cannot be read.
        """
        self.statements = tuple(
            CompiledStatement(statement, name)
            for name, document in documents
            for statement in statements_in(document.tree)
        )
        self._by_action: dict[str, Candidates] = {}

    @classmethod
    def of(cls, statements: Iterable[CompiledStatement]) -> Layer:
        """The layer of statements that are compiled already."""
        layer = cls(())
        layer.statements = tuple(statements)
        return layer

    def about(self, action: str, resource: str) -> Sequence[CompiledStatement]:
        """The statements that speak of the action (in lower case) and may speak of the resource, in their order."""
        found = self._by_action.get(action)
        if found is None:
            found = Candidates([statement for statement in self.statements if statement.fits_action(action)])
            if len(self._by_action) >= _REMEMBERED:
                self._by_action.clear()
            self._by_action[action] = found
        return found.for_resource(resource)


class Candidates:
    """The statements about one action, found by what their resources begin with.

    A look-up is one slice and one dictionary for each length of prefix that there is.
    """

    __slots__ = ("_anything", "_by_length")

    def __init__(self, statements: list[CompiledStatement]) -> None:
        self._anything: list[tuple[int, CompiledStatement]] = []
        self._by_length: dict[int, dict[str, list[tuple[int, CompiledStatement]]]] = {}
        for number, statement in enumerate(statements):
            prefixes = {prefix[:_LONGEST] for prefix in statement.prefixes()}
            if "" in prefixes:
                self._anything.append((number, statement))
                continue
            for prefix in prefixes:
                self._by_length.setdefault(len(prefix), {}).setdefault(prefix, []).append((number, statement))

    def for_resource(self, resource: str) -> Sequence[CompiledStatement]:
        found = self._anything
        for length, table in self._by_length.items():
            if more := table.get(resource[:length]):
                found = [*found, *more]
        if found is not self._anything:
            found = sorted(set(found), key=_first)
        return [statement for _, statement in found]


_first = itemgetter(0)


class PolicySet(NamedTuple):
    """What bears on a request, by type of policy. None is: there is no policy of this type.

    Attributes:
        identity: those of the user and its groups, or of the role.
        boundary: an empty layer denies all: a boundary whose policy is gone.
        session: the session policies of a role session or a federated user.
        resource: the resource's own policy; of a role, its trust policy; of a key, its key policy.
        service_control: one layer for each level, from the organization's root to the account.
        resource_control: likewise, for the resource's account.
    """

    identity: Layer
    boundary: Layer | None = None
    session: Layer | None = None
    resource: Layer | None = None
    service_control: tuple[Layer, ...] = ()
    resource_control: tuple[Layer, ...] = ()
