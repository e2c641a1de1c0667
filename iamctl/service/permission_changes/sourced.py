"""Whether an account decides as another description of it says: each user and role, and each trust policy.

The description's documents are taken as they stand, not as the account understood them. Where the texts are the same,
nothing is left to prove; where they are not, what they come to is compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.permissions.compare import Relation
from iamctl.analysis.permissions.from_policies import permissions_in
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.errors import MalformedPolicyDocument, NoSuchEntity
from iamctl.service.comparing.accounts import Compiled
from iamctl.service.comparing.comparison import Comparer, Comparison, parts_of
from iamctl.service.comparing.sides import TRUST, PolicySide, by_representative, known_of
from iamctl.service.questions.bearing import caller_bearing, identity_documents
from iamctl.service.questions.callers import caller_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.analysis.permissions.compare import Difference
    from iamctl.model.document import Document
    from iamctl.service.account import Account

Named = tuple[tuple[str, "Document"], ...]
"""Documents and what they are called."""


class SourcedIdentity(NamedTuple):
    """A user or a role as the description has it.

    Attributes:
        arn: as the account has it.
        documents: its own policies and its groups'.
        boundary: None where it has none; empty where it names one that nobody knows.
        trust: of a role.
    """

    arn: str
    documents: Named
    boundary: Named | None = None
    trust: Document | None = None


class Proof(NamedTuple):
    """What came of it.

    Attributes:
        compared: how many users and roles.
        missing: the ARNs of those that the account has not.
        unread: the ARNs of those whose documents differ and cannot be read, so that nothing is proved of them.
        members: those for whom something differs or is undecided, as a comparison's members.
    """

    compared: int
    missing: tuple[str, ...]
    unread: tuple[str, ...]
    members: dict[str, object]
    is_equal: bool


def prove(account: Account, sourced: Iterable[SourcedIdentity], source: str) -> Proof:
    """Hold the account to the description.

    Args:
        source: what the description is called.
    """
    from iamctl.service.comparing.wording import comparison_members

    comparer, compiled = Comparer(), Compiled()
    found: list[tuple[str, Difference]] = []
    missing: list[str] = []
    unread: list[str] = []
    compared = 0
    for each in sourced:
        compared += 1
        try:
            difference = _difference(account, each, compiled, comparer)
        except NoSuchEntity:
            missing.append(each.arn)
            continue
        except MalformedPolicyDocument:
            # AWS has such texts from before it checked them. What stands unchanged decides as it did.
            difference = None
            if not _is_same_text(account, each):
                unread.append(each.arn)
        if difference is not None:
            found.append((each.arn, difference))
        if each.trust is not None:
            try:
                found += _of_trust(account, each.arn, each.trust, comparer)
            except MalformedPolicyDocument:
                unread.append(each.arn)
    comparison = Comparison(source, "the account", parts_of(found), compared)
    is_equal = comparison.relation is Relation.EQUAL and not missing and not unread
    return Proof(compared, tuple(missing), tuple(unread), comparison_members(comparison, comparer.catalog), is_equal)


def _is_same_text(account: Account, each: SourcedIdentity) -> bool:
    """Whether the account has the identity's documents, and its boundary, letter for letter."""
    caller = caller_of(account, each.arn, suggests=False)
    ours = sorted(document.document.text for document in identity_documents(account, caller))
    boundary = caller.identity.permissions_boundary if caller.identity is not None else None
    policy = account.find_policy(boundary) if boundary is not None else None
    limit = None if boundary is None else () if policy is None else (policy.default_version.document.text,)
    said = None if each.boundary is None else tuple(document.text for _, document in each.boundary)
    return ours == sorted(document.text for _, document in each.documents) and limit == said


def _difference(account: Account, each: SourcedIdentity, compiled: Compiled, comparer: Comparer) -> Difference | None:
    """What the account gives beyond the description and lacks of it; None where the texts are the same."""
    caller = caller_of(account, each.arn, suggests=False)
    ours = caller_bearing(account, caller, layer_of=compiled.layer_of).policies
    said = PolicySet(
        identity=compiled.layer_of(_named(each.documents)),
        boundary=None if each.boundary is None else compiled.layer_of(_named(each.boundary)),
    )
    if said.identity is ours.identity and said.boundary is ours.boundary:
        return None
    known = known_of(caller)
    return comparer.difference(
        permissions_in(said, caller.principal, known), permissions_in(ours, caller.principal, known)
    )


def _of_trust(account: Account, arn: str, trust: Document, comparer: Comparer) -> Iterable[tuple[str, Difference]]:
    role = account.roles.find(arn.rpartition("/")[2])
    if role is None or role.trust_policy.text == trust.text:
        return []
    words = f"trust policy of role {role.role_name}"
    one, other = (
        PolicySide(words, Layer((NamedDocument(words, document),)), TRUST) for document in (trust, role.trust_policy)
    )
    return [(f"{whom} by the {words}", difference) for whom, difference in by_representative(one, other, comparer)]


def _named(documents: Named) -> tuple[NamedDocument, ...]:
    return tuple(NamedDocument(name, document) for name, document in documents)
