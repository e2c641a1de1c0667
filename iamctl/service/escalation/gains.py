"""Whether a standing may more than others: a request that the engine allows it and denies each of them.

Requests are made up from what the policies say: the actions of its Allows and of the others' Denies (a pattern stands
for actions that AWS lists), on resources that their patterns fit, with values that their conditions ask for.
"""

from __future__ import annotations

import re
from itertools import chain, islice, product
from typing import TYPE_CHECKING

from iamctl.analysis.escalation.primitives import REGION
from iamctl.analysis.escalation.standing import Proof
from iamctl.analysis.globs import example, glob_of
from iamctl.analysis.known import Known
from iamctl.engine.authorize import authorize
from iamctl.engine.patterns import Globs, utf16
from iamctl.engine.suggestions import suggested
from iamctl.engine.variables import parse_template
from iamctl.service.escalation.coverage import is_within, may_meet, outside
from iamctl.service.questions.carried import is_known_absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.escalation.documents import Compiled
    from iamctl.service.escalation.ground import AccountGround
    from iamctl.service.escalation.holdings import Holding, Kind
    from iamctl.service.questions.context import Value

MOST_ACTIONS = 24
"""Actions that are tried for one pattern: the first of each access level, then others."""

MOST_RESOURCES = 6
"""Patterns of one statement for which a resource is tried."""

MOST_TRIED = 3000
_PLACE = re.compile(r"\$\{[^}]*\}")


Witness = tuple[str, str, "dict[str, Value]"]
"""An action, a resource, and keys that the caller states."""


class Gains:
    """Comparisons of standings, each made once."""

    def __init__(self, ground: AccountGround) -> None:
        self._ground = ground
        self._found: dict[tuple[Kind, frozenset[Kind]], Witness | None] = {}
        self._within: dict[tuple[str, str], bool] = {}
        self._recent: dict[Kind, Witness] = {}
        self._meeting: dict[tuple[str, str], bool] = {}
        self._examples: dict[str, str | None] = {}
        self._actions: dict[str, tuple[str, ...]] = {}

    def of(self, holding: Holding, over: Sequence[Holding]) -> Proof | None:
        """A request that it may make and none of the others."""
        if any(_covers(other, holding) or self._contains(other, holding) for other in over):
            return None
        key = (holding.kind, frozenset(other.kind for other in over))
        if key not in self._found:
            self._found[key] = self._search(holding, over)
        witness = self._found[key]
        return None if witness is None else self._proof(holding, over, *witness)

    def _contains(self, other: Holding, holding: Holding) -> bool:
        """Whether each of the holding's policies is plainly within the other's, and nothing of them denied it."""
        if other.boundary is not None or other.standing.part:
            return False
        denying = [each for each in other.identity if each.has_deny and each.text not in holding.texts]
        return all(self._has(other, document) for document in holding.identity) and not any(
            self._meet(deny, document) for deny in denying for document in holding.identity
        )

    def _meet(self, deny: Compiled, document: Compiled) -> bool:
        key = (deny.text, document.text)
        found = self._meeting.get(key)
        if found is None:
            found = self._meeting[key] = may_meet(deny, document)
        return found

    def _has(self, other: Holding, document: Compiled) -> bool:
        if document.text in other.texts and not document.is_personal:
            return True
        return any(self._is_within(document, wide) for wide in other.identity)

    def _is_within(self, document: Compiled, wide: Compiled) -> bool:
        key = (document.text, wide.text)
        found = self._within.get(key)
        if found is None:
            found = self._within[key] = is_within(document, (wide,))
        return found

    def _search(self, holding: Holding, over: Sequence[Holding]) -> Witness | None:
        # What told it from others before tells it from most.
        recent = self._recent.get(holding.kind)
        if recent is not None and self._proof(holding, over, *recent) is not None:
            return recent
        for witness in islice(self._tried(holding, over), MOST_TRIED):
            if self._proof(holding, over, *witness) is not None:
                self._recent[holding.kind] = witness
                return witness
        return None

    def _proof(
        self, holding: Holding, over: Iterable[Holding], action: str, resource: str, stated: dict[str, Value]
    ) -> Proof | None:
        questions = self._ground.questions
        request = questions.request(holding, action, resource, stated)
        decision = authorize(request, holding.policies)
        if not decision.is_allowed:
            return None
        for other in over:
            if authorize(questions.request(other, action, resource, stated), other.policies).is_allowed:
                return None
        return Proof(request, decision, tuple(stated.items()))

    def _tried(self, holding: Holding, over: Sequence[Holding]) -> Iterator[Witness]:
        """Requests that may tell them apart, the likeliest first."""
        held = {document.text for other in over for document in other.identity}
        documents = sorted(holding.identity, key=lambda document: document.text in held)
        allows = [each for document in documents for each in document.statements if not each.is_deny]
        limits = [each for document in holding.boundary or () for each in document.statements if not each.is_deny]
        denies = [each for other in over for each in _statements(other) if each.is_deny]
        narrow = [each for other in over for document in other.boundary or () for each in document.statements]
        free = [document for other in over if other.boundary is None for document in other.identity]
        wide = [each for document in free for each in document.plain_allows]
        for statement in (*allows, *limits, *denies, *narrow):
            patterns = _patterns(statement)
            if not statement.is_deny:
                patterns = outside(statement, patterns, wide)
            if not patterns:
                continue
            stated = _fulfilling(statement, holding)
            others = limits if statement in allows else ()
            resources = dict.fromkeys(chain(*(self._resources(each, holding) for each in (statement, *others))))
            actions = chain.from_iterable(self._actions_of(statement, pattern) for pattern in patterns)
            for action, resource in product(actions, resources):
                yield action, self._typical(action) if resource == "*" else resource, stated

    def _resources(self, statement: CompiledStatement, holding: Holding) -> Iterator[str]:
        """Resources that the statement speaks of."""
        said = statement.statement
        if said.resources is None or "*" in said.resources:
            yield "*"
            return
        for text in said.resources[:MOST_RESOURCES]:
            if "${" in text:
                found = _example(text, holding, has_variables=said.has_variables)
            else:
                if text not in self._examples:
                    self._examples[text] = _example(text, holding, has_variables=False)
                found = self._examples[text]
            if found is not None:
                yield found

    def _typical(self, action: str) -> str:
        """A resource as the action takes it; `*` where it takes none."""
        reference = self._ground.reference
        listed = reference.action(action)
        types = reference.resource_types_for(listed) if listed is not None else ()
        if not types:
            return "*"
        named = types[0].arn_pattern.replace("${Partition}", "aws").replace("${Region}", REGION)
        return _PLACE.sub("escalation", named.replace("${Account}", self._ground.snapshot.account_id))

    def _actions_of(self, statement: CompiledStatement, pattern: str) -> Iterable[str]:
        """The actions of one of the statement's patterns; of a NotAction, of everything."""
        if "*" not in pattern and "?" not in pattern:
            return (pattern,)
        listed = self._listed(pattern)
        if statement.statement.actions is not None:
            return listed
        return (action for action in listed if statement.fits_action(utf16(action.lower())))

    def _listed(self, pattern: str) -> tuple[str, ...]:
        """Some of AWS's actions that the pattern fits; of every service some where it names none."""
        found = self._actions.get(pattern)
        if found is None:
            found = self._actions[pattern] = tuple(self._fitting(pattern))
        return found

    def _fitting(self, pattern: str) -> Iterator[str]:
        reference = self._ground.reference
        prefix, colon, name = pattern.partition(":")
        if not colon or "*" in prefix or "?" in prefix:
            fits = Globs([utf16(prefix.lower())]).fit if colon else bool
            services = [each.prefix for each in reference.services() if fits(each.prefix.lower())]
            few = 1 if len(services) > MOST_ACTIONS else 4
            yield from (f"{each}:{action}" for each in services for action in self._of_service(each, name or "*", few))
            return
        yield from (f"{prefix}:{action}" for action in self._of_service(prefix, name, MOST_ACTIONS))

    def _of_service(self, prefix: str, name: str, most: int) -> list[str]:
        fits = Globs([utf16(name.lower())]).fit
        service = self._ground.reference.service(prefix)
        actions = service.actions if service is not None else ()
        listed = [each for each in actions if fits(utf16(each.name.lower()))]
        first: dict[str, str] = {}
        for action in listed:
            first.setdefault(action.access_level, action.name)
        names = dict.fromkeys((*first.values(), *(action.name for action in listed)))
        return list(names)[:most] or [name.replace("*", "").replace("?", "x") or "Anything"]


