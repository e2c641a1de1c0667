"""Roles' trust policies as a declaration wants them, held against the users, roles and providers there will be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import IamctlError, InvalidInput, MalformedPolicyDocument, UsageError
from iamctl.policy.principals import rewrite_principals
from iamctl.service.declaration.kept import kept_if_same
from iamctl.service.declaration.values import MISTAKEN
from iamctl.service.quotas import check_quota
from iamctl.service.service_linked import check_modifiable
from iamctl.service.trust_check import bad_principals, checked_trust, is_unique_id
from iamctl.service.trust_policies import Trust, trust_policy_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.document import Document
    from iamctl.model.role import Role
    from iamctl.service.account import Account
    from iamctl.service.declaration.declared import DeclaredRole
    from iamctl.service.declaration.draft import Draft
    from iamctl.service.declaration.errata import Errata
    from iamctl.syntax.table_reader import Path


def converge_trust(account: Account, draft: Draft, roles: Iterable[DeclaredRole], errata: Errata) -> None:
    """Lay the trust policies into the draft, whose users, roles and providers are in place.

    What a role trusts already is not held against the account again: it may name who is gone.
    """
    _follow(draft)
    for said in roles:
        role = account.roles.find(said.name)
        if role is not None:
            _converge(account, role, said, errata)


def _converge(account: Account, role: Role, said: DeclaredRole, errata: Errata) -> None:
    if said.trust_policy is MISTAKEN:
        return
    if said.trust_policy is None:
        if role.trust_policy is MISTAKEN:
            errata.add(said.at, "A new role needs the key trust_policy, trust_policy_file or trust.")
        return
    if isinstance(said.trust_policy, Trust):
        document = _built(account, said.trust_policy, (*said.at, "trust"), errata)
    else:
        document = said.trust_policy
    if document is None or kept_if_same(role.trust_policy, document) is role.trust_policy:
        return
    key = "trust" if isinstance(said.trust_policy, Trust) else "trust_policy"
    checked = _checked(account, role, document, (*said.at, key), errata)
    if checked is not None and kept_if_same(role.trust_policy, checked) is not role.trust_policy:
        account.roles.put(replace(role, trust_policy=checked))


def _follow(draft: Draft) -> None:
    """Write the new ARNs of users that move, and the unique ids of users and roles that go."""
    moved: dict[str, str] = {}
    for before, after in ((draft.users.before, draft.users.nouns), (draft.roles.before, draft.roles.nouns)):
        for key, noun in before.items():
            now = after.get(key)
            if now is None or now.arn != noun.arn:
                moved[noun.arn] = noun.unique_id if now is None else now.arn
    if moved:
        for role in list(draft.roles.nouns.values()):
            document = rewrite_principals(role.trust_policy, moved)
            if document is not role.trust_policy:
                draft.roles.put(replace(role, trust_policy=document))


def _built(account: Account, trust: Trust, at: Path, errata: Errata) -> Document | None:
    """The document that the words stand for; each name that nobody has is a mistake of its own."""
    alone = [
        *((("users", index), Trust(users=(name,))) for index, name in enumerate(trust.users)),
        *((("roles", index), Trust(roles=(name,))) for index, name in enumerate(trust.roles)),
        *((("saml", index), Trust(saml=(name,))) for index, name in enumerate(trust.saml)),
    ]
    if trust.oidc is not None:
        alone.append((("oidc", 0), Trust(oidc=trust.oidc)))
    unknown = [where for where, one in alone if not _is_known(account, one, (*at, *where), errata)]
    if unknown:
        return None
    try:
        return trust_policy_of(account, trust)
    except MalformedPolicyDocument as error:
        errata.add_malformed(at, error.message, error.hints)
    except (UsageError, InvalidInput):
        pass  # the words are incomplete, which was noted when they were read
    return None


def _is_known(account: Account, trust: Trust, at: Path, errata: Errata) -> bool:
    try:
        trust_policy_of(account, trust)
    except MalformedPolicyDocument:
        return True  # alone it may lack the conditions that it has with the others
    except IamctlError as error:
        errata.add_error(at, error)
        return False
    return True


def _checked(account: Account, role: Role, document: Document, at: Path, errata: Errata) -> Document | None:
    """The document as it is to be kept; None where it is a mistake."""
    try:
        if role.trust_policy is not MISTAKEN:
            check_modifiable(role)
        check_quota(account, "ACLSizePerRole", document.size)
        return checked_trust(account, document)
    except MalformedPolicyDocument:
        for bad in bad_principals(account, document):
            if not (is_unique_id(bad.principal) and _is_alive(account, bad.principal)):
                where = next(_paths(document.tree, bad.principal), ())
                errata.add_malformed((*at, *where), bad.sentence, [bad.reason])
    except IamctlError as error:
        errata.add_error(at, error)
    return None


def _is_alive(account: Account, unique_id: str) -> bool:
    return account.users.find_id(unique_id) is not None or account.roles.find_id(unique_id) is not None


def _paths(tree: object, text: str) -> Iterator[Path]:
    """Where the text stands in the tree."""
    if tree == text:
        yield ()
    elif isinstance(tree, dict):
        yield from ((key, *path) for key, value in tree.items() for path in _paths(value, text))
    elif isinstance(tree, list):
        yield from ((index, *path) for index, value in enumerate(tree) for path in _paths(value, text))
