"""Whom a guard does not mean.

user/alice · role/Break*       users and roles by name, or by path and name; names without regard to case
group/Admins                   who is a member
arn:aws:iam::111122223333:*    whoever has such an ARN
444455556666                   another account, and all of it
ec2.amazonaws.com              an AWS service
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.policy.wildcard import matcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.analysis.permissions.representatives import Representative
    from iamctl.model.guards import Guard
    from iamctl.service.account import Account

_NOBODYS_ACCOUNTS = ("", "000000000000")


class Exceptions:
    """The exceptions of one guard."""

    def __init__(self, guard: Guard) -> None:
        self._named: list[tuple[str, Callable[[str], object]]] = []
        self._others: list[Callable[[str], object]] = []
        for text in guard.excepted:
            kind, slash, name = text.partition("/")
            if slash and kind in ("user", "role", "group"):
                self._named.append((kind, matcher(name, ignore_case=True)))
            else:
                self._others.append(matcher(text))

    def hold_identity(self, identity: Any) -> bool:
        """Whether a user or a role of the account is excepted."""
        groups = getattr(identity, "groups", ())
        for kind, fits in self._named:
            if kind == "group" and any(fits(name) for name in groups):
                return True
            if kind == identity.kind and (fits(identity.name) or fits(f"{identity.path[1:]}{identity.name}")):
                return True
        return any(fits(identity.arn) for fits in self._others)

    def hold(self, account: Account, each: Representative) -> bool:
        """Whether a caller whom a resource's policy or a trust policy treats apart is excepted."""
        principal = each.principal
        arn = principal.parent_arn or principal.arn
        if principal.account_id == account.account_id and each.is_named:
            identity = identity_with(account, arn)
            if identity is not None:
                return self.hold_identity(identity)
        if not each.is_named and principal.account_id in _NOBODYS_ACCOUNTS:
            return False  # it stands for everybody whom no policy names
        texts = [principal.account_id] if not each.is_named else [arn, principal.account_id]
        return any(fits(text) for text in texts if text for fits in self._others)


def identity_with(account: Account, arn: str) -> Any:
    """The user or role that has the ARN; None where there is none."""
    shelf = account.users if ":user/" in arn else account.roles
    found = shelf.find(arn.rpartition("/")[2])
    return found if found is not None and found.arn == arn else None


def excepted_identities(account: Account, guard: Guard) -> list[str]:
    """The ARNs of the account's users and roles that the guard does not mean as things are."""
    exceptions = Exceptions(guard)
    nouns: list[Any] = [*account.users.all(), *account.roles.all()] if guard.excepted else []
    return [noun.arn for noun in nouns if exceptions.hold_identity(noun)]
