"""What can stand on a side of a comparison: a policy, a principal, a whole account, as permissions by caller.

    a document            what it allows whoever it is attached to; of a resource's policy, each whom it treats apart
    a user or a role      what its identity policies, its boundary and its groups come to
    a group               what it gives its members
    an account            every user and role, and every trust and resource policy

What follows from who asks (names, ids, tags) is filled in where the caller is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.known import Known
from iamctl.analysis.permissions.boxes import Box
from iamctl.analysis.permissions.conditions import ConditionTest
from iamctl.analysis.permissions.from_policies import (
    ANYBODY,
    permissions_in,
    resource_permissions,
    restricted,
    trust_permissions,
)
from iamctl.analysis.permissions.representatives import representatives
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.engine.request import PrincipalKind
from iamctl.errors import IamctlError, InvalidInput, NoSuchEntity
from iamctl.policy.conditions import Operator
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.statements import ConditionEntry
from iamctl.service.comparing.comparison import Comparison, parts_of
from iamctl.service.lookup import the_group
from iamctl.service.questions import context as contexts
from iamctl.service.questions.bearing import caller_bearing
from iamctl.service.questions.callers import caller_of
from iamctl.service.questions.carried import Carried, KnownKeys, is_known_absent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.analysis.permissions.compare import Difference
    from iamctl.analysis.permissions.from_policies import Permissions
    from iamctl.analysis.permissions.representatives import Representative
    from iamctl.engine.request import Principal
    from iamctl.model.document import Document
    from iamctl.model.group import Group
    from iamctl.service.account import Account
    from iamctl.service.comparing.comparison import Comparer
    from iamctl.service.comparing.known_actions import KnownActions
    from iamctl.service.questions.callers import Caller
    from iamctl.service.questions.context import Context

IDENTITY, RESOURCE, TRUST = "identity", "resource", "trust"
_MOST_SAID = 5
KINDS = {IDENTITY: PolicyKind.IDENTITY, RESOURCE: PolicyKind.RESOURCE, TRUST: PolicyKind.TRUST}
_WORDS = {IDENTITY: "an identity policy", RESOURCE: "a resource's policy", TRUST: "a trust policy"}


class PolicySide(NamedTuple):
    """One policy.

    Attributes:
        kind: `identity`, `resource` or `trust`.
        caller: whose variables are filled in; None is whoever has the policy.
        text: what the policy was read from; empty where it was no text of its own.
    """

    label: str
    layer: Layer
    kind: str = IDENTITY
    caller: Caller | None = None
    text: str = ""


class PrincipalSide(NamedTuple):
    """A user, a role or a group."""

    label: str
    permissions: Permissions
    unknown: tuple[str, ...] = ()


def policy_side(document: Document, label: str, *, kind: str | None = None, caller: Caller | None = None) -> PolicySide:
    """The side that a document is; without `kind`, one that names principals is a resource's or a trust policy."""
    layer = Layer((NamedDocument(label, document),))
    return PolicySide(label, layer, kind or kind_of(layer), caller)


def read_policy(text: str, source: str, *, kind: str | None = None, caller: Caller | None = None) -> PolicySide:
    """The side that a text in JSON or TOML is.

    Raises:
        MalformedPolicyDocument: it does not parse or breaks the grammar of its kind, with line and column.
    """
    from iamctl.policy.document import parse_document  # only a text pays for the grammar

    if kind is None:
        kind = kind_of(Layer((NamedDocument(source, _parsed(text, source)),)))
    document = parse_document(text, source, KINDS[kind])
    return policy_side(document, source, kind=kind, caller=caller)._replace(text=text)


def _parsed(text: str, source: str) -> Document:
    """The document as it stands, to see what it is for; one that nobody can read is told of by the grammar."""
    from iamctl.model.document import Document
    from iamctl.policy.document import parse_document
    from iamctl.policy.language import is_json

    if is_json(text, source):
        from iamctl.syntax.json_read import parse_json as parse
    else:
        from iamctl.syntax.toml_read import parse_toml as parse
    try:
        document = Document.of(parse(text, source))
        Layer((NamedDocument(source, document),))
    except IamctlError:
        return parse_document(text, source, PolicyKind.IDENTITY)
    return document


