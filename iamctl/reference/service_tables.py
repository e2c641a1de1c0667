"""One service's tables in memory: rows become nouns when they are asked for, once each."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from iamctl.reference.vocabulary import ACCESS_LEVELS, KEY_TYPES, ActedOn, Action, ConditionKey, ResourceType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.reference.services_file import Tables

_VARIABLE = r"\$\{[^}]*\}|<[^>]*>"


class ServiceTables:
    """A service's actions, resource types and condition keys, by name in any case of letters."""

    def __init__(self, tables: Tables) -> None:
        self.prefix = tables.prefix
        self.name = tables.name
        self.supports_rcps = tables.supports_rcps
        self._tables = tables
        self._actions: dict[str, Action] = {}

    def action_names(self) -> tuple[str, ...]:
        return self._action_names

    def action(self, name: str) -> Action | None:
        lowered = name.lower()
        if lowered not in self._actions:
            position = self._action_at.get(lowered)
            if position is None:
                return None
            self._actions[lowered] = self._action(self._tables.actions[position])
        return self._actions[lowered]

    def actions(self) -> tuple[Action, ...]:
        return tuple(action for name in self._action_names if (action := self.action(name)) is not None)

    def resource_type(self, name: str) -> ResourceType | None:
        return self._types.get(name.lower())

    def resource_types(self) -> tuple[ResourceType, ...]:
        return tuple(self._types.values())

    def condition_key(self, name: str) -> ConditionKey | None:
        """The key of this name, or the one whose variable stands for a part of it."""
        lowered = name.lower()
        if (found := self._keys.get(lowered)) is not None:
            return found
        return next((key for pattern, key in self._patterns if stands_for(pattern, lowered)), None)

    def condition_keys(self) -> tuple[ConditionKey, ...]:
        return tuple(self._keys.values())

    @cached_property
    def _action_names(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self._tables.actions)

    @cached_property
    def _action_at(self) -> dict[str, int]:
        return {name.lower(): position for position, name in enumerate(self._action_names)}

    @cached_property
    def _types(self) -> dict[str, ResourceType]:
        rows = self._tables.types
        types = (ResourceType(self.prefix, name, arn, ends, self._names(keys)) for name, arn, ends, keys in rows)
        return {resource_type.name.lower(): resource_type for resource_type in types}

    @cached_property
    def _keys(self) -> dict[str, ConditionKey]:
        keys = (ConditionKey(name, KEY_TYPES[key_type]) for name, key_type in self._tables.keys)
        return {key.name.lower(): key for key in keys}

    @cached_property
    def _patterns(self) -> list[tuple[str, ConditionKey]]:
        """The keys with a variable, those that spell out the most first."""
        patterns = [(name, key) for name, key in self._keys.items() if re.search(_VARIABLE, name)]
        return sorted(patterns, key=lambda item: -len(re.sub(_VARIABLE, "", item[0])))

    def _action(self, row: list[Any]) -> Action:
        name, level, acted_on, keys, dependent_actions = row
        types = tuple(
            ActedOn(self._tables.types[position >> 1][0], bool(position & 1), self._names(own))
            for position, *own in acted_on
        )
        return Action(self.prefix, name, ACCESS_LEVELS[level], types, self._names(keys), tuple(dependent_actions))

    def _names(self, positions: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._tables.keys[position][0] for position in positions)


def stands_for(pattern: str, text: str) -> bool:
    """Whether the text is the pattern with something in the place of its one variable: a key, or a key's prefix."""
    head, *tail = re.split(_VARIABLE, pattern)
    if not tail:
        return pattern == text
    return text.startswith(head) and text.endswith(tail[0]) and len(text) > len(head) + len(tail[0])
