"""Whom a declaration means: names, ARNs and unique ids, looked up in the draft, each text once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from iamctl.errors import IamctlError, NoSuchEntity
from iamctl.service.lookup import the_group, the_policy, the_role

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from iamctl.model.group import Group
    from iamctl.model.policy import Policy
    from iamctl.model.role import Role
    from iamctl.service.account import Account
    from iamctl.service.declaration.declared import Names
    from iamctl.service.declaration.draft import Draft
    from iamctl.service.declaration.errata import Errata
    from iamctl.syntax.table_reader import Path

T = TypeVar("T")
MOST_SUGGESTIONS = 25
"""How many unknown names are looked up with suggestions: one costs 10 ms in a full account."""


class References:
    """Look-ups in a draft whose failures become errata.

    Args:
        prune: what the declaration does not name is gone from the draft; a hint says so.
    """

    def __init__(self, account: Account, draft: Draft, errata: Errata, *, prune: bool) -> None:
        self._account = account
        self._draft = draft
        self._errata = errata
        self._prune = prune
        self._known: dict[tuple[str, str], Any] = {}
        self._failures = 0

    def policies(self, texts: Names, at: Path) -> Names:
        """ARNs of the managed policies, each to be attached once."""
        found = [self._attachable(text, (*at, index)) for index, text in enumerate(texts)]
        return self._each_once(texts, [policy.arn if policy else None for policy in found], at)

    def boundary(self, text: str, at: Path) -> str | None:
        """ARN of the managed policy; an empty text is none."""
        policy = self._attachable(text, at) if text else None
        return policy.arn if policy else None

    def groups(self, texts: Names, at: Path) -> Names:
        """Names of the groups, spelt as they are."""
        found: list[Group | None] = [
            self._found("group", the_group, text, (*at, index)) for index, text in enumerate(texts)
        ]
        return self._each_once(texts, [group.group_name if group else None for group in found], at)

    def roles(self, texts: Names, at: Path) -> Names:
        """Names of the roles, spelt as they are."""
        found: list[Role | None] = [
            self._found("role", the_role, text, (*at, index)) for index, text in enumerate(texts)
        ]
        return self._each_once(texts, [role.role_name if role else None for role in found], at)

    def _attachable(self, text: str, at: Path) -> Policy | None:
        policy = self._found("policy", the_policy, text, at)
        if policy is None or policy.is_attachable:
            return policy
        self._errata.add(at, f"{policy.arn} cannot be attached: it is for AWS's own service roles.")
        return None

    def _found(self, kind: str, look_up: Callable[[Account, str], T], text: str, at: Path) -> T | None:
        if (kind, text) not in self._known:
            self._known[kind, text] = self._looked_up(kind, look_up, text)
        found = self._known[kind, text]
        if isinstance(found, IamctlError):
            self._errata.add_error(at, found)
            return None
        known: T = found
        return known

    def _looked_up(self, kind: str, look_up: Callable[[Account, str], T], text: str) -> T | IamctlError:
        if self._failures >= MOST_SUGGESTIONS and not self._is_there(kind, text):
            return NoSuchEntity(kind, text)
        try:
            return look_up(self._account, text)
        except IamctlError as error:
            self._failures += 1
            return self._with_reason(kind, text, error)

    def _is_there(self, kind: str, text: str) -> bool:
        """Whether the look-up has a chance; unique ids have one."""
        name = text.rpartition("/")[2]
        if kind == "policy":
            known = self._account.policies.find(name) or self._account.published_aws_policies.find(name)
            return known is not None or name.startswith("ANPA") or text.startswith("arn:aws:iam::aws:")
        shelf = self._draft.groups if kind == "group" else self._draft.roles
        return name.lower() in shelf.nouns or name.startswith(("AGPA", "AROA"))

    def _with_reason(self, kind: str, text: str, error: IamctlError) -> IamctlError:
        """Why it is not in the draft, where that is because it is to be removed."""
        name = text.rpartition("/")[2].lower()
        shelves: dict[str, Container[str]] = {
            "group": self._draft.groups.before,
            "policy": self._draft.policies.before,
            "role": self._draft.roles.before,
        }
        if self._prune and isinstance(error, NoSuchEntity) and name in shelves[kind]:
            hint = "the account has it, but --prune removes what the file does not name"
            return NoSuchEntity(kind, text, hint=hint)
        return error

    def _each_once(self, texts: Names, found: list[str | None], at: Path) -> Names:
        seen: dict[str, str] = {}
        for index, (text, name) in enumerate(zip(texts, found, strict=True)):
            if name is not None and name in seen:
                self._errata.add((*at, index), f"{at[-1]} names {seen[name]} twice.")
            elif name is not None:
                seen[name] = text
        return tuple(seen)
