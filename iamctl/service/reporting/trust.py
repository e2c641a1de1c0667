"""Whom the account lets in from outside: by roles' trust policies and by resources' policies.

    public          nothing pins who asks, or from where, to fixed values; proved as CheckNoPublicAccess does
    account         another AWS account, or somebody in it
    provider        an identity provider
    undecided       it may be public, for all that is known

Services are let in by nearly every role, and are left out here.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.policy.principals import account_of
from iamctl.policy.statements import Effect, statements_in
from iamctl.service.comparing.checks import RESOURCE_TYPES, check_no_public_access
from iamctl.service.comparing.comparison import Comparer
from iamctl.service.comparing.sides import RESOURCE, TRUST, PolicySide
from iamctl.service.questions.wording import entry_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.model.document import Document
    from iamctl.policy.statements import PrincipalEntry, Statement
    from iamctl.service.account import Account
    from iamctl.service.members import Members

ROLE_TYPE = "AWS::IAM::AssumeRolePolicyDocument"


class LetIn(NamedTuple):
    """Somebody from outside.

    Attributes:
        where: the role's or the resource's ARN.
        conditions: in words; all hold where it is let in.
    """

    kind: str
    whom: str
    where: str
    conditions: tuple[str, ...]

    def members(self) -> Members:
        return {"Kind": self.kind, "Whom": self.whom, "Where": self.where, "Conditions": list(self.conditions)}


def let_in(account: Account) -> list[LetIn]:
    """Everybody from outside, public ones first."""
    comparer = Comparer()
    found: dict[LetIn, None] = {}
    for where, kind, document in _documents(account):
        for each in _by_document(account.account_id, where, kind, document, comparer):
            found.setdefault(each)
    order = ("public", "undecided", "account", "provider")
    return sorted(found, key=lambda each: (order.index(each.kind), each.whom, each.where))


def _documents(account: Account) -> Iterator[tuple[str, str, Document]]:
    for role in account.roles.all():
        yield role.arn, TRUST, role.trust_policy
    for policy in account.resource_policies.all():
        yield policy.resource_arn, RESOURCE, policy.document


def _by_document(account_id: str, where: str, kind: str, document: Document, comparer: Comparer) -> Iterator[LetIn]:
    statements = [each for each in statements_in(document.tree) if each.effect is Effect.ALLOW]
    if any(_is_for_many(each) for each in statements):
        public = _public(where, kind, document, comparer)
        if public is not None:
            yield public
    for statement in statements:
        conditions = tuple(entry_in_words(entry, holds=True) for entry in statement.conditions)
        for entry in statement.principals or ():
            if (found := _outsider(account_id, entry)) is not None:
                yield LetIn(*found, where, conditions)


def _is_for_many(statement: Statement) -> bool:
    """Whether more than those whom it names may be let in; of providers whoever they vouch for."""
    if statement.not_principals is not None:
        return True
    return any(entry.name == "*" or entry.label == "Federated" for entry in statement.principals or ())


def _public(where: str, kind: str, document: Document, comparer: Comparer) -> LetIn | None:
    side = PolicySide(where, Layer((NamedDocument(where, document),)), kind)
    service = "sts" if kind == TRUST else [*where.split(":"), "", ""][2]
    resource_type = next((name for name, prefix in RESOURCE_TYPES.items() if prefix == service), None)
    if resource_type is None:
        return LetIn("undecided", "*", where, (f"public access to {service} is not checked",))
    checked = check_no_public_access(side, resource_type, comparer)
    if checked.result == "PASS":
        return None
    action = f"such as {checked.witness.action}" if checked.witness is not None else ""
    whom = checked.whose or "everybody"
    if checked.result == "FAIL":
        return LetIn("public", whom, where, (action,) if action else ())
    return LetIn("undecided", whom, where, tuple(each.description for each in checked.reasons))


def _outsider(account_id: str, entry: PrincipalEntry) -> tuple[str, str] | None:
    label, name = entry
    if label == "Federated":
        return "provider", name
    if label == "CanonicalUser":
        return "account", f"canonical user {name}"
    if label == "Service" or name == "*":
        return None
    owner = account_of(name)
    return ("account", name) if owner is not None and owner != account_id else None
