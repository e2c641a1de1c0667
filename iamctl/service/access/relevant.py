"""The statements of an account that speak of one action, each document compiled once, whoever has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.patterns import compiled, glob_source, utf16
from iamctl.engine.statement import CompiledStatement
from iamctl.policy.statements import statements_in

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.model.group import Group
    from iamctl.model.policy import Policy
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.policy.statements import Statement
    from iamctl.service.account import Account

_WILD = re.compile(r"[*?]|\$\{")

Statements = tuple[CompiledStatement, ...]


class Held(NamedTuple):
    """Statements of one policy, and how somebody comes to it.

    Attributes:
        policy: an ARN, or `inline Deploy of user alice`.
        group: the group that has it; None where the identity has it itself.
    """

    policy: str
    group: str | None
    statements: Statements

    @property
    def via(self) -> str:
        return f"{self.policy} of group {self.group}" if self.group and self.policy[:4] == "arn:" else self.policy


class Sources(NamedTuple):
    """What somebody's identity policies say of the action, and which of them are not in the account."""

    held: tuple[Held, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def statements(self) -> Statements:
        return tuple(statement for held in self.held for statement in held.statements)


class Relevant:
    """The statements about one action (in lower case).

    Args:
        resource: the one resource that is in question; None where there are several.
    """

    def __init__(self, account: Account, action: str, resource: str | None = None) -> None:
        self._account = account
        self._action = action
        self._resource = utf16(resource) if resource is not None else None
        self._patterns: dict[str, bool] = {}
        self._compiled: dict[tuple[str, str], Statements] = {}
        self._managed: dict[str, Statements | None] = {}
        self._groups: dict[str, Sources] | None = None
        self._policies: dict[str, Policy] | None = None

    def of_identity(self, identity: User | Role) -> Sources:
        """What the identity has itself and through its groups."""
        own = self._of(identity, None)
        if identity.kind != "user" or not identity.groups:  # type: ignore[union-attr]
            return own
        held, unknown = list(own.held), list(own.unknown)
        for name in identity.groups:  # type: ignore[union-attr]
            group = self._of_groups().get(name.lower())
            if group is None:
                unknown.append(f"group {name} is not in the account")
            else:
                held += group.held
                unknown += group.unknown
        return Sources(tuple(held), tuple(unknown))

    def of_boundary(self, arn: str | None) -> Statements | None:
        """A boundary's statements; none at all when its policy is gone, None when there is no boundary."""
        return None if arn is None else self._of_policy(arn) or ()

    def of_document(self, name: str, document: Document) -> Statements:
        key = (name, document.text)
        found = self._compiled.get(key)
        if found is None:
            read = (each for each in statements_in(document.tree) if self._is_about(each) and self._may_begin(each))
            about = (CompiledStatement(each, name) for each in read)
            found = self._compiled[key] = tuple(each for each in about if self._may_fit(each))
        return found

    def _of(self, identity: User | Group | Role, group: str | None) -> Sources:
        held, unknown = [], []
        for policy in identity.inline_policies:
            label = f"inline {policy.policy_name} of {identity.kind} {identity.name}"
            if statements := self.of_document(label, policy.document):
                held.append(Held(label, group, statements))
        for arn in identity.attached_policies:
            managed = self._of_policy(arn)
            if managed is None:
                unknown.append(f"policy {arn} is not in the account")
            elif managed:
                held.append(Held(arn, group, managed))
        return Sources(tuple(held), tuple(unknown))

    def _of_groups(self) -> dict[str, Sources]:
        if self._groups is None:
            groups = self._account.groups.all()
            self._groups = {group.group_name.lower(): self._of(group, group.group_name) for group in groups}
        return self._groups

    def _of_policy(self, arn: str) -> Statements | None:
        if arn not in self._managed:
            policy = self._find(arn)
            self._managed[arn] = None if policy is None else self.of_document(arn, policy.default_version.document)
        return self._managed[arn]

    def _find(self, arn: str) -> Policy | None:
        """The account's own policies are read at once: most of them are asked for."""
        if arn.split(":")[4:5] == ["aws"]:
            return self._account.find_policy(arn)
        if self._policies is None:
            self._policies = {policy.arn: policy for policy in self._account.policies.all()}
        return self._policies.get(arn)

    def _is_about(self, statement: Statement) -> bool:
        named = statement.actions if statement.actions is not None else statement.not_actions or ()
        return any(map(self._fits, named)) == (statement.actions is not None)

    def _may_begin(self, statement: Statement) -> bool:
        """Whether a resource begins as the one in question does: most others need not be compiled."""
        if self._resource is None or statement.resources is None:
            return True
        return any(self._resource.startswith(utf16(_WILD.split(text, maxsplit=1)[0])) for text in statement.resources)

    def _may_fit(self, statement: CompiledStatement) -> bool:
        if self._resource is None or statement.resource_keys:
            return True
        return statement.fits_resource(self._resource, {})

    def _fits(self, pattern: str) -> bool:
        found = self._patterns.get(pattern)
        if found is None:
            found = self._patterns[pattern] = self._matches(pattern.lower())
        return found

    def _matches(self, pattern: str) -> bool:
        """As `CompiledStatement.fits_action`, which would compile each of AWS's thousands of patterns for this."""
        if "*" not in pattern and "?" not in pattern:
            return pattern == self._action
        beginning = re.split(r"[*?]", pattern, maxsplit=1)[0]
        if not self._action.startswith(beginning):
            return False
        return compiled([glob_source((pattern,))])(self._action) is not None
