"""Grants that are wide, and what of the account's policies says or does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.analysis.simplification import Said, Simplifier
from iamctl.engine.policy_set import NamedDocument
from iamctl.policy.statements import CURRENT_VERSION
from iamctl.service.comparing.known_actions import new_space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.account import Account
    from iamctl.service.comparing.accounts import Compiled
    from iamctl.service.members import Members
    from iamctl.service.reporting.access import Bits

MOST_STATEMENTS = 60
"""Of one carrier; more are not held against each other."""
MOST_CARRIERS = 2_000
"""Whose statements are held against each other."""


class Grants(NamedTuple):
    """What was looked at once, as members.

    Attributes:
        unlooked: users, groups and roles whose statements were not held against each other.
    """

    wide: list[Members]
    shadowed: list[Members]
    unknown: list[Members]
    unlooked: list[str]


def _carried(account: Account) -> Iterator[tuple[Any, list[NamedDocument]]]:
    """Everybody who carries policies of the account, with those; AWS's are apart."""
    for shelf in (account.users, account.groups, account.roles):
        for noun in shelf.all():
            documents = [
                NamedDocument(f"inline {each.policy_name} of {noun.kind} {noun.name}", each.document)
                for each in noun.inline_policies
            ]
            for arn in noun.attached_policies:
                managed = account.find_policy(arn)
                if managed is not None:
                    documents.append(NamedDocument(arn, managed.default_version.document))
            yield noun, documents


def grants_of(account: Account, bits: Bits, compiled: Compiled) -> Grants:
    """Wide grants, superfluous statements and ones without any known action, each policy told once."""
    holders: dict[NamedDocument, list[str]] = {}
    sets: dict[tuple[str, ...], tuple[str, list[NamedDocument]]] = {}
    for noun, documents in _carried(account):
        for document in documents:
            holders.setdefault(document, []).append(f"{noun.kind} {noun.name}")
        own = [each for each in documents if not each.name.startswith("arn:aws:iam::aws:")]
        sets.setdefault(tuple(sorted(each.document.text for each in own)), (f"{noun.kind} {noun.name}", own))
    wide, unknown = [], []
    for document, names in holders.items():
        for statement in compiled.layer_of([document]).statements:
            members = {**_statement(statement, document.name), "Holders": names}
            if _is_wide(statement):
                wide.append(members)
            if not bits.of_statement(statement):
                unknown.append(members)
    shadowed, unlooked = _shadowed(list(sets.values()))
    wide.sort(key=lambda each: (-len(each["Holders"]), each["Policy"], each["Statement"]))
    return Grants(wide, shadowed, unknown, unlooked)


def _is_wide(compiled: CompiledStatement) -> bool:
    """Whether all of a service, or all but some actions, is allowed on everything without a condition."""
    if compiled.is_deny or compiled.conditions or not (compiled.is_any_resource or not compiled.has_resource):
        return False
    said = compiled.statement
    return said.actions is None or any(text == "*" or text.partition(":")[2] == "*" for text in said.actions)


def _statement(compiled: CompiledStatement, policy: str) -> Members:
    said = compiled.statement
    return {
        "Policy": policy,
        "Statement": said.number,
        "Sid": said.sid,
        "Actions": list(said.actions or ()),
        "NotActions": list(said.not_actions or ()),
    }


def _shadowed(sets: list[tuple[str, list[NamedDocument]]]) -> tuple[list[Members], list[str]]:
    """Statements that others of the same carrier make superfluous, proved; whose were not looked at."""
    simplifier = Simplifier(new_space())
    found: dict[tuple[str, int], Members] = {}
    unlooked: list[str] = []
    for looked, (owner, documents) in enumerate(sets):
        said = [each for document in documents for each in _said(document)]
        if looked >= MOST_CARRIERS or len(said) > MOST_STATEMENTS:
            unlooked.append(owner)
            continue
        for dropped in simplifier.superfluous(said) if len(said) > 1 else ():
            one = dropped.said
            found.setdefault(
                (one.policy, one.number),
                {
                    "Policy": one.policy,
                    "Statement": one.number,
                    "Sid": one.tree.get("Sid"),
                    "Reason": dropped.reason,
                    "By": [{"Policy": each.policy, "Statement": each.number} for each in dropped.by],
                    "Carrier": owner,
                },
            )
    return list(found.values()), unlooked


def _said(document: NamedDocument) -> Iterator[Said]:
    tree: Any = document.document.tree
    if tree.get("Version") != CURRENT_VERSION and "${" in document.document.text:
        return  # it reads its variables literally, the others do not
    listed = tree["Statement"] if isinstance(tree["Statement"], list) else [tree["Statement"]]
    for number, statement in enumerate(listed):
        yield Said(statement, document.name, number)
