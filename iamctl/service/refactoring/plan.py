"""Several policies of a user, a group or a role as fewer and smaller ones that say the same, proved.

The statements of all policies that may be taken apart are simplified together and laid into as few policies as hold
them: one inline policy while the quota lasts, else managed ones. The proof is the comparison of what is allowed and
of what is denied before and after; without it nothing is proposed.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.analysis.permissions.compare import Relation
from iamctl.analysis.permissions.from_policies import permissions_of_layer
from iamctl.analysis.simplification import Simplifier
from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.errors import InvalidInput, LimitExceeded, Undecided
from iamctl.model.document import Document
from iamctl.model.quotas import quota
from iamctl.policy.minify import minified
from iamctl.policy.statements import CURRENT_VERSION
from iamctl.service.comparing.comparison import Comparer
from iamctl.service.identities import INLINE_SIZE_QUOTA, POLICIES_QUOTA
from iamctl.service.refactoring.held import AWS_MANAGED, INLINE, MANAGED, Choices, Held, held_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.analysis.simplification import Dropped, Tree
    from iamctl.service.account import Account
    from iamctl.service.identities import Identity


class Written(NamedTuple):
    """A policy that comes in the place of others.

    Attributes:
        kind: `inline` or `managed`.
        name: an inline policy's name; a managed one's, or the ARN of one that gets a new version.
    """

    kind: str
    name: str
    document: Document


class Plan(NamedTuple):
    """What would change.

    Attributes:
        replaced: the policies that are taken apart; where `written` is empty, it is left as they are.
        dropped: statements that say nothing beside others.
        redundant: AWS managed policies that are detached, as the rest says the same today.
    """

    identity: Identity
    held: tuple[Held, ...]
    replaced: tuple[Held, ...]
    written: tuple[Written, ...]
    dropped: tuple[Dropped, ...]
    redundant: tuple[Held, ...] = ()

    @property
    def changes(self) -> bool:
        return bool(self.written or self.replaced or self.redundant)

    @property
    def kept(self) -> tuple[Held, ...]:
        gone = (*self.replaced, *self.redundant)
        return tuple(each for each in self.held if each not in gone)

    @property
    def sizes(self) -> tuple[int, int]:
        """Characters without white space of what may be taken apart, before and after."""
        before = sum(each.document.size for each in (*self.replaced, *self.redundant))
        return before, sum(each.document.size for each in self.written)


def refactoring(
    account: Account,
    identity: Identity,
    choices: Choices = Choices(),
    *,
    into: str | None = None,
    name: str | None = None,
) -> Plan:
    """What the identity's policies can be replaced by.

    Args:
        into: `inline` or `managed`; None is whichever is replaced and holds it.
        name: of the new policy; None is the name of the first that is replaced.

    Raises:
        LimitExceeded: what is left does not fit where it is to go.
        Undecided: the statements are beyond what is proved.
    """
    held = held_by(account, identity, choices)
    comparer = Comparer()
    simplifier = Simplifier(comparer.space)
    redundant = _redundant(held, simplifier) if choices.aws_covers else ()
    left = [each for each in held if each not in redundant]
    said = [one for each in left if each.covers for one in each.statements()]
    movable = tuple(each for each in left if not each.stays_because)
    result = simplifier.simplified(said)
    written = _laid(account, identity, held, movable, list(result.statements), into=into, name=name)
    plan = Plan(identity, tuple(held), movable, tuple(written), result.dropped, redundant)
    if not _is_better(plan):
        plan = plan._replace(replaced=(), written=())
    if plan.changes:
        _prove(plan, comparer, simplifier)
    return plan


def _redundant(held: Sequence[Held], simplifier: Simplifier) -> tuple[Held, ...]:
    """AWS managed policies that the others cover, found one after the other."""
    gone: list[Held] = []
    for each in held:
        if each.kind != AWS_MANAGED or not each.covers:
            continue
        others = [
            one
            for other in held
            if other not in gone and other is not each and other.covers
            for one in other.statements()
        ]
        if simplifier.covers_all(others, list(each.statements())):
            gone.append(each)
    return tuple(gone)


def _is_better(plan: Plan) -> bool:
    """Fewer or smaller, more than by another spelling of the same lists."""
    before = sum(Document.of(minified(each.document.tree)).size for each in plan.replaced)  # type: ignore[arg-type, misc]
    after = sum(each.document.size for each in plan.written)
    return (len(plan.written), after) < (len(plan.replaced), before) and after <= before


def _laid(
    account: Account,
    identity: Identity,
    held: Sequence[Held],
    movable: Sequence[Held],
    trees: list[Tree],
    *,
    into: str | None,
    name: str | None,
) -> list[Written]:
    """The statements in as few policies as hold them."""
    if not trees:
        return []
    whole = _document(trees)
    inline_limit = quota(account.settings.quotas, INLINE_SIZE_QUOTA[identity.kind])
    room = inline_limit - sum(each.document.size for each in held if each.kind == INLINE and each not in movable)
    wants_inline = into == INLINE or (into is None and any(each.kind == INLINE for each in movable))
    if wants_inline and whole.size <= room:
        return [Written(INLINE, name or _first_name(movable, INLINE), whole)]
    if into == INLINE:
        raise LimitExceeded(
            f"Maximum policy size of {inline_limit} bytes exceeded for {identity.kind} {identity.name}",
            hint=f"what is left has {whole.size:,} characters without white space; say `--into managed`",
        )
    return _managed(account, identity, held, movable, trees, name=name)


def _managed(
    account: Account,
    identity: Identity,
    held: Sequence[Held],
    movable: Sequence[Held],
    trees: list[Tree],
    *,
    name: str | None,
) -> list[Written]:
    documents = _packed(trees, quota(account.settings.quotas, "PolicySize"))
    own = [each for each in movable if each.kind == MANAGED and not _is_shared(account, each)] if name is None else []
    names: list[str] = [each.name for each in own[: len(documents)]]
    wanted = name or _first_name(movable, MANAGED)
    number = 1
    while len(names) < len(documents):
        free = wanted if number == 1 else f"{wanted}{number}"
        number += 1
        if account.policies.find(free) is None:
            names.append(free)
        elif name is not None and number == 2:
            raise InvalidInput(f"A policy called {free} is there already.", hint="say another `--name`")
    staying = sum(each.kind != INLINE and each not in movable for each in held)
    limit = quota(account.settings.quotas, POLICIES_QUOTA[identity.kind])
    if staying + len(documents) > limit:
        raise LimitExceeded(f"Cannot exceed quota for {POLICIES_QUOTA[identity.kind]}: {limit}")
    return [Written(MANAGED, one, document) for one, document in zip(names, documents, strict=True)]


def _is_shared(account: Account, held: Held) -> bool:
    from iamctl.service.policy_usage import usage_of

    usage = usage_of(account, held.name)
    return usage.attachment_count > 1 or usage.permissions_boundary_usage_count > 0


def _packed(trees: Sequence[Tree], limit: int) -> list[Document]:
    """The largest statement first, each into the first document that has room.

    Raises:
        LimitExceeded: one statement by itself is too long.
    """
    found: list[list[Tree]] = []
    for tree in sorted(trees, key=lambda each: -_document([each]).size):
        fitting = next((some for some in found if _document([*some, tree]).size <= limit), None)
        if fitting is not None:
            fitting.append(tree)
        elif _document([tree]).size <= limit:
            found.append([tree])
        else:
            raise LimitExceeded(f"Cannot exceed quota for PolicySize: {limit}", hint="one statement alone is longer")
    return [_document(some) for some in found]


def _document(trees: Sequence[Tree]) -> Document:
    return Document.of({"Version": CURRENT_VERSION, "Statement": trees[0] if len(trees) == 1 else list(trees)})


def _first_name(movable: Sequence[Held], kind: str) -> str:
    first = next((each for each in movable if each.kind == kind), movable[0])
    return first.name.rpartition("/")[2]


def _prove(plan: Plan, comparer: Comparer, simplifier: Simplifier) -> None:
    """That the identity may do just what it may now, and is denied just what it is now.

    Raises:
        Undecided: that is not proved; what it hangs on is named.
    """
    after: list[Any] = [*(each.document for each in plan.kept), *(each.document for each in plan.written)]
    before = [each.document for each in plan.held]
    difference = comparer.difference(*(permissions_of_layer(_layer(each)) for each in (before, after)))
    denied = [[one for one in _trees(each) if one["Effect"] == "Deny"] for each in (before, after)]
    if difference.relation is Relation.EQUAL and not difference.undecided and simplifier.are_equal(*denied):
        return
    constructs = sorted({each for one in difference.undecided for each in one.constructs})
    raise Undecided(
        f"It is not proved that the smaller policies of {plan.identity.arn} say the same.",
        hint=[f"it hangs on {', '.join(constructs)}"] if constructs else ["leave policies out with `--keep`"],
    )


def _layer(documents: Iterable[Document]) -> Layer:
    return Layer(NamedDocument(f"policy {number}", each) for number, each in enumerate(documents))


def _trees(documents: Iterable[Document]) -> list[Tree]:
    found: list[Tree] = []
    for document in documents:
        tree: Any = document.tree
        found += tree["Statement"] if isinstance(tree["Statement"], list) else [tree["Statement"]]
    return found
