"""Differences in words and members: shortest patterns, grouped by service and access level, one request for each.

Pieces that differ in their actions alone are told together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.analysis.permissions.boxes import ACTIONS, RESOURCES
from iamctl.analysis.permissions.described import Described, described
from iamctl.analysis.permissions.witness import known_actions
from iamctl.service.questions.wording import entry_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.analysis.permissions.boxes import Box, Language
    from iamctl.analysis.permissions.compare import Piece, Undecided
    from iamctl.analysis.permissions.conditions import ConditionTest
    from iamctl.analysis.permissions.witness import Witness
    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.comparing.comparison import Comparison, Part
    from iamctl.service.comparing.known_actions import KnownActions
    from iamctl.service.members import Members


class OfLevel(NamedTuple):
    """Known actions of one service and access level.

    Attributes:
        total: how many the service has of this level.
    """

    service: str
    level: str
    actions: tuple[str, ...]
    total: int


class Change(NamedTuple):
    """Requests that are gained or lost, as people read them.

    Attributes:
        known: the known actions among them.
        conditions: all of them hold of such a request.
    """

    is_gain: bool
    actions: Described
    known: tuple[OfLevel, ...]
    resources: Described
    conditions: tuple[str, ...]
    statements: tuple[CompiledStatement, ...]
    witness: Witness


def changes_in(part: Part, catalog: KnownActions) -> list[Change]:
    """The part's gains, then its losses; the widest first."""
    difference = part.difference
    return [*_changes(difference.gained, catalog, is_gain=True), *_changes(difference.lost, catalog, is_gain=False)]


def _changes(pieces: Iterable[Piece], catalog: KnownActions, *, is_gain: bool) -> list[Change]:
    alike: dict[object, list[Piece]] = {}
    for piece in pieces:
        _, *where = piece.box.extent
        alike.setdefault(tuple(where), []).append(piece)
    found = [change for some in alike.values() for change in _together(some, catalog, is_gain=is_gain)]
    return sorted(found, key=lambda change: (len(change.conditions), change.resources.patterns != ("*",)))


def _together(pieces: Sequence[Piece], catalog: KnownActions, *, is_gain: bool) -> list[Change]:
    """Pieces that differ in their actions alone; those that leave nothing out become one."""
    found: list[Change] = []
    box = pieces[0].box
    resources = _resources(box)
    conditions = conditions_of(box)
    by_exceptions: dict[tuple[str, ...], list[tuple[Described, Piece]]] = {}
    told: list[Language] = []
    for piece in sorted(pieces, key=lambda each: len(each.box.actions.ins)):
        said = described(piece.box.actions, ACTIONS, besides=told)
        if not said.patterns:
            continue
        told.append(piece.box.actions)
        by_exceptions.setdefault(said.exceptions, []).append((said, piece))
    for exceptions, some in by_exceptions.items():
        patterns = tuple(dict.fromkeys(pattern for said, _ in some for pattern in said.patterns))
        names = dict.fromkeys(name for _, piece in some for name in known_actions(piece.box.actions, catalog))
        statements = tuple(dict.fromkeys(each for _, piece in some for each in piece.box.origins))
        witness = some[0][1].witness
        change = Change(
            is_gain,
            Described(patterns, exceptions),
            _by_level(names, catalog),
            resources,
            conditions,
            statements,
            witness,
        )
        found.append(change)
    return found


def _resources(box: Box) -> Described:
    said = described(box.resources, RESOURCES)
    within = [spot.text for spot, is_in in box.spots if is_in]
    without = [spot.text for spot, is_in in box.spots if not is_in]
    patterns = said.patterns
    if within:
        spots = " that is also ".join(within)
        is_whole = patterns == ("*",)
        patterns = (spots,) if is_whole else tuple(f"{spots} that is also {each}" for each in patterns)
    return Described(patterns, (*said.exceptions, *without))


def conditions_of(box: Box) -> tuple[str, ...]:
    """The box's tests in words, those of one key together."""
    ordered = sorted(box.tests, key=lambda each: (each[0].key, each[0].entry.name, each[0].entry.values))
    return tuple(test_in_words(test, wanted=wanted) for test, wanted in ordered)


def test_in_words(test: ConditionTest, *, wanted: bool) -> str:
    """`aws:SourceIp is not in 10.0.0.0/8 or is absent`."""
    said = entry_in_words(test.entry, holds=wanted)
    if test.base == "Null" or test.quantifier is not None:
        return said
    may_be_absent = test.is_negated or test.entry.operator.if_exists
    return f"{said} or is absent" if may_be_absent == wanted else said


def _by_level(names: Iterable[str], catalog: KnownActions) -> tuple[OfLevel, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for name in names:
        action = catalog.action(name)
        found.setdefault((action.service, action.access_level), []).append(action.name)
    return tuple(
        OfLevel(service, level, tuple(actions), catalog.count(service, level))
        for (service, level), actions in sorted(found.items())
    )


def comparison_members(comparison: Comparison, catalog: KnownActions) -> Members:
    """The answer as JSON has it."""
    gained: list[Members] = []
    lost: list[Members] = []
    undecided: list[Members] = []
    for part in comparison.parts:
        whom = {"Principals": list(part.whom)} if part.whom else {}
        for change in changes_in(part, catalog):
            (gained if change.is_gain else lost).append(whom | change_members(change))
        undecided += [whom | undecided_members(each) for each in part.difference.undecided]
    return {
        "Relation": comparison.relation.value,
        "Before": comparison.before,
        "After": comparison.after,
        "Gained": gained,
        "Lost": lost,
        "Undecided": undecided,
        "Remarks": list(comparison.remarks),
    }


def change_members(change: Change) -> dict[str, Any]:
    members: dict[str, Any] = {"Actions": list(change.actions.patterns)}
    if change.actions.exceptions:
        members["ExceptActions"] = list(change.actions.exceptions)
    members["KnownActions"] = [
        {"Service": each.service, "AccessLevel": each.level, "Actions": list(each.actions), "Of": each.total}
        for each in change.known
    ]
    members["Resources"] = list(change.resources.patterns)
    if change.resources.exceptions:
        members["ExceptResources"] = list(change.resources.exceptions)
    members["Conditions"] = list(change.conditions)
    members["Statements"] = [statement_members(each) for each in change.statements]
    members["Witness"] = witness_members(change.witness)
    return members


def statement_members(statement: CompiledStatement) -> dict[str, Any]:
    said = statement.statement
    return {"Policy": statement.policy, "Statement": said.number, "Sid": said.sid}


def witness_members(witness: Witness) -> dict[str, Any]:
    context = {key: list(value) if isinstance(value, tuple) else value for key, value in witness.context.items()}
    return {"Action": witness.action, "Resource": witness.resource, "Context": context}


def undecided_members(undecided: Undecided) -> dict[str, Any]:
    members: dict[str, Any] = {
        "Change": "gained" if undecided.is_gain else "lost",
        "Constructs": list(undecided.constructs),
    }
    if (box := undecided.box) is not None:
        members["Actions"] = list(described(box.actions, ACTIONS).patterns)
        members["Resources"] = list(_resources(box).patterns)
        members["Conditions"] = list(conditions_of(box))
    return members
