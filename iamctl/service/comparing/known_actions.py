"""What AWS publishes, as the comparison of permissions asks for it: actions, their levels and ARNs, keys' shapes.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.permissions.boxes import Space
from iamctl.analysis.permissions.values import ANYTHING, Shape
from iamctl.service.reference import service_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.reference.vocabulary import Action


class KnownActions:
    """The actions of AWS's services, found by pattern."""

    def __init__(self) -> None:
        self._matching: dict[str, tuple[str, ...]] = {}

    def matching(self, pattern: str) -> Sequence[str]:
        """The known actions that fit the pattern, sorted, as AWS spells them."""
        found = self._matching.get(pattern)
        if found is None:
            actions = service_reference().actions_matching(pattern)
            found = self._matching[pattern] = tuple(action.full_name for action in actions)
        return found

    def arn_patterns(self, action: str) -> Sequence[str]:
        """What ARNs of the resource types of a known action look like, the required and the plain ones first."""
        reference = service_reference()
        found = reference.action(action)
        if found is None:
            return ()
        is_required = {acted_on.name: acted_on.is_required for acted_on in found.resource_types}
        patterns = [(not is_required[each.name], each.arn_pattern) for each in reference.resource_types_for(found)]
        return [pattern for _, pattern in sorted(patterns, key=lambda each: (each[0], each[1].count("${"), each[1]))]

    def action(self, name: str) -> Action:
        """The known action of this name."""
        found = service_reference().action(name)
        assert found is not None, "only known actions are asked for"
        return found

    def count(self, service: str, level: str) -> int:
        """How many actions of this level the service has."""
        found = service_reference().service(service)
        return sum(action.access_level == level for action in found.actions) if found is not None else 0


def new_space() -> Space:
    """All requests, with what AWS says of the keys that they carry."""
    return Space(shape_of)


def shape_of(key: str) -> Shape:
    """What a context key (in lower case) holds, as far as AWS says."""
    found = service_reference().condition_key(key)
    return ANYTHING if found is None else Shape(found.is_multivalued, found.value_type)
