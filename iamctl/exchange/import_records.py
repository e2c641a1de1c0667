"""What the account's imports keep of how entities were written down. Of each entity the newest import speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.exchange.spelling import said, spelled
from iamctl.model.import_record import ABSENT, ImportedEntity, Spelling

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.members import Members

ANSWER = "Answer"
WHOLE = ""
"""The path of the entity itself."""


class ImportRecords:
    """Every import of the account, ready to be asked."""

    def __init__(self, account: Account) -> None:
        self.answer: dict[str, Spelling] = {}
        self._entities: dict[tuple[str, str], list[ImportedEntity]] = {}
        records = sorted(account.imports.all(), key=lambda record: (record.create_date, record.import_name))
        for record in records:
            latest: dict[tuple[str, str], list[ImportedEntity]] = {}
            for entity in record.entities:
                if entity.entity_type == ANSWER:
                    self.answer = {spelling.path: spelling for spelling in entity.spellings}
                else:
                    latest.setdefault((entity.entity_type, entity.unique_id), []).append(entity)
            self._add(latest)

    def find(self, entity_type: str, unique_id: str, name: str) -> ImportedEntity | None:
        """What the newest import says of the entity, or None.

        Args:
            name: tells entities apart that have one id, as odd dumps have them; a renamed entity is known by its id.
        """
        found = self._entities.get((entity_type, unique_id), [])
        exact = next((entity for entity in found if entity.name == name), None)
        return exact or (found[0] if len(found) == 1 else None)

    def names(self, entity_type: str) -> list[str]:
        """The names of all entities of the type that imports speak of."""
        return [entity.name for (kind, _), listed in self._entities.items() if kind == entity_type for entity in listed]

    def _add(self, latest: dict[tuple[str, str], list[ImportedEntity]]) -> None:
        for key, entities in latest.items():
            new = {entity.name: entity for entity in entities}
            others = [entity for entity in self._entities.get(key, []) if entity.name not in new]
            # One id, one entity: a new name is a rename, unless the dump itself has the id twice.
            self._entities[key] = [*new.values(), *(others if len(new) > 1 or len(others) > 1 else [])]


def as_imported(ours: Members, entity: ImportedEntity | None) -> Members | None:
    """The entity as its dump wrote it, as far as that still holds; None where the dump did not list it."""
    if entity is None:
        return ours
    whole = next((spelling for spelling in entity.spellings if spelling.path == WHOLE), None)
    if whole is not None and whole.source == ABSENT and said(ours) == whole.was:
        return None
    return spelled(ours, (spelling for spelling in entity.spellings if spelling.path != WHOLE))
