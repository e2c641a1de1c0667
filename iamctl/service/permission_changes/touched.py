"""Whom a change touches: the users and roles whose permissions could be others afterwards.

    a user or a role    its groups, policies, boundary, tags, path or name are others
    a group             all who are its members, before or after
    a policy            all who have it attached, have it as their boundary, or are in a group that has it attached
    a trust policy      the role whose it is
    a resource's policy the resource

What changes none of these (credentials, descriptions, dates) touches nobody. Nothing is compared yet, so that nothing
of the engine is loaded for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from iamctl.service.account import Account
    from iamctl.store.protocol import Noun, Shelf

_GIVING = ("attached_policies", "inline_policies")
_OF_IDENTITY = ("arn", *_GIVING, "permissions_boundary", "tags")


class Touched(NamedTuple):
    """What a change may have changed about permissions.

    Attributes:
        principals: the ARNs, before and after, of users and roles; one that is not there on a side has the other's.
        trusts: the names of roles whose trust policies are others.
        resources: the ARNs of resources whose policies are others.
        changes_profiles: whether an instance profile has another role.
    """

    principals: tuple[tuple[str, str], ...] = ()
    trusts: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    changes_profiles: bool = False

    @property
    def is_anything(self) -> bool:
        """Whether anybody's permissions could be others."""
        return bool(self.principals or self.trusts or self.resources)


def touched_by(before: Account, after: Account, names: Mapping[str, Sequence[str]]) -> Touched:
    """Whom a change touches.

    Args:
        names: of what the change lays down, in lower case, by shelf.
    """
    found: dict[str, tuple[str, str]] = {}
    for shelf, facts in (("users", (*_OF_IDENTITY, "groups")), ("roles", _OF_IDENTITY)):
        for was, now in _pairs(getattr(before, shelf), getattr(after, shelf), names.get(shelf, ())):
            if _facts(was, facts) != _facts(now, facts) and (_has_any(was) or _has_any(now)):
                found.update([_arns(was, now)])
    for side, arn in _policies(before, after, names):
        for noun in _holders(side, arn):
            found.setdefault(*_arns(*_both(before, after, noun)))
    for was, now in _pairs(before.groups, after.groups, names.get("groups", ())):
        if _facts(was, _GIVING) != _facts(now, _GIVING):
            for side, group in ((before, was), (after, now)):
                for noun in side.users.referring("group", group.name.lower()) if group is not None else ():
                    found.setdefault(*_arns(*_both(before, after, noun)))
    return Touched(
        tuple(found.values()),
        tuple(_trusts(before, after, names.get("roles", ()))),
        tuple(_resources(before, after, names.get("resource_policies", ()))),
        bool(names.get("instance_profiles")),
    )


def _pairs(before: Shelf[Any], after: Shelf[Any], names: Iterable[str]) -> Iterator[tuple[Any, Any]]:
    """Each of the entities before and after; a renamed one is the same, once."""
    seen: set[str] = set()
    for name in names:
        was, now = before.find(name), after.find(name)
        if was is not None and now is None:
            now = after.find_id(was.unique_id)
        elif now is not None and was is None:
            was = before.find_id(now.unique_id)
            if was is not None and after.find(was.name) is not None:
                was = None  # it came with the id of another, who is still there
        key = now.name.lower() if now is not None else name
        if key not in seen and (was is not None or now is not None):
            seen.add(key)
            yield was, now


def _both(before: Account, after: Account, noun: Noun) -> tuple[Any, Any]:
    shelf = "users" if noun.kind == "user" else "roles"
    return next(_pairs(getattr(before, shelf), getattr(after, shelf), [noun.name.lower()]))


def _arns(was: Any, now: Any) -> tuple[str, tuple[str, str]]:
    one, other = (was or now).arn, (now or was).arn
    return other, (one, other)


def _facts(noun: Any, names: Iterable[str]) -> object:
    return None if noun is None else [getattr(noun, name) for name in names]


def _has_any(noun: Any) -> bool:
    """Whether it has any permissions for all that is seen here."""
    return noun is not None and bool(noun.attached_policies or noun.inline_policies or getattr(noun, "groups", ()))


def _policies(before: Account, after: Account, names: Mapping[str, Sequence[str]]) -> Iterator[tuple[Account, str]]:
    """The sides and ARNs of managed policies whose texts in force are others."""
    for shelf in ("policies", "imported_aws_policies"):
        listed = names.get("aws_policies" if shelf != "policies" else shelf, ())
        for was, now in _pairs(getattr(before, shelf), getattr(after, shelf), listed):
            for arn in {each.arn for each in (was, now) if each is not None}:
                if _text(before, arn) != _text(after, arn):
                    yield before, arn
                    yield after, arn


def _text(account: Account, arn: str) -> str | None:
    policy = account.find_policy(arn)
    return policy.default_version.document.text if policy is not None else None


def _holders(account: Account, arn: str) -> Iterator[Noun]:
    """Who has the policy: attached, by a group, or as the boundary."""
    for shelf in (account.users, account.roles):
        for relation in ("policy", "boundary"):
            yield from shelf.referring(relation, arn)
    for group in account.groups.referring("policy", arn):
        yield from account.users.referring("group", group.group_name.lower())


def _trusts(before: Account, after: Account, names: Iterable[str]) -> Iterator[str]:
    for was, now in _pairs(before.roles, after.roles, names):
        texts = [None if role is None else role.trust_policy.text for role in (was, now)]
        if texts[0] != texts[1]:
            yield (now or was).role_name


def _resources(before: Account, after: Account, names: Iterable[str]) -> Iterator[str]:
    for was, now in _pairs(before.resource_policies, after.resource_policies, names):
        if (was and was.document.text) != (now and now.document.text):
            yield (now or was).resource_arn
