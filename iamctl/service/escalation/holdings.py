"""What a standing may: the account's policies for its identity, with the changes of the road worked in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.escalation.primitives import Gives
from iamctl.analysis.escalation.table import ALTERING
from iamctl.analysis.globs import example, glob_of
from iamctl.analysis.known import Known
from iamctl.engine.policy_set import Layer, PolicySet
from iamctl.engine.variables import parse_template
from iamctl.model.document import Document
from iamctl.service.escalation.snapshot import EVERYTHING
from iamctl.service.questions import context as contexts
from iamctl.service.questions.callers import caller_of_role, caller_of_user

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.analysis.escalation.standing import Change, Standing
    from iamctl.engine.statement import CompiledStatement
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.escalation.documents import Compiled
    from iamctl.service.escalation.snapshot import Snapshot
    from iamctl.service.questions.callers import Caller
    from iamctl.service.questions.context import Context

ADDED = "the policy that was added"


class Layers:
    """Layers by the documents in them, each built once."""

    def __init__(self) -> None:
        self._built: dict[tuple[Compiled, ...], Layer] = {}

    def of(self, documents: tuple[Compiled, ...]) -> Layer:
        found = self._built.get(documents)
        if found is None:
            statements = (statement for document in documents for statement in document.statements)
            found = self._built[documents] = Layer.of(statements)
        return found


class Kind(NamedTuple):
    """What two standings have in common whose policies say the same of the same."""

    kind: str
    identity: frozenset[str]
    boundary: str | None
    part: str
    owner: str


class Holding:
    """One standing's policies.

    Attributes:
        identity: documents, each with the name of its policy.
        boundary: None where there is none; empty where its policy is gone.
        groups: names in lower case.
    """

    def __init__(self, snapshot: Snapshot, layers: Layers, standing: Standing) -> None:
        self.standing = standing
        self.noun: User | Role = snapshot.identity(standing.arn)
        self._snapshot = snapshot
        self._layers = layers
        self.groups = self._groups()
        self.identity = tuple(dict.fromkeys(self._identity()))
        self.boundary = self._boundary()

    @cached_property
    def caller(self) -> Caller:
        if self.noun.kind == "user":
            return caller_of_user(self.noun)  # type: ignore[arg-type]
        return caller_of_role(self.noun)  # type: ignore[arg-type]

    @cached_property
    def policies(self) -> PolicySet:
        layer = self._layers.of
        part = self.standing.part
        limit = None if not part else layer((self._snapshot.compiled(f"{part} alone", _only(part)),))
        boundary = None if self.boundary is None else layer(self.boundary)
        return PolicySet(layer(self.identity), boundary, session=limit)

    @cached_property
    def context(self) -> Context:
        """The keys of each request that follow from who asks, and when."""
        context = contexts.context_of_moment(self._snapshot.now) | contexts.context_of_caller(self.caller)
        for change in self._changes(Gives.TAGGED):
            for word in change.name.split("\n"):
                key, equals, value = word.partition("=")
                if equals:
                    context[f"aws:principaltag/{key.lower()}"] = value
                else:
                    context.pop(f"aws:principaltag/{key.lower()}", None)
        return context

    @cached_property
    def speaks(self) -> frozenset[str]:
        """The actions of the table that an Allow of it speaks of, and its boundary does too."""
        found = frozenset(action for document in self.identity for action in document.speaks)
        if self.boundary is not None:
            found &= frozenset(action for document in self.boundary for action in document.speaks)
        return found

    @cached_property
    def roads(self) -> frozenset[str]:
        """The texts that have rights to go on, of which a boundary leaves some."""
        if not self.speaks:
            return frozenset()
        return frozenset(document.text for document in self.identity if document.speaks)

    @cached_property
    def is_free(self) -> bool:
        """Whether nothing limits what its policies allow."""
        return self.boundary is None and not self.standing.part and not any(each.has_deny for each in self.identity)

    @cached_property
    def goes_freely(self) -> bool:
        """Whether nothing limits what its policies allow of the table's actions."""
        return self.boundary is None and not self.standing.part and not any(each.bars for each in self.identity)

    @cached_property
    def touches(self) -> frozenset[str] | None:
        """The only entities that its policies may let it change; None where a pattern names them, or it may be any."""
        return self._named(self.policies.identity.statements, ALTERING & self.speaks)

    @cached_property
    def shared_roads(self) -> frozenset[str]:
        """Those of `roads` that are not about the identity alone: what others might have as well."""
        own = {document.text for document in self.identity if document.is_personal and self._is_about_itself(document)}
        return self.roads - own

    def _is_about_itself(self, document: Compiled) -> bool:
        named = self._named(document.statements, document.speaks)
        return named is not None and named <= {self.noun.arn}

    def _named(self, statements: Iterable[CompiledStatement], actions: frozenset[str]) -> frozenset[str] | None:
        """The resources that Allows of one of the actions name; None where a pattern does."""
        found: set[str] = set()
        known = Known(self.context, _nothing)
        for statement in statements:
            if statement.is_deny or not any(map(statement.fits_action, actions)):
                continue
            said = statement.statement
            if said.resources is None:
                return None
            for text in said.resources:
                glob = glob_of(parse_template(text) if said.has_variables else (text,), known)
                if glob is not None:
                    if any(len(token) > 1 for token in glob.tokens):  # a wildcard's name, of which signs are one long
                        return None
                    found.add(example(glob))
        return frozenset(found)

    @cached_property
    def touchable(self) -> frozenset[str]:
        """The entities by which it may be changed; of groups, all."""
        documents = (*self.identity, *(self.boundary or ()))
        groups = (group.arn for group in self._snapshot.groups.values())
        return frozenset((self.noun.arn, *(document.name for document in documents), *groups))

    @cached_property
    def texts(self) -> frozenset[str]:
        return frozenset(document.text for document in self.identity)

    @cached_property
    def is_personal(self) -> bool:
        """Whether a policy says something else of it than of another."""
        return any(document.is_personal for document in (*self.identity, *(self.boundary or ())))

    @cached_property
    def way(self) -> Kind:
        """Standings with the same of this have the same takeovers, but for roles that trust one by name."""
        denying = (document.text for document in self.identity if document.bars)
        is_bound = self.speaks or any(document.bars for document in self.boundary or ())
        boundary = self.kind.boundary if is_bound else None
        return self.kind._replace(identity=self.roads.union(denying), boundary=boundary)

    @cached_property
    def kind(self) -> Kind:
        """Standings of one kind have the same moves, but for those about themselves and by their own name."""
        boundary = None if self.boundary is None else "".join(document.text for document in self.boundary)
        owner = repr(self.standing) if self.is_personal else ""
        return Kind(self.noun.kind, self.texts, boundary, self.standing.part, owner)

    def _changes(self, *gives: Gives) -> list[Change]:
        return [change for change in self.standing.changes if change.gives in gives]

    def _groups(self) -> tuple[str, ...]:
        if self.noun.kind != "user":
            return ()
        joined = [change.name for change in self._changes(Gives.MEMBERSHIP)]
        left = {change.name for change in self._changes(Gives.RELIEVED)}
        names = dict.fromkeys(name.lower() for name in (*self.noun.groups, *joined))  # type: ignore[union-attr]
        return tuple(name for name in names if name in self._snapshot.groups and f"group {name}" not in left)

    def _identity(self) -> Iterator[Compiled]:
        snapshot = self._snapshot
        gone = {change.name for change in self._changes(Gives.RELIEVED)}
        holders = (self.noun, *(snapshot.groups[name] for name in self.groups))
        for holder in holders:
            for document in snapshot.own(holder):
                if f"{document.name} of {holder.kind} {holder.name}" not in gone:
                    yield self._in_force(document)
        if self._changes(Gives.ANYTHING):
            yield snapshot.compiled(ADDED, EVERYTHING)
        for change in self._changes(Gives.ATTACHED):
            if (managed := snapshot.managed(change.name)) is not None:
                yield self._in_force(managed)

    def _in_force(self, document: Compiled) -> Compiled:
        """The document as the road left it: another version, or one that allows everything."""
        for change in reversed(self._changes(Gives.REWRITTEN, Gives.OLDER)):
            arn, _, version = change.name.partition("#")
            if arn == document.name:
                other = self._snapshot.managed(arn, version) if version else None
                return other or self._snapshot.compiled(arn, EVERYTHING)
        return document

    def _boundary(self) -> tuple[Compiled, ...] | None:
        arn = self.boundary_arn
        if arn is None:
            return None
        managed = self._snapshot.managed(arn)
        return () if managed is None else (self._in_force(managed),)

    @property
    def boundary_arn(self) -> str | None:
        arn = self.noun.permissions_boundary
        for change in self._changes(Gives.UNBOUNDED, Gives.REBOUNDED):
            arn = change.name or None
        return arn


def _nothing(_key: str) -> bool:
    return False


def _only(service: str) -> Document:
    return Document.of(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": f"{service}:*", "Resource": "*"}]}
    )
