"""Whom a standing may become: users by their credentials, roles by trust, roles by services that act as them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.escalation.iam_rows import IDENTITIES
from iamctl.analysis.escalation.primitives import PASS
from iamctl.analysis.escalation.service_rows import COMPUTE
from iamctl.analysis.escalation.table import PROFILE_NEEDS
from iamctl.service.escalation.trust import is_service_linked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from iamctl.analysis.escalation.primitives import Primitive
    from iamctl.analysis.escalation.standing import Move
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.escalation.asking import Granted
    from iamctl.service.escalation.ground import AccountGround
    from iamctl.service.escalation.holdings import Holding

MOST_KEYS = 2
_ASSUME = "sts:AssumeRole"


class Offer(NamedTuple):
    """A move without whose it is: all of a kind have it.

    Attributes:
        arn: whom one becomes.
        resource: what the row's requests are about.
        hangs: whether something has to be so besides.
    """

    primitive: Primitive
    arn: str
    resource: str
    outside: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    hangs: bool = False


def shared(ground: AccountGround, holding: Holding) -> Iterator[Offer]:
    """What all of the holding's kind may become."""
    if holding.standing.part:
        return
    speaks = holding.speaks
    trusting = ground.trust.open_to_all(delegated=_ASSUME.lower() in speaks)
    yield from _assumed(ground, holding, trusting)
    for row in IDENTITIES:
        if row.id != "sts-001" and all(action.lower() in speaks for action in row.actions):
            yield from _BY_KIND[row.on](ground, holding, row)
    for row in COMPUTE:
        if all(action.lower() in speaks for action in row.actions):
            yield from _by_service(ground, holding, row)


def own(ground: AccountGround, holding: Holding) -> Iterator[Offer]:
    """The roles that trust this one and not all of its kind."""
    if holding.standing.part:
        return
    yield from _assumed(ground, holding, ground.trust.naming(holding))


def prove(ground: AccountGround, holding: Holding, move: Move) -> list[Granted] | None:
    """Every request of the move; None where one is denied."""
    row = move.primitive
    granted: list[Granted | None] = []
    role = ground.snapshot.roles.get(move.reached.arn)
    if row.id == "sts-001":
        assert role is not None
        return _all([ground.questions.may(holding, _ASSUME, role.arn, own=ground.trust.layer(role))])
    for need in row.needs:
        if need == PASS:
            granted.append(_passes(ground, holding, move.resource, row.service))
        elif need.on == "target":
            granted.append(ground.questions.may(holding, need.action, move.resource, _stated(ground, move.resource)))
        else:
            granted.append(ground.questions.any_of(holding, need.action, need.on))
    granted += [ground.questions.may(holding, action, resource) for action, resource in move.extra]
    if row.id == "iam-012" and role is not None:
        granted.append(ground.questions.may(holding, _ASSUME, role.arn, own=ground.trust.naming_caller(holding)))
    if row.on.endswith("-provider") and role is not None:
        granted.append(next((found for each, found in ground.trust.of_provider(move.resource) if each is role), None))
    return _all(granted)


def _all(granted: Sequence[Granted | None]) -> list[Granted] | None:
    found = [each for each in granted if each is not None]
    return found if len(found) == len(granted) else None


def _assumed(ground: AccountGround, holding: Holding, roles: Iterable[Role]) -> Iterator[Offer]:
    for role in roles:
        granted = ground.questions.may(holding, _ASSUME, role.arn, own=ground.trust.layer(role))
        if granted is not None:
            yield Offer(_ROWS["sts-001"], role.arn, role.arn, hangs=bool(granted.conditions))


def _users(ground: AccountGround, holding: Holding, row: Primitive) -> Iterator[Offer]:
    for user in ground.snapshot.users.values():
        outside = _slot(row, user)
        granted = _may_all(ground, holding, row, user.arn) if outside is not None else None
        if outside is not None and granted is not None:
            yield Offer(row, user.arn, user.arn, outside, hangs=bool(outside) or _hang(granted))


def _slot(row: Primitive, user: User) -> tuple[str, ...] | None:
    """What has to be so of the user's credentials; None where the row does not fit them."""
    has_password, is_full = user.login_profile is not None, len(user.access_keys) >= MOST_KEYS
    if row.id == "iam-002":
        return (f"{user.user_name} has a free slot for an access key; both are taken now",) if is_full else ()
    fits = {"iam-003": is_full, "iam-004": not has_password, "iam-006": has_password}.get(row.id, True)
    return tuple(each.format(role=user.user_name) for each in row.outside) if fits else None