def kind_of(layer: Layer) -> str:
    """What a policy is written for, as its elements tell."""
    named = [each for each in layer.statements if each.names_principals]
    if not named:
        return IDENTITY
    speaks = any(each.statement.resources is not None or each.statement.not_resources is not None for each in named)
    return RESOURCE if speaks else TRUST


def permissions_of(account: Account, principal: str) -> Permissions:
    """What the identity policies of a user or a role, its groups and its boundary allow it.

    Args:
        principal: what `questions.callers` takes.

    Raises:
        NoSuchEntity: the account has no such user or role.
    """
    return _permissions(account, caller_of(account, principal))


def _permissions(account: Account, caller: Caller) -> Permissions:
    return permissions_in(caller_bearing(account, caller).policies, caller.principal, known_of(caller))


def known_of(caller: Caller) -> Known:
    """What every request of the caller carries."""
    context = contexts.context_of_caller(caller)
    carried = Carried(caller.principal, "", context, keys=KnownKeys(), is_caller_known=caller.is_known)
    return Known(context, carried.may_carry)


def principal_side(account: Account, text: str, label: str = "") -> PrincipalSide:
    """The side of a user, a role or a group.

    Raises:
        NoSuchEntity: there is none.
    """
    group = _group(account, text)
    if group is not None:
        layer = Layer(_documents_of(account, group))
        return PrincipalSide(label or text, permissions_in(PolicySet(layer)))
    caller = caller_of(account, text)
    bearing = caller_bearing(account, caller)
    permissions = permissions_in(bearing.policies, caller.principal, known_of(caller))
    return PrincipalSide(label or text, permissions, bearing.unknown)


def _group(account: Account, text: str) -> Group | None:
    """The group that the text means, unless a user or a role is called so."""
    if text.startswith("arn:"):
        found = account.groups.find(text.rpartition("/")[2]) if ":group/" in text else None
        return found if found is not None and found.arn == text else None
    if text.startswith("group/"):
        return the_group(account, text.removeprefix("group/"))
    if account.users.find(text) is not None or account.roles.find(text) is not None:
        return None
    return account.groups.find(text)


def _documents_of(account: Account, group: Group) -> tuple[NamedDocument, ...]:
    """The group's policies, inline ones before managed ones."""
    documents = [
        NamedDocument(f"inline {policy.policy_name} of group {group.group_name}", policy.document)
        for policy in group.inline_policies
    ]
    for arn in group.attached_policies:
        if (managed := account.find_policy(arn)) is not None:
            documents.append(NamedDocument(arn, managed.default_version.document))
    return tuple(documents)


def difference_of(before: Account, after: Account, principal: str, comparer: Comparer) -> Difference:
    """What a change of the account gives a user or a role and takes from it; one that is not there may do nothing."""
    return comparer.difference(_or_nothing(before, principal), _or_nothing(after, principal))


def _or_nothing(account: Account, principal: str) -> Permissions:
    try:
        return permissions_of(account, principal)
    except NoSuchEntity:
        return permissions_in(PolicySet(Layer(())))


def compare_policies(before: PolicySide, after: PolicySide, comparer: Comparer) -> Comparison:
    """Two policies of the same kind.

    Raises:
        InvalidInput: one is written for a resource and the other is not.
    """
    same_kind(before, after)
    remarks = remarks_on((before, after), comparer.catalog)
    if before.kind == IDENTITY:
        pairs = [("", comparer.difference(of_policy(before), of_policy(after)))]
        return Comparison(before.label, after.label, parts_of(pairs), remarks=remarks)
    differences = by_representative(before, after, comparer)
    return Comparison(before.label, after.label, parts_of(differences), len(differences), remarks)


def same_kind(before: PolicySide, after: PolicySide) -> None:
    """That two policies are written for the same.

    Raises:
        InvalidInput: they are not.
    """
    if before.kind != after.kind:
        said = f"{before.label} is {_WORDS[before.kind]}, {after.label} {_WORDS[after.kind]}"
        raise InvalidInput(f"Policies of different kinds have nothing to compare: {said}.")


