"""What a person should know of a dump that breaks a rule: all of it is taken in, none of it in silence.

Real accounts hold what today's rules refuse: documents from before a rule, quotas that AWS raised, attachments of
policies that a filter left out of the dump.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from iamctl.exchange.entities import is_allowed
from iamctl.model.group import Group
from iamctl.model.import_record import fingerprint
from iamctl.model.policy import Policy
from iamctl.model.quotas import QUOTAS, quota
from iamctl.model.role import Role
from iamctl.model.tag import Tag
from iamctl.model.user import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.exchange.conflicts import Met
    from iamctl.exchange.dump import Dump
    from iamctl.exchange.json_places import Path
    from iamctl.model.document import Document
    from iamctl.service.account import Account


class WrittenDocument(NamedTuple):
    """One document of a dump: whose it is, of which kind, and where it stands."""

    owner: str
    kind: str
    document: Document
    path: Path


class Refused(NamedTuple):
    """Documents that the grammar refuses: what is to be said of them, and their fingerprints."""

    warnings: list[str]
    fingerprints: set[str]


def refused_documents(dump: Dump, met: Iterable[Met]) -> Refused:
    """Hold every document against the grammar of its kind."""
    from iamctl.bootstrap import check_document

    problems: list[tuple[WrittenDocument, Path, str]] = []
    fingerprints: set[str] = set()
    checked: dict[tuple[str, str], list[tuple[Path, str]]] = {}
    for written in (written for each in met for written in documents_of(each)):
        key = (written.kind, written.document.text)
        if key not in checked:
            found = check_document(written.document.tree, written.kind)
            checked[key] = [(problem.path, problem.hint or problem.message) for problem in found]
        if checked[key]:
            fingerprints.add(fingerprint(written.document.tree))
            path, words = checked[key][0]
            problems.append((written, (*written.path, *path), words))
    where = dump.places([path for _, path, _ in problems]) if problems else {}
    warnings = [
        f"{where[path]}: {written.owner}: {words.removesuffix('.')} (AWS had taken it, so it is kept as it is)"
        for written, path, words in problems
    ]
    return Refused(warnings, fingerprints)


def documents_of(met: Met) -> Iterator[WrittenDocument]:
    """Every document of the entity."""
    noun, path = met.noun, met.entry.path
    if isinstance(noun, Policy):
        listed = met.entry.value.get("PolicyVersionList") or []
        index = {version.get("VersionId"): number for number, version in enumerate(listed)}
        for version in noun.versions:
            where = (*path, "PolicyVersionList", index[version.version_id], "Document")
            yield WrittenDocument(f"{met.words}, version {version.version_id}", "managed", version.document, where)
        return
    if isinstance(noun, Role):
        where = (*path, "AssumeRolePolicyDocument")
        yield WrittenDocument(f"{met.words}, trust policy", "trust", noun.trust_policy, where)
    for number, policy in enumerate(noun.inline_policies):
        where = (*path, f"{met.entity_type}PolicyList", number, "PolicyDocument")
        yield WrittenDocument(f"{met.words}, inline policy {policy.policy_name}", "identity", policy.document, where)


def dangling(account: Account, met: Iterable[Met]) -> list[str]:
    """Groups and policies that the entities refer to and the account does not have."""
    users: dict[str, list[str]] = {}
    for each in met:
        noun = each.noun
        if isinstance(noun, Policy):
            continue
        for arn in (*noun.attached_policies, *_boundary(noun)):
            users.setdefault(arn, []).append(each.words)
        for group in noun.groups if isinstance(noun, User) else ():
            users.setdefault(group, []).append(each.words)
    found = []
    for name, listed in users.items():
        is_policy = name.startswith("arn:")
        if (account.find_policy(name) if is_policy else account.groups.find(name)) is None:
            kind = "policy" if is_policy else "group"
            found.append(f"the {kind} {name} is not in the account; it is kept on {_listed(listed)}")
    return found


def dropped_tags(met: Iterable[Met]) -> list[str]:
    """Tags that IAM does not allow; only the import's record has them."""
    found = []
    for each in met:
        noun = each.noun
        tags = each.entry.value.get("Tags") or []
        kept = () if isinstance(noun, Group) else noun.tags
        if len(tags) > len(kept) and not isinstance(noun, Group):
            odd = [
                str(tag.get("Key")) for tag in tags if not is_allowed(Tag(str(tag.get("Key")), str(tag.get("Value"))))
            ]
            named = f" ({', '.join(odd[:5])})" if odd else ""
            found.append(
                f"{each.words}: tags that break IAM's rules: {len(tags) - len(kept)}{named}; only exports keep them"
            )
    return found


class Measured(NamedTuple):
    """How much of a quota is used, and by what."""

    quota_name: str
    used: int
    what: str


def raise_quotas(account: Account, met: Iterable[Met]) -> list[str]:
    """Adjust the account's quotas to what the dump holds, as far as AWS raises them; what goes beyond is told."""
    settings = account.settings
    adjusted = dict(settings.quotas)
    warnings = []
    for measured in (*_totals(account), *(one for each in met for one in _measured(each))):
        name = measured.quota_name
        limit = quota(tuple(adjusted.items()), name)
        if measured.used <= limit:
            continue
        if measured.used <= QUOTAS[name].most:
            adjusted[name] = measured.used
        else:
            warnings.append(f"{measured.what}: {measured.used} is over AWS's quota {name} of {QUOTAS[name].most}; kept")
    if tuple(adjusted.items()) != settings.quotas:
        account.settings_shelf.put(replace(settings, quotas=tuple(adjusted.items())))
    raised = {name: count for name, count in adjusted.items() if dict(settings.quotas).get(name) != count}
    return [
        *warnings,
        *(f"the quota {name} is adjusted to {count}, as the dump needs" for name, count in raised.items()),
    ]


def _totals(account: Account) -> Iterator[Measured]:
    for name, shelf in (
        ("UsersPerAccount", account.users),
        ("GroupsPerAccount", account.groups),
        ("RolesPerAccount", account.roles),
        ("PoliciesPerAccount", account.policies),
        ("InstanceProfilesPerAccount", account.instance_profiles),
    ):
        yield Measured(name, shelf.count(), "the account")


def _measured(met: Met) -> Iterator[Measured]:
    noun, kind = met.noun, met.entity_type
    if isinstance(noun, Policy):
        if not met.is_published:
            yield Measured("VersionsPerPolicy", len(noun.versions), met.words)
        if noun.account_id != "aws":
            yield Measured("PolicySize", max(version.document.size for version in noun.versions), met.words)
        return
    yield Measured(f"PoliciesPer{kind}", len(noun.attached_policies), met.words)
    yield Measured(f"{kind}PolicySize", sum(policy.document.size for policy in noun.inline_policies), met.words)
    if isinstance(noun, User):
        yield Measured("GroupsPerUser", len(noun.groups), met.words)
    if isinstance(noun, Role):
        yield Measured("ACLSizePerRole", noun.trust_policy.size, met.words)


def _boundary(noun: User | Group | Role) -> tuple[str, ...]:
    return (noun.permissions_boundary,) if not isinstance(noun, Group) and noun.permissions_boundary else ()


def _listed(words: list[str]) -> str:
    return ", ".join(words[:5]) + (f" and {len(words) - 5} more" if len(words) > 5 else "")
