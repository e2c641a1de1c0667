"""What a standing may change of an identity, so that this may more: policies, groups, boundaries, denies, tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.escalation.iam_rows import POLICIES
from iamctl.analysis.escalation.primitives import Gives
from iamctl.analysis.escalation.standing import Change, Move
from iamctl.engine.suggestions import suggested

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.escalation.search import Met
    from iamctl.model.group import Group
    from iamctl.model.policy import Policy
    from iamctl.service.escalation.asking import Granted
    from iamctl.service.escalation.documents import Compiled
    from iamctl.service.escalation.ground import AccountGround
    from iamctl.service.escalation.holdings import Holding
    from iamctl.service.questions.context import Value

_ROWS = {row.id: row for row in POLICIES}
_ATTACHED = tuple(
    f"arn:aws:iam::aws:policy/{name}" for name in ("AdministratorAccess", "IAMFullAccess", "PowerUserAccess")
)
_RELIEVING = frozenset(action.lower() for row in POLICIES if row.gives is Gives.RELIEVED for action in row.actions)
MOST_VERSIONS = 5
MOST_GROUPS = 10
MOST_TAGS = 8
"""Combinations of tags that are tried for one identity."""

_PRINCIPAL_TAG = "aws:principaltag/"


def moves(ground: AccountGround, actor: Holding, victim: Holding, met: Met) -> Iterator[Move]:
    """The changes that the actor's requests are allowed to make.

    Args:
        met: memberships that need not be had again, unless the victim has rights to add to the group's.
    """
    for move in _candidates(ground, actor, victim, met):
        if all(action.lower() in actor.speaks for action in move.primitive.actions):
            hangs = _hangs(ground, actor, move)
            if hangs is not None:
                yield move._replace(hangs=hangs or bool(move.outside))


def _hangs(ground: AccountGround, actor: Holding, move: Move) -> bool | None:
    """Whether a request of the move hangs on something; None where one is denied."""
    stated, hangs = _stated(ground, move), False
    for action, resource, keys in _requests(move, stated):
        found = ground.questions.hangs(actor, action, resource, keys)
        if found is None:
            return None
        hangs = hangs or found
    return hangs


def _requests(move: Move, stated: dict[str, Value]) -> list[tuple[str, str, dict[str, Value]]]:
    own = [(action, move.resource, stated) for action in move.primitive.actions]
    return [*own, *((action, resource, {}) for action, resource in move.extra)]


def prove(ground: AccountGround, actor: Holding, move: Move) -> list[Granted] | None:
    """Every request of the move; None where one is denied."""
    granted = [ground.questions.may(actor, *each) for each in _requests(move, _stated(ground, move))]
    found = [each for each in granted if each is not None]
    return found if len(found) == len(granted) else None


def _stated(ground: AccountGround, move: Move) -> dict[str, Value]:
    """What IAM tells of the request: the policy, the boundary, the tags."""
    gives = move.primitive.gives
    stated: dict[str, Value] = {}
    before = move.reached._replace(changes=move.reached.changes[:-1])
    boundary = ground.holding(before).boundary_arn
    if gives is Gives.REBOUNDED:
        boundary = move.policy
    if boundary is not None and move.primitive.on in ("user", "role"):
        stated["iam:permissionsboundary"] = boundary
    if gives is Gives.TAGGED:
        words = [word.partition("=") for word in move.reached.changes[-1].name.split("\n")]
        stated["aws:tagkeys"] = tuple(key for key, _, _ in words)
        stated |= {f"aws:requesttag/{key.lower()}": value for key, equals, value in words if equals}
    elif move.policy and gives is not Gives.REBOUNDED:
        stated["iam:policyarn"] = move.policy
    return stated


def _candidates(ground: AccountGround, actor: Holding, victim: Holding, met: Met) -> Iterator[Move]:
    speaks = actor.speaks
    kind = victim.noun.kind
    if not victim.standing.has(Gives.ANYTHING):
        yield from _own_policies(ground, actor, victim)
        if kind == "user" and not speaks.isdisjoint({"iam:putgrouppolicy", "iam:attachgrouppolicy"}):
            yield from _group_policies(ground, actor, victim)
        if "iam:addusertogroup" in speaks and kind == "user":
            yield from _memberships(ground, actor, victim, met)
    if not speaks.isdisjoint({"iam:createpolicyversion", "iam:setdefaultpolicyversion"}):
        yield from _versions(ground, actor, victim)
    if victim.boundary is not None:
        yield from _boundaries(ground, actor, victim)
    yield from _reliefs(ground, actor, victim)
    if f"iam:tag{kind}" in speaks or f"iam:untag{kind}" in speaks:
        yield from _tags(ground, actor, victim)


def _move(
    row: str,
    actor: Holding,
    victim: Holding,
    resource: str,
    name: str = "",
    *,
    gives: Gives | None = None,
    policy: str = "",
    outside: tuple[str, ...] = (),
    extra: tuple[tuple[str, str], ...] = (),
) -> Move:
    primitive = _ROWS[row]
    reached = victim.standing.changed(Change(gives or primitive.gives, name))
    return Move(primitive, actor.standing, resource, reached, outside, extra, policy)


def _own_policies(ground: AccountGround, actor: Holding, victim: Holding) -> Iterator[Move]:
    put, attach = ("iam-007", "iam-008") if victim.noun.kind == "user" else ("iam-005", "iam-009")
    yield _move(put, actor, victim, victim.noun.arn)
    yield from _attachments(ground, actor, victim, attach, victim.noun.arn)


def _group_policies(ground: AccountGround, actor: Holding, victim: Holding) -> Iterator[Move]:
    for name in victim.groups:
        arn = ground.snapshot.groups[name].arn
        yield _move("iam-011", actor, victim, arn)
        yield from _attachments(ground, actor, victim, "iam-010", arn)


def _attachments(ground: AccountGround, actor: Holding, victim: Holding, row: str, resource: str) -> Iterator[Move]:
    """One policy that allows everything; where it may not be attached, those that may."""
    action = _ROWS[row].actions[0].lower()
    if action not in actor.speaks:
        return
    most = _move(row, actor, victim, resource, policy=_ATTACHED[0])
    if _hangs(ground, actor, most) is not None:
        yield most
        return
    own = f"arn:aws:iam::{ground.snapshot.account_id}:policy/*"
    made = ground.questions.any_of(actor, "iam:CreatePolicy", own) if "iam:createpolicy" in actor.speaks else None
    if made is not None:
        arn = made.proof.request.resource
        yield _move(row, actor, victim, resource, policy=arn, extra=(("iam:CreatePolicy", arn),))
    if _chooses_policy(actor, action):
        held = {document.name for document in victim.identity}
        for arn in (*_ATTACHED[1:], *ground.snapshot.policies, *_named_policies(actor, action)):
            if arn not in held and ground.snapshot.policy(arn) is not None:
                yield _move(row, actor, victim, resource, arn, gives=Gives.ATTACHED, policy=arn)


def _chooses_policy(actor: Holding, action: str) -> bool:
    """Whether which policy it is makes a difference."""
    layers = (actor.policies.identity, actor.policies.boundary)
    return any(
        "iam:policyarn" in statement.asks
        for layer in layers
        if layer is not None
        for statement in layer.statements
        if statement.fits_action(action)
    )


def _named_policies(actor: Holding, action: str) -> tuple[str, ...]:
    """AWS's policies that conditions name."""
    found = dict.fromkeys(
        value
        for statement in actor.policies.identity.statements
        if statement.fits_action(action)
        for entry in statement.statement.conditions
        if entry.key.lower() == "iam:policyarn"
        for value in entry.values
        if value.startswith("arn:aws:iam::aws:") and value not in _ATTACHED
    )
    return tuple(found)