def remarks_on(sides: Iterable[PolicySide], catalog: KnownActions) -> tuple[str, ...]:
    """What of the texts that a person wrote covers no action that is known, in words."""
    said: dict[str, None] = {}
    for side in sides:
        statements = side.layer.statements if side.text else ()
        for pattern in (
            each for one in statements for each in one.statement.actions or one.statement.not_actions or ()
        ):
            if not catalog.matching(pattern):
                said[f"{pattern} in {side.label} covers no action that is known"] = None
    listed = tuple(said)
    return (*listed[:_MOST_SAID], f"and {len(listed) - _MOST_SAID} more") if len(listed) > _MOST_SAID else listed


def of_policy(side: PolicySide) -> Permissions:
    """What an identity policy by itself allows its caller, or whoever has it."""
    if side.caller is None:
        return permissions_in(PolicySet(side.layer), ANYBODY)
    return permissions_in(PolicySet(side.layer), side.caller.principal, known_of(side.caller))


def by_representative(before: PolicySide, after: PolicySide, comparer: Comparer) -> list[tuple[str, Difference]]:
    """The difference for each caller whom two policies of a resource, or two trust policies, treat apart, in words."""
    found: list[tuple[str, Difference]] = []
    for each in treated_apart(before, after):
        difference = comparer.difference(of_representative(before, each), of_representative(after, each))
        found.append((each.words, difference))
    return _without_implied(found)


def treated_apart(*sides: PolicySide) -> list[Representative]:
    """Whom policies of a resource may treat differently; of a role's, whom STS lets assume roles at all.

    Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    """
    found = representatives(side.layer for side in sides)
    never = (PrincipalKind.ROOT, PrincipalKind.FEDERATED_USER) if sides[0].kind == TRUST else ()
    return [each for each in found if each.principal.kind not in never]


def of_representative(side: PolicySide, each: Representative) -> Permissions:
    """What a resource's policy or a trust policy by itself says about a caller."""
    permissions = trust_permissions if side.kind == TRUST else resource_permissions
    found = permissions(side.layer, each.principal, _known_of_representative(each))
    return restricted(found, _not_apart(each)) if each.apart else found


def _not_apart(each: Representative) -> Box:
    """The requests of those who have no representative of their own."""
    equals = Operator("StringEquals", None, False)
    entries = (ConditionEntry("StringEquals", equals, key, values) for key, values in each.apart)
    return Box(tests=frozenset((ConditionTest(entry, has_variables=False, is_deny=False), False) for entry in entries))


def _known_of_representative(each: Representative) -> Known:
    if not each.is_named:
        account = each.principal.account_id if each.words.startswith("account ") else ""
        account = "anonymous" if each.principal.kind is PrincipalKind.ANONYMOUS else account
        follows: Context = {"aws:principalaccount": account} if account else {}
        return Known(follows, lambda key: key not in follows and _some_carry(key, each.principal))
    context = contexts.context_of_principal(each.principal)
    return Known(context, lambda key: key not in context and not is_known_absent(key, each.principal))


def _some_carry(key: str, principal: Principal) -> bool:
    """Whether a request of any of those for whom the principal stands may carry the key.

    A user of whom nothing but the account is known stands for its role sessions too.
    """
    if principal.kind is not PrincipalKind.USER:
        return not is_known_absent(key, principal)
    if key == "aws:username" or not is_known_absent(key, principal):
        return True
    return not principal.unique_ids and not is_known_absent(key, principal._replace(kind=PrincipalKind.ROLE_SESSION))


def _without_implied(differences: list[tuple[str, Difference]]) -> list[tuple[str, Difference]]:
    """Without callers for whom nothing differs but what differs for everybody of every account."""
    found: list[tuple[str, Difference]] = []
    everybody = differences[0][1]
    gained = {piece.box.extent for piece in everybody.gained}
    lost = {piece.box.extent for piece in everybody.lost}
    for number, (whom, difference) in enumerate(differences):
        is_implied = (
            number > 1
            and not difference.undecided
            and {piece.box.extent for piece in difference.gained} == gained
            and {piece.box.extent for piece in difference.lost} == lost
        )
        if not (is_implied and (gained or lost)):
            found.append((whom, difference))
    return found


def compare_principals(before: PrincipalSide, after: PrincipalSide, comparer: Comparer) -> Comparison:
    """Two principals, or one at two moments."""
    pairs = [("", comparer.difference(before.permissions, after.permissions))]
    remarks = dict.fromkeys((*before.unknown, *after.unknown))
    return Comparison(before.label, after.label, parts_of(pairs), remarks=tuple(remarks))
