"""One statement, compiled: its patterns as expressions, its conditions as tests.

A statement applies when action, resource, principal and every condition fit.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING

from iamctl.engine.conditions.operators import compile_condition
from iamctl.engine.decision import PolicyType
from iamctl.engine.patterns import Globs, Patterns, utf16
from iamctl.engine.principals import Grade, grade_of, is_excluded
from iamctl.engine.variables import keys_of
from iamctl.policy.statements import Effect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from iamctl.engine.request import Request
    from iamctl.policy.statements import Statement

    Context = Mapping[str, "str | tuple[str, ...]"]


_VARIABLE = re.compile(r"\$\{\s*([^},]*?)\s*[},]")


class CompiledStatement:
    """A statement ready to be asked.

    Attributes:
        policy: the name of the policy that it stands in.
        is_deny: its effect.
        asks: every context key that the statement looks at, conditions, variables and resources alike: in lower case,
            with the spelling of the policy.
        resource_templates: the resources that have variables.
        resource_keys: the keys of those, in lower case.
    """

    __slots__ = (
        "_actions",
        "_has_action",
        "_resources",
        "asks",
        "conditions",
        "has_resource",
        "is_any_resource",
        "is_deny",
        "names_principals",
        "policy",
        "resource_keys",
        "resource_templates",
        "statement",
    )

    def __init__(self, statement: Statement, policy: str) -> None:
        self.statement = statement
        self.policy = policy
        self.is_deny = statement.effect is Effect.DENY
        named = statement.actions if statement.actions is not None else statement.not_actions or ()
        self._has_action = statement.actions is not None
        self._actions = Globs([utf16(action.lower()) for action in named])
        listed = statement.resources if statement.resources is not None else statement.not_resources
        self.has_resource = statement.not_resources is None
        self._resources = Patterns(listed, has_variables=statement.has_variables) if listed is not None else None
        self.names_principals = statement.principals is not None or statement.not_principals is not None
        # A trust policy has no Resource: it speaks of the role that it belongs to.
        self.is_any_resource = self.has_resource and (self._resources is None or self._resources.fits_all)
        self.conditions = tuple(
            compile_condition(entry, has_variables=statement.has_variables, is_deny=self.is_deny)
            for entry in statement.conditions
        )
        self.resource_templates = self._resources.templates if self._resources is not None else ()
        self.resource_keys = frozenset(key for template in self.resource_templates for key in keys_of(template))
        asked = [*(key for each in self.conditions for key in each.asks), *self.resource_keys]
        self.asks = dict(_spellings(statement, asked)) if asked else {}

    def relieved(self, keys: Collection[str]) -> CompiledStatement:
        """The same without whatever asks for one of the keys (in lower case): it holds, and fits every resource."""
        relieved = copy(self)
        relieved.conditions = tuple(each for each in self.conditions if not any(key in keys for key in each.asks))
        if any(key in keys for key in self.resource_keys):
            relieved.is_any_resource = True
        return relieved

    def fits_action(self, action: str) -> bool:
        """Whether the statement speaks of the action (in lower case)."""
        return self._actions.fit(action) == self._has_action

    def prefixes(self) -> list[str]:
        """What the resources that the statement speaks of begin with."""
        if self.is_any_resource or self._resources is None or not self.has_resource:
            return [""]
        return self._resources.prefixes()

    def fits_resource(self, resource: str, context: Context) -> bool:
        """Whether the statement speaks of the resource (as UTF-16 units)."""
        if self.is_any_resource or self._resources is None:
            return True
        if resource == "*":  # what a variable stands for never makes a pattern fit an action without resources
            return self._resources.fit_plain(resource) == self.has_resource
        return self._resources.fit(resource, context) == self.has_resource

    def fits_context(self, context: Context) -> bool:
        """Whether every condition holds."""
        for condition in self.conditions:  # noqa: SIM110 - all() over a generator takes twice as long
            if not condition.holds(context):
                return False
        return True

    def grade(self, request: Request, *, is_bounded: bool, policy_type: PolicyType = PolicyType.RESOURCE) -> Grade:
        """How directly the statement names the caller.

        Where it names no principal at all: DIRECT, but an Allow of a resource's own policy then names nobody.
        """
        statement = self.statement
        vouched = not self.is_deny and policy_type is PolicyType.TRUST and request.principal.is_stranger
        if statement.principals is not None:
            entries = statement.principals
            if vouched:
                # Whom a service or a provider speaks for is trusted by its name, never by "everybody".
                entries = tuple(entry for entry in entries if entry.label != "AWS")
            return grade_of(entries, request.principal)
        if statement.not_principals is None:
            is_own = policy_type is PolicyType.RESOURCE or policy_type is PolicyType.TRUST
            return Grade.NONE if is_own and not self.is_deny else Grade.DIRECT
        if vouched:
            return Grade.NONE
        if self.is_deny:
            excluded = is_excluded(statement.not_principals, request.principal, is_bounded=is_bounded)
        else:
            excluded = grade_of(statement.not_principals, request.principal) is not Grade.NONE
        return Grade.NONE if excluded else Grade.DIRECT


def _spellings(statement: Statement, asked: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each key with the spelling that the policy first gives it."""
    texts = [value for entry in statement.conditions for value in entry.values]
    texts += [*(statement.resources or ()), *(statement.not_resources or ())]
    spelt = [entry.key for entry in statement.conditions]
    spelt += [name for text in texts for name in _VARIABLE.findall(text)]
    by_key = {name.lower(): name for name in reversed(spelt)}
    for key in dict.fromkeys(asked):
        yield key, by_key.get(key, key)