def _roles(ground: AccountGround, holding: Holding, row: Primitive) -> Iterator[Offer]:
    for role in ground.snapshot.roles.values():
        granted = None if is_service_linked(role) else _may_all(ground, holding, row, role.arn)
        trusted = ground.trust.naming_caller(holding)
        if granted and (assumed := ground.questions.may(holding, _ASSUME, role.arn, own=trusted)) is not None:
            yield Offer(row, role.arn, role.arn, hangs=_hang([*granted, assumed]))


def _providers(ground: AccountGround, holding: Holding, row: Primitive) -> Iterator[Offer]:
    arns: Sequence[str] = sorted(ground.snapshot.providers)
    if row.id == "create-saml-provider":
        arns = ground.trust.absent_providers
    for arn in arns:
        granted = _may_all(ground, holding, row, arn) if f":{row.on}/" in arn else None
        if granted is not None:
            hangs = bool(row.outside) or _hang(granted)
            trusting = ground.trust.of_provider(arn)
            yield from (Offer(row, role.arn, arn, row.outside, hangs=hangs) for role, _ in trusting)


def _may_all(ground: AccountGround, holding: Holding, row: Primitive, resource: str) -> list[Granted] | None:
    """The row's requests about one entity; None where one is denied."""
    stated, found = _stated(ground, resource), []
    for action in row.actions:
        granted = ground.questions.may(holding, action, resource, stated)
        if granted is None:
            return None
        found.append(granted)
    return found


def _hang(granted: Iterable[Granted]) -> bool:
    return any(each.conditions for each in granted)


def _stated(ground: AccountGround, resource: str) -> dict[str, str]:
    """The boundary of whom a request is about, which IAM tells of roles and users."""
    snapshot = ground.snapshot
    noun = snapshot.users.get(resource) or snapshot.roles.get(resource)
    boundary = noun.permissions_boundary if noun is not None else None
    return {"iam:permissionsboundary": boundary} if boundary is not None else {}


def _by_service(ground: AccountGround, holding: Holding, row: Primitive) -> Iterator[Offer]:
    roles = ground.trust.of_service(row.service)
    needs = [need for need in row.needs if need != PASS]
    others = _all([ground.questions.any_of(holding, need.action, need.on) for need in needs]) if roles else None
    if others is None:
        return
    hangs = bool(row.outside) or _hang(others)
    for role in roles:
        passed = _passes(ground, holding, role.arn, row.service) if PASS in row.needs else None
        if PASS in row.needs and passed is None:
            continue
        extra = _profile(ground, holding, role) if row.has_profile else ()
        if extra is not None:
            outside = tuple(each.format(role=role.role_name) for each in row.outside)
            does_hang = hangs or (passed is not None and bool(passed.conditions))
            yield Offer(row, role.arn, role.arn, outside, extra, does_hang)


def _passes(ground: AccountGround, holding: Holding, role_arn: str, service: str) -> Granted | None:
    return ground.questions.may(holding, PASS.action, role_arn, {"iam:passedtoservice": service})


def _profile(ground: AccountGround, holding: Holding, role: Role) -> tuple[tuple[str, str], ...] | None:
    """What the role needs to be in an instance profile; None where the holding cannot put it into one."""
    snapshot, questions = ground.snapshot, ground.questions
    if role.role_name.lower() in snapshot.profiled:
        return ()
    create, add = PROFILE_NEEDS
    if add.action.lower() not in holding.speaks:
        return None
    new = f"arn:aws:iam::{snapshot.account_id}:instance-profile/*"
    made = questions.any_of(holding, create.action, new)
    if made is not None and questions.may(holding, add.action, made.proof.request.resource) is not None:
        arn = made.proof.request.resource
        return ((create.action, arn), (add.action, arn))
    for arn in snapshot.empty_profiles:
        if questions.may(holding, add.action, arn) is not None:
            return ((add.action, arn),)
    return None


_ROWS = {row.id: row for row in IDENTITIES}
_BY_KIND: dict[str, Callable[[AccountGround, Holding, Primitive], Iterator[Offer]]] = {
    "user": _users,
    "role": _roles,
    "saml-provider": _providers,
    "oidc-provider": _providers,
}
