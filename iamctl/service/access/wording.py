"""Ways to an allowance in words: on which resources, under which conditions, with which exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.globs import covers, meets
from iamctl.analysis.scopes import Scope, holds_all
from iamctl.service.questions.wording import entry_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.analysis.globs import Glob
    from iamctl.analysis.grants import Grant, Unless


class Said(NamedTuple):
    """One way.

    Attributes:
        resources: patterns of which a resource fits one; every resource is `*`.
        excepted: resources that are not among them after all.
        conditions: all of them hold of a request that is allowed.
        unless: it is denied where one of these holds.
    """

    resources: tuple[str, ...]
    excepted: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def is_conditional(self) -> bool:
        return bool(self.conditions or self.unless)


def grant_in_words(
    grant: Grant, asked: Scope, *, owner: str | None = None, is_meant: Callable[[str], bool] | None = None
) -> Said | None:
    """The way in words; None where no resource of the action's types is on it.

    Args:
        asked: the resources in question.
        owner: the account whose they are; what another account has, that one has to allow as well.
        is_meant: whether a pattern can be of one of the action's resource types.
    """
    scopes = (*grant.within, asked)
    globs = _meeting([scope.globs for scope in scopes if not scope.is_rest])
    conditions = [entry_in_words(reserve.entry) for reserve in grant.conditions]
    resources: tuple[str, ...] = ("*",)
    if globs is not None:
        denied = [each.scope for each in grant.unless if not each.conditions]
        meant = tuple(
            glob
            for glob in globs
            if (is_meant is None or is_meant(glob.text)) and not any(holds_all(each, Scope((glob,))) for each in denied)
        )
        if not meant:
            return None
        resources = tuple(glob.text for glob in meant)
        conditions += [f"{key} of the request makes the resource fit" for key in _asked_by(meant)]
        conditions += [f"account {other} allows it on {text}" for text in resources if (other := _other(text, owner))]
    excepted: list[str] = []
    for scope in scopes:
        if scope.is_rest:
            excepted += _texts(scope)
            conditions += [f"{key} of the request makes the resource differ" for key in _asked_by(scope.globs)]
    unless = []
    for each in grant.unless:
        if each.conditions or each.scope.is_rest or each.scope.is_open:
            unless.append(unless_in_words(each))
        else:
            excepted += _texts(each.scope)
    return Said(resources, _once(excepted), _once(conditions), _once(unless))


def _other(pattern: str, owner: str | None) -> str:
    """The account that a pattern names, if it is not the owner."""
    parts = pattern.split(":", 5)
    named = parts[4] if len(parts) == 6 and len(parts[4]) == 12 and parts[4].isdecimal() else ""
    return named if owner is not None and named != owner else ""


def _meeting(listed: list[tuple[Glob, ...]]) -> tuple[Glob, ...] | None:
    """Patterns of what is in all of the lists; None for no list, which is everything."""
    if not listed:
        return None
    found = listed[0]
    for globs in listed[1:]:
        pairs = [_both(one, other) for one in found for other in globs]
        found = tuple(dict.fromkeys(glob for glob in pairs if glob is not None))
    return found


def _both(one: Glob, other: Glob) -> Glob | None:
    """What fits both: the narrower of the two, else both of them in words."""
    if covers(other, one):
        return one
    if covers(one, other):
        return other
    if not meets(one, other):
        return None
    return one._replace(text=f"{one.text} that is also {other.text}", asks=(*one.asks, *other.asks))


def unless_in_words(unless: Unless) -> str:
    """When a Deny takes hold."""
    said = [entry_in_words(reserve.entry) for reserve in unless.conditions]
    if not unless.scope.is_everything:
        fits = "does not fit" if unless.scope.is_rest else "fits"
        said.insert(0, f"the resource {fits} {' or '.join(_texts(unless.scope))}")
    return " and ".join(said)


def _texts(scope: Scope) -> tuple[str, ...]:
    return tuple(glob.text for glob in scope.globs)


def _asked_by(globs: tuple[Glob, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for glob in globs for key in glob.asks))


def _once(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