def _memberships(ground: AccountGround, actor: Holding, victim: Holding, met: Met) -> Iterator[Move]:
    """Groups that the victim could be in: one that nobody was in yet, or one with which it has a row that neither has.

    A second group only for such a row.
    """
    snapshot = ground.snapshot
    has_joined = victim.standing.has(Gives.MEMBERSHIP)
    if not victim.speaks and all(texts in met for texts in snapshot.group_texts):
        return
    outside: tuple[str, ...] = ()
    if len(victim.groups) >= MOST_GROUPS:
        outside = (f"{victim.noun.name} may be in more groups; it is in {len(victim.groups)} now",)
    for name, group in snapshot.groups.items():
        if name in victim.groups or not _has_policies(group):
            continue
        before = met.get(snapshot.texts(name), ())
        if (before or has_joined) and (
            any(victim.roads <= rights for rights in before)
            or not snapshot.have_new_row(victim.speaks, snapshot.speaks(name))
        ):
            continue
        yield _move("iam-013", actor, victim, group.arn, name, outside=outside)


def _has_policies(group: Group) -> bool:
    return bool(group.inline_policies or group.attached_policies)


def _versions(ground: AccountGround, actor: Holding, victim: Holding) -> Iterator[Move]:
    changed = {change.name.partition("#")[0] for change in victim.standing.changes}
    for document in dict.fromkeys((*victim.identity, *(victim.boundary or ()))):
        policy = ground.snapshot.policies.get(document.name)
        if policy is None or policy.arn in changed:
            continue
        yield _rewriting(ground, actor, victim, policy)
        for version in policy.versions:
            if version.document != policy.default_version.document:
                yield _move(
                    "set-default-policy-version", actor, victim, policy.arn, f"{policy.arn}#{version.version_id}"
                )


