"""What users and roles may do, by service and access level: known actions as bits of one number.

An action counts for somebody where an Allow speaks of it, its conditions taken to hold and on whatever resource, within
the permissions boundary, and no Deny takes it away from everything: one without conditions, on every resource. What
a Deny takes away in part stays counted, so that a figure is never too small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.service.comparing.sides import known_of
from iamctl.service.questions.bearing import caller_bearing
from iamctl.service.questions.callers import caller_of_role, caller_of_user
from iamctl.service.reference import service_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from iamctl.analysis.known import Known
    from iamctl.engine.policy_set import Layer, PolicySet
    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.account import Account
    from iamctl.service.comparing.accounts import Compiled
    from iamctl.service.questions.callers import Caller

LEVELS = ("List", "Read", "Tagging", "Write", "Permissions management")
"""From the mildest to the gravest."""


class Cell(NamedTuple):
    """One service at one access level."""

    service: str
    level: str


class Bits:
    """The known actions as bits, in the order of services and levels."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self.cells: dict[Cell, int] = {}
        self.services: dict[str, int] = {}
        for number, action in enumerate(service_reference().actions_matching("*")):
            self._at[action.full_name] = number
            cell = Cell(action.service, action.access_level)
            self.cells[cell] = self.cells.get(cell, 0) | 1 << number
            self.services[action.service] = self.services.get(action.service, 0) | 1 << number
        self.every = (1 << len(self._at)) - 1
        self._patterns: dict[str, int] = {"*": self.every, "*:*": self.every}
        self._statements: dict[int, tuple[CompiledStatement, int]] = {}

    def of_pattern(self, pattern: str) -> int:
        found = self._patterns.get(pattern)
        if found is None:
            found = 0
            for action in service_reference().actions_matching(pattern):
                found |= 1 << self._at[action.full_name]
            self._patterns[pattern] = found
        return found

    def of_statement(self, compiled: CompiledStatement) -> int:
        """The known actions that the statement speaks of."""
        kept = self._statements.get(id(compiled))
        if kept is None:
            said = compiled.statement
            found = 0
            for pattern in said.actions if said.actions is not None else said.not_actions or ():
                found |= self.of_pattern(pattern)
            kept = (compiled, found if said.actions is not None else self.every & ~found)
            self._statements[id(compiled)] = kept  # with the statement, so that no other one gets its id
        return kept[1]


class Access(NamedTuple):
    """What users and roles with the same permissions may do.

    Attributes:
        arns: whose it is, in the account's order.
        actions: the known actions, as bits.
        counts: how many of them there are of each service and level.
    """

    arns: tuple[str, ...]
    actions: int
    counts: Mapping[Cell, int]

    @property
    def gravest(self) -> dict[str, str]:
        """The gravest level of each service, by prefix."""
        found: dict[str, str] = {}
        for cell in sorted(self.counts, key=lambda each: LEVELS.index(each.level)):
            found[cell.service] = cell.level
        return found


def effective_access(account: Account, bits: Bits, compiled: Compiled) -> list[Access]:
    """Users and roles by what they may do; the widest first."""
    known: dict[object, int] = {}
    found: dict[int, list[str]] = {}
    for caller in _callers(account):
        policies = caller_bearing(account, caller, layer_of=compiled.layer_of).policies
        given = known_of(caller)
        layers = (policies.identity, policies.boundary) if policies.boundary is not None else (policies.identity,)
        asked = {key for layer in layers for each in layer.statements if each.conditions for key in each.asks}
        follows = tuple((key, given.context.get(key)) for key in sorted(asked) if not given.is_open(key))
        signature = (*map(id, layers), follows)
        if signature not in known:
            known[signature] = _allowed(policies, given, bits)
        found.setdefault(known[signature], []).append(caller.identity.arn)  # type: ignore[union-attr]
    listed = [Access(tuple(arns), actions, _counts(actions, bits)) for actions, arns in found.items()]
    return sorted(listed, key=lambda each: (-each.actions.bit_count(), -len(each.arns), each.arns[0]))


def _callers(account: Account) -> Iterator[Caller]:
    for user in account.users.all():
        yield caller_of_user(user)
    for role in account.roles.all():
        yield caller_of_role(role)


def _allowed(policies: PolicySet, known: Known, bits: Bits) -> int:
    allowed, denied = _sides(policies.identity, known, bits)
    if policies.boundary is not None:
        within, denied_there = _sides(policies.boundary, known, bits)
        allowed, denied = allowed & within, denied | denied_there
    return allowed & ~denied


def _sides(layer: Layer, known: Known, bits: Bits) -> tuple[int, int]:
    allowed = denied = 0
    for each in layer.statements:
        if any(known.answer(condition) is False for condition in each.conditions):
            continue
        if not each.is_deny:
            allowed |= bits.of_statement(each)
        elif each.is_any_resource and all(known.answer(condition) for condition in each.conditions):
            denied |= bits.of_statement(each)
    return allowed, denied


def _counts(actions: int, bits: Bits) -> dict[Cell, int]:
    services = {service for service, mask in bits.services.items() if actions & mask}
    return {
        cell: count
        for cell, mask in bits.cells.items()
        if cell.service in services and (count := (actions & mask).bit_count())
    }


def services_of(listed: Iterable[Access]) -> dict[str, dict[str, int]]:
    """How many users and roles may do anything of each service and level; the gravest first."""
    found: dict[str, dict[str, int]] = {}
    for access in listed:
        for cell in access.counts:
            levels = found.setdefault(cell.service, {})
            levels[cell.level] = levels.get(cell.level, 0) + len(access.arns)
    order = LEVELS[::-1]
    return dict(sorted(found.items(), key=lambda each: ([-each[1].get(level, 0) for level in order], each[0])))
