"""What imports brought beside the account's own facts, as tables and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model.import_record import ImportedEntity, ImportRecord, Spelling
from iamctl.model.names import Constraint
from iamctl.store.codec import parts

if TYPE_CHECKING:
    from iamctl.store.codec.parts import DocumentCheck, Form
    from iamctl.syntax.table_reader import TableReader

_IMPORT_NAME = Constraint("name", r"[\w.-]+", 1, 128)
_TYPES = ("Answer", "User", "Group", "Role", "Policy")


def to_table(record: ImportRecord, form: Form) -> dict[str, Any]:
    return parts.filled(
        {
            "name": record.import_name,
            "source": record.source,
            "create_date": form.moment(record.create_date),
            "accepted_documents": list(record.accepted_documents),
            "entities": [
                {
                    "type": entity.entity_type,
                    "id": entity.unique_id,
                    "name": entity.name,
                    # A list and no table: a member's path may be empty, and paths of tags are any text.
                    "spellings": [[spelling.path, spelling.was, spelling.source] for spelling in entity.spellings],
                }
                for entity in record.entities
            ],
        }
    )


def from_row(row: dict[str, Any], account_id: str) -> ImportRecord:
    return ImportRecord(
        account_id=account_id,
        import_name=row["name"],
        source=row["source"],
        create_date=parts.moment_row(row["create_date"]),
        entities=tuple(
            ImportedEntity(
                each["type"], each["id"], each["name"], tuple(Spelling(*spelling) for spelling in each["spellings"])
            )
            for each in row.get("entities", ())
        ),
        accepted_documents=tuple(row.get("accepted_documents", ())),
    )


def read(reader: TableReader, account_id: str, check: DocumentCheck) -> ImportRecord:
    del check  # it holds members of entities, no document of its own
    return ImportRecord(
        account_id=account_id,
        import_name=parts.constrained(reader, "name", _IMPORT_NAME),
        source=reader.string("source", default=""),
        create_date=parts.read_moment(reader, "create_date"),
        accepted_documents=reader.strings("accepted_documents"),
        entities=tuple(_read_entity(each) for each in reader.readers("entities", "imported entity")),
    )


def _read_entity(reader: TableReader) -> ImportedEntity:
    entity_type = reader.string("type", required=True) or ""
    if entity_type and entity_type not in _TYPES:
        reader.mistake("type", f"type must be one of {', '.join(_TYPES)}.")
    entity = ImportedEntity(
        entity_type,
        reader.string("id", required=True) or "",
        reader.string("name", required=True) or "",
        _read_spellings(reader),
    )
    reader.finish()
    return entity


def _read_spellings(reader: TableReader) -> tuple[Spelling, ...]:
    lines = reader.tree("spellings")
    if not isinstance(lines, list):
        reader.mistake("spellings", "spellings must be a list of lists of three strings.")
        return ()
    spellings = []
    for index, line in enumerate(lines):
        if isinstance(line, list) and len(line) == 3 and all(isinstance(text, str) for text in line):
            spellings.append(Spelling(*line))
        else:
            reader.mistake_at(("spellings", index), "A spelling is a list of three strings: path, was, source.")
    return tuple(spellings)