def _rewriting(ground: AccountGround, actor: Holding, victim: Holding, policy: Policy) -> Move:
    """Another version; where there are five, the actor has to delete one first."""
    if len(policy.versions) < MOST_VERSIONS:
        return _move("iam-001", actor, victim, policy.arn, policy.arn)
    if ground.questions.may(actor, "iam:DeletePolicyVersion", policy.arn) is not None:
        extra = (("iam:DeletePolicyVersion", policy.arn),)
        return _move("iam-001", actor, victim, policy.arn, policy.arn, extra=extra)
    outside = (f"{policy.policy_name} has room for a version; it has {len(policy.versions)} now",)
    return _move("iam-001", actor, victim, policy.arn, policy.arn, outside=outside)


def _boundaries(ground: AccountGround, actor: Holding, victim: Holding) -> Iterator[Move]:
    kind, arn = victim.noun.kind, victim.noun.arn
    yield _move(f"delete-{kind}-permissions-boundary", actor, victim, arn)
    if f"iam:put{kind}permissionsboundary" not in actor.speaks:
        return
    for policy in (*_ATTACHED, *ground.snapshot.policies):
        move = _move(f"put-{kind}-permissions-boundary", actor, victim, arn, policy, policy=policy)
        if policy != victim.boundary_arn and _hangs(ground, actor, move) is not None:
            yield move
            if policy == _ATTACHED[0]:
                return


def _reliefs(ground: AccountGround, actor: Holding, victim: Holding) -> Iterator[Move]:
    """Ways to be rid of what a policy denies."""
    if actor.speaks.isdisjoint(_RELIEVING) or not any(document.has_deny for document in victim.identity):
        return
    snapshot, noun = ground.snapshot, victim.noun
    held = set(victim.identity)
    for holder in (noun, *(snapshot.groups[name] for name in victim.groups)):
        denying = [document for document in snapshot.own(holder) if document.has_deny and document in held]
        for document in denying:
            verb, policy = ("detach", document.name) if document.name.startswith("arn:") else ("delete", "")
            gone = f"{document.name} of {holder.kind} {holder.name}"
            yield _move(f"{verb}-{holder.kind}-policy", actor, victim, holder.arn, gone, policy=policy)
        if denying and holder.kind == "group":
            yield _move("remove-user-from-group", actor, victim, holder.arn, f"group {holder.name.lower()}")


def _tags(ground: AccountGround, actor: Holding, victim: Holding) -> Iterator[Move]:
    """Tags that policies ask of the victim: those of its own, and those of roles that it might assume."""
    kind, context = victim.noun.kind, victim.context
    if victim.standing.has(Gives.TAGGED):
        return
    wanted: dict[str, None] = {}
    documents: list[Compiled] = [*victim.identity, *(victim.boundary or ()), *ground.trust.asking_for_tags()]
    entries = [entry for document in documents for each in document.read for entry in each.conditions]
    for entry in entries:
        key = entry.key.lower()
        if not key.startswith(_PRINCIPAL_TAG):
            continue
        name = entry.key[len(_PRINCIPAL_TAG) :]
        if key in context:
            wanted[name] = None
        for value in suggested(entry, context):
            if value != context.get(key) and entry.operator.base != "Null":
                wanted[f"{name}={value}"] = None
    together = "\n".join(_first_of_each(wanted))
    for words in dict.fromkeys((*list(wanted)[:MOST_TAGS], *((together,) if "\n" in together else ()))):
        verb = "tag" if "=" in words else "untag"
        yield _move(f"{verb}-{kind}", actor, victim, victim.noun.arn, words)


def _first_of_each(wanted: dict[str, None]) -> Iterator[str]:
    """One value for each tag, all of which are set at once."""
    seen: set[str] = set()
    for word in wanted:
        key, equals, _ = word.partition("=")
        if equals and key.lower() not in seen:
            seen.add(key.lower())
            yield word
