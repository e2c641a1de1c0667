"""Taking a dump into an account, as one operation.

Everything of the dump is in the account afterwards: in the files of its entities what the account's format says,
in the import's record how the dump wrote it and what the format has no place for. What breaks a rule is taken in
and told. Conflicts are found before anything is laid.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.exchange.authorization_details import profiles_by_role
from iamctl.exchange.conflicts import NEW, OTHER, SAME, Met, met_in, refuse_conflicts
from iamctl.exchange.entities import brought_by
from iamctl.exchange.recording import record, used_aws_policies
from iamctl.exchange.remarks import dangling, dropped_tags, raise_quotas, refused_documents
from iamctl.model.policy import AWS, Policy
from iamctl.model.role import Role
from iamctl.service.enumerations import check_one_of
from iamctl.service.operation import operation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.exchange.dump import Dump
    from iamctl.model.instance_profile import InstanceProfile
    from iamctl.service.account import Account
    from iamctl.store.protocol import Shelf

FAIL, SKIP, REPLACE = ON_CONFLICT = ("fail", "skip", "replace")
_ROWS = ("User", "Group", "Role", "InstanceProfile", "LocalManagedPolicy", "AWSManagedPolicy")


class Tally(NamedTuple):
    """How many entities of one type came in, and how."""

    entity_type: str
    in_dump: int
    new: int
    replaced: int
    unchanged: int
    skipped: int


class ImportReport(NamedTuple):
    """What an import came to.

    Attributes:
        replaced: the entities whose facts gave way, as a person calls them.
        skipped: those that the account has otherwise, left as they are.
        warnings: one sentence each, without a full stop.
        spellings: how many members are kept only for exports, as the dump wrote them.
        lost: entities that an export would not give back; there should be none.
    """

    account_id: str
    tallies: tuple[Tally, ...]
    replaced: tuple[str, ...]
    skipped: tuple[str, ...]
    warnings: tuple[str, ...]
    spellings: int
    lost: tuple[str, ...]


@operation("ImportAuthorizationDetails", writes=True)
def import_authorization_details(account: Account, *, dump: Dump, on_conflict: str = FAIL) -> ImportReport:
    """Take in all that a dump of this account holds; ids and dates are the dump's.

    AWS has no such call. AWS's own policies get files only where their versions are not the published ones.

    Args:
        dump: its ARNs are of this account.
        on_conflict: what becomes of entities that the account has with other facts: `fail`, `skip` or `replace`.

    Raises:
        InvalidInput, Mistakes: the dump holds what no account can, with line and column.
        EntityAlreadyExists, Mistakes: there are conflicts and `on_conflict` is `fail`; all of them are told.
        ValidationError: there is no such `on_conflict`.
    """
    check_one_of("onConflict", on_conflict, ON_CONFLICT)
    brought = brought_by(dump, account)
    met = met_in(account, brought)
    if on_conflict == FAIL:
        refuse_conflicts(met)
    taken = [each for each in met if on_conflict != SKIP or each.state != OTHER]
    known_before = used_aws_policies(account)
    laid = [each for each in taken if each.state != SAME]
    _lay(account, laid)
    refused = refused_documents(dump, laid)
    quotas = raise_quotas(account, laid)
    recorded = record(account, dump, taken, known_before=known_before, accepted=refused.fingerprints)
    repeated = [f"{arn} stands in the dump twice, the same both times; it is taken once" for arn in brought.repeated]
    cut = ["the dump's last page has IsTruncated true: more pages were to come"] if dump.is_cut else []
    remarks = (*cut, *repeated, *refused.warnings, *dangling(account, laid), *dropped_tags(laid), *quotas)
    return ImportReport(
        account_id=account.account_id,
        tallies=_tallies(met, on_conflict),
        replaced=tuple(each.words for each in taken if each.state == OTHER),
        skipped=tuple(each.words for each in met if each.state == OTHER and on_conflict == SKIP),
        warnings=remarks,
        spellings=recorded.spellings,
        lost=recorded.lost,
    )


def _lay(account: Account, met: Iterable[Met]) -> None:
    profiles = profiles_by_role(account)
    for each in met:
        if isinstance(each.noun, Role):
            _lay_profiles(account, each, profiles.get(each.noun.role_name.lower(), []))
        _put(_shelf(account, each), each)


def _shelf(account: Account, met: Met) -> Shelf[Any]:
    if isinstance(met.noun, Policy) and met.noun.account_id == AWS:
        return account.imported_aws_policies
    shelves: dict[str, Shelf[Any]] = {
        "User": account.users,
        "Group": account.groups,
        "Role": account.roles,
        "Policy": account.policies,
    }
    return shelves[met.entity_type]


def _put(shelf: Shelf[Any], met: Met) -> None:
    noun = met.noun
    if met.there is not None and met.there.unique_id == noun.unique_id:
        # The same entity: what the dump's format does not speak of stays.
        if isinstance(noun, Role) and isinstance(met.there, Role):
            unspoken = met.there.description, met.there.max_session_duration
            noun = replace(noun, description=unspoken[0], max_session_duration=unspoken[1])
        elif isinstance(noun, Policy) and isinstance(met.there, Policy):
            latest = max(noun.latest_version, met.there.latest_version)
            noun = replace(noun, description=noun.description or met.there.description, latest_version=latest)
    _lay_over(shelf, met.there.name if met.there else None, noun)


def _lay_profiles(account: Account, met: Met, there: list[InstanceProfile]) -> None:
    """Make the role's instance profiles those of the dump; others of the account lose the role."""
    wanted = {profile.instance_profile_name.lower() for profile in met.profiles}
    for profile in there:
        if profile.instance_profile_name.lower() not in wanted:
            roles = tuple(name for name in profile.roles if name.lower() != met.noun.name.lower())
            account.instance_profiles.put(replace(profile, roles=roles))
    for profile in met.profiles:
        known = account.instance_profiles.find(profile.instance_profile_name)
        _lay_over(account.instance_profiles, known.instance_profile_name if known else None, profile)


def _lay_over(shelf: Shelf[Any], old_name: str | None, noun: Any) -> None:
    if old_name is not None and old_name != noun.name:
        shelf.rename(old_name, noun)
    else:
        shelf.put(noun)


def _tallies(met: Iterable[Met], on_conflict: str) -> tuple[Tally, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for each in met:
        counts[_row(each), each.state] += 1
        counts["InstanceProfile", each.state] += len(each.profiles)
    rows = []
    for row in _ROWS:
        new, same, other = (counts[row, state] for state in (NEW, SAME, OTHER))
        replaced, skipped = (0, other) if on_conflict == SKIP else (other, 0)
        rows.append(Tally(row, new + same + other, new, replaced, same, skipped))
    return tuple(rows)


def _row(met: Met) -> str:
    if not isinstance(met.noun, Policy):
        return met.entity_type
    return "AWSManagedPolicy" if met.noun.account_id == AWS else "LocalManagedPolicy"