def _covers(other: Holding, holding: Holding) -> bool:
    """Whether it is plain that the other may all of it: it has the same policies and more, and no denies besides."""
    if any(document.is_personal for document in holding.identity) and other.standing.arn != holding.standing.arn:
        return False
    mine, its = _texts(holding.identity), _texts(other.identity)
    denies = {document.text for document in other.identity if document.has_deny}
    if not mine <= its or not denies <= mine:
        return False
    return other.boundary is None or (
        holding.boundary is not None and _texts(other.boundary) == _texts(holding.boundary)
    )


def _texts(documents: Iterable[Compiled]) -> frozenset[str]:
    return frozenset(document.text for document in documents)


def _statements(holding: Holding) -> Iterator[CompiledStatement]:
    for document in (*holding.identity, *(holding.boundary or ())):
        yield from document.statements


def _example(text: str, holding: Holding, *, has_variables: bool) -> str | None:
    """A resource that the pattern fits; its region is one where the pattern has any."""
    glob = glob_of(parse_template(text) if has_variables else (text,), Known(holding.context, _nothing))
    if glob is None:
        return None
    written, found = text.split(":", 5), example(glob).split(":", 5)
    if len(written) == len(found) == 6 and written[3] == "*":
        found[3] = REGION
    return ":".join(found) + "x" * text.endswith("*")


def _patterns(statement: CompiledStatement) -> tuple[str, ...]:
    return statement.statement.actions if statement.statement.actions is not None else ("*",)


def _fulfilling(statement: CompiledStatement, holding: Holding) -> dict[str, Value]:
    """Values of keys that the caller's requests lack and with which the conditions hold."""
    stated: dict[str, Value] = {}
    for condition in statement.conditions:
        key = condition.key
        if key in holding.context or is_known_absent(key, holding.caller.principal) or condition.holds(holding.context):
            continue
        for text in suggested(condition.entry, holding.context):
            value: Value = (text,) if condition.entry.operator.quantifier else text
            if condition.holds({**holding.context, **stated, key: value}):
                stated[key] = value
                break
    return stated


def _nothing(_key: str) -> bool:
    return False
