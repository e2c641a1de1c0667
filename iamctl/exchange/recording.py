"""Writing down what an import brought that the account's files have no place for, and making sure of it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from iamctl.exchange.authorization_details import LIST_OF, Detail, details
from iamctl.exchange.dump import LISTS, Dump
from iamctl.exchange.import_records import ANSWER, WHOLE, ImportRecords, as_imported
from iamctl.exchange.spelling import difference, escaped, said
from iamctl.model.document import render_json
from iamctl.model.import_record import ABSENT, ImportedEntity, ImportRecord, Spelling
from iamctl.model.policy import AWS, Policy, is_published

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from iamctl.exchange.conflicts import Met
    from iamctl.service.account import Account

_ODD = re.compile(r"[^A-Za-z0-9_.-]+")


class Recorded(NamedTuple):
    """What was written down.

    Attributes:
        spellings: how many members are kept as the dump wrote them.
        lost: entities that an export would not give back as they were.
    """

    spellings: int
    lost: tuple[str, ...]


def used_aws_policies(account: Account) -> set[str]:
    """The ARNs of AWS's policies that the account uses or that came with an import."""
    return {detail.name for detail in details(account, ImportRecords(account)) if is_published(detail.name)}


def record(
    account: Account, dump: Dump, met: Iterable[Met], *, known_before: Collection[str], accepted: Collection[str]
) -> Recorded:
    """Keep how the dump wrote the entities that are in the account now. Nothing to keep makes no record.

    Args:
        met: those of the dump's entities that the account has as the dump has them.
        known_before: what `used_aws_policies` said before the import.
        accepted: fingerprints of documents that the grammar refuses.
    """
    records = ImportRecords(account)
    met = list(met)
    aws = [each.noun.arn for each in met if isinstance(each.noun, Policy) and each.noun.account_id == AWS]
    ours = {(detail.entity_type, detail.name.lower()): detail for detail in details(account, records, also=aws)}
    entities: list[ImportedEntity] = []
    lost = []
    found = [(each, ours.get((each.entity_type, _name_of(each).lower()))) for each in met]
    new = {id(each): _entity(detail, each, records) for each, detail in found if detail is not None}
    spoken_of = {(entity.entity_type, entity.unique_id) for entity in new.values() if entity}
    for each, detail in found:
        if detail is None:
            lost.append(each.words)
            continue
        entity = new[id(each)]
        if entity is None and (detail.entity_type, detail.unique_id) in spoken_of:
            # Odd dumps have one id twice: were only one of the two kept, it would be taken for the other, renamed.
            entity = _spelt(detail, each)
        entities += [entity] if entity else []
        kept = entity or records.find(detail.entity_type, detail.unique_id, detail.name)
        again = as_imported(deepcopy(detail.members) if kept else detail.members, kept)
        if again is None or difference(again, each.entry.value):
            lost.append(each.words)
    unlisted = _unlisted(ours.values(), {*aws, *known_before, *records.names("Policy")})
    hidden = {entity.name for entity in unlisted}
    listed = {
        LIST_OF[each.entity_type] for each in ours.values() if each.name not in hidden and _is_listed(each, records)
    }
    entities += [*unlisted, *_answer(dump, listed, records)]
    if entities or accepted:
        _put(account, dump, entities, accepted)
    return Recorded(sum(len(entity.spellings) for entity in entities), tuple(lost))


def _entity(detail: Detail, met: Met, records: ImportRecords) -> ImportedEntity | None:
    """What is to be kept of the entity; None where an export gives it back as it is."""
    before = records.find(detail.entity_type, detail.unique_id, detail.name)
    spelt = _spelt(detail, met)
    if before is None and not spelt.spellings and detail.is_used:
        return None
    if before is not None:
        again = as_imported(deepcopy(detail.members), before)
        if again is not None and not difference(again, met.entry.value):
            return None
    return spelt


def _spelt(detail: Detail, met: Met) -> ImportedEntity:
    """How the dump wrote the entity, where iamctl would write it otherwise."""
    spellings = difference(detail.members, met.entry.value)
    return ImportedEntity(detail.entity_type, detail.unique_id, detail.name, tuple(spellings))


def _name_of(met: Met) -> str:
    return met.noun.arn if isinstance(met.noun, Policy) else met.noun.name


def _unlisted(ours: Iterable[Detail], known: set[str]) -> list[ImportedEntity]:
    """AWS's policies that the import made used and that its dump does not list."""
    return [
        ImportedEntity("Policy", each.unique_id, each.name, (Spelling(WHOLE, said(each.members), ABSENT),))
        for each in ours
        if each.entity_type == "Policy" and is_published(each.name) and each.name not in known
    ]


def _is_listed(detail: Detail, records: ImportRecords) -> bool:
    entity = records.find(detail.entity_type, detail.unique_id, detail.name)
    return as_imported(deepcopy(detail.members), entity) is not None if entity else True


def _answer(dump: Dump, filled: set[str], records: ImportRecords) -> list[ImportedEntity]:
    """What stood around the entities, and lists that the dump left out where the account has nothing to list."""
    spellings = {path: spelling for path, spelling in records.answer.items() if path[1:] not in LISTS}
    for member in LISTS:
        if member not in dump.given and member not in filled:
            source = render_json(dump.others[member]) if member in dump.others else ABSENT
            spellings[f"/{member}"] = Spelling(f"/{member}", "[]", source)
    for member, value in dump.others.items():
        path = f"/{escaped(member)}"
        if member not in LISTS:
            spellings[path] = Spelling(path, ABSENT, render_json(value))
    if spellings == records.answer:
        return []
    return [ImportedEntity(ANSWER, "", "", tuple(spellings.values()))]


def _put(account: Account, dump: Dump, entities: list[ImportedEntity], accepted: Collection[str]) -> None:
    dates = [record.create_date for record in account.imports.all()]
    moment = max([account.now, *dates])  # a clock that was set back makes no import older than it is
    stem = _ODD.sub("-", dump.source.replace("\\", "/").rpartition("/")[2]).strip("-.") or "dump"
    account.imports.put(
        ImportRecord(
            account_id=account.account_id,
            import_name=f"{moment:%Y%m%dT%H%M%SZ}-{dates.count(moment) + 1:03d}-{stem[:80]}",
            source=dump.source,
            create_date=moment,
            entities=tuple(entities),
            accepted_documents=tuple(sorted(accepted)),
        )
    )
