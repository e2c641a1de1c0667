"""The pieces that several kinds of file have in common, and the two forms in which facts are kept.

A **table** is what stands in a TOML file: documents are tables, dates are dates. A **row** is what the index
keeps: the same keys as JSON, a document as its text, a date as ISO 8601; it was checked when it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import IamError
from iamctl.model.document import Document
from iamctl.model.inline_policy import InlinePolicy
from iamctl.model.names import Constraint, check_tags, constraint_broken
from iamctl.model.tag import Tag

if TYPE_CHECKING:
    from iamctl.syntax.table_reader import TableReader


class Form(NamedTuple):
    """How a document and a date are written down."""

    document: Callable[[Document], Any]
    moment: Callable[[datetime], Any]


TABLE = Form(document=lambda document: document.tree, moment=lambda moment: moment)
ROW = Form(document=lambda document: document.text, moment=lambda moment: moment.isoformat())


class DocumentProblem(NamedTuple):
    """What is wrong with a document, and where in it."""

    path: tuple[str | int, ...]
    message: str
    hint: str | None


# Holds a tree against the grammar of `identity`, `managed` or `trust`; the store knows no policy language.
DocumentCheck = Callable[[Any, str], Iterable[DocumentProblem]]


def filled(table: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: an empty list of groups is no line in the file."""
    return {key: value for key, value in table.items() if value is not None and value != () and value not in ([], {})}


def tags_table(tags: tuple[Tag, ...]) -> dict[str, str]:
    return dict(tags)


def tags_row(row: dict[str, Any]) -> tuple[Tag, ...]:
    return tuple(Tag(key, value) for key, value in row.get("tags", {}).items())


def inline_table(policies: tuple[InlinePolicy, ...], form: Form) -> list[dict[str, Any]]:
    return [{"name": policy.policy_name, "document": form.document(policy.document)} for policy in policies]


def inline_row(row: dict[str, Any]) -> tuple[InlinePolicy, ...]:
    return tuple(InlinePolicy(each["name"], Document(each["document"])) for each in row.get("inline_policies", ()))


def moment_row(text: str) -> datetime:
    return datetime.fromisoformat(text)


# Stands in for a date that is a mistake; nothing is made of a file with a mistake.
_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


def read_moment(reader: TableReader, key: str) -> datetime:
    return reader.moment(key, required=True, default=_NO_MOMENT)


def constrained(reader: TableReader, key: str, constraint: Constraint, default: str | None = None) -> str:
    """A string that the API's model allows; a mistake otherwise."""
    text = reader.string(key, required=default is None, default=default)
    if text is None:
        return ""
    if clause := constraint_broken(constraint, text):
        reader.mistake(key, f"{clause}.")
    return text


def read_id(reader: TableReader, key: str) -> str:
    """A unique id. Dumps that people wrote have ids of any form; one that is empty would be everybody's."""
    text = reader.string(key, required=True)
    if text == "":
        reader.mistake(key, f"{key} is empty.")
    return text or ""


def read_tags(reader: TableReader, *, ignore_case: bool) -> tuple[Tag, ...]:
    tags = tuple(Tag(key, value) for key, value in reader.string_map("tags").items())
    # AWS's own services tag with `aws:…`: such tags come with an import, whatever a caller may not write.
    written = (tag for tag in tags if not tag.key.lower().startswith("aws:"))
    try:
        check_tags(written, ignore_case=ignore_case)
    except IamError as error:
        reader.mistake("tags", error.message)
    return tags


def read_document(reader: TableReader, key: str, kind: str, check: DocumentCheck, *, required: bool = True) -> Document:
    """The policy document under the key, held against the grammar of its kind."""
    tree: Any = reader.tree(key)
    if tree is None:
        if required:
            reader.mistake(key, f"{key} is missing.")
        return Document("{}")
    if not _is_json(tree):
        reader.mistake(key, f"{key} holds a date or a number that JSON does not have; write it in quotes.")
        return Document("{}")
    for problem in check(tree, kind):
        reader.mistake_at((key, *problem.path), problem.message, problem.hint)
    return Document.of(tree)


def read_inline(reader: TableReader, check: DocumentCheck) -> tuple[InlinePolicy, ...]:
    from iamctl.model.names import POLICY_NAME

    policies = []
    seen: set[str] = set()
    for each in reader.readers("inline_policies"):
        name = constrained(each, "name", POLICY_NAME)
        if name.lower() in seen:
            each.mistake("name", f"There is another inline policy called {name}.")
        seen.add(name.lower())
        policies.append(InlinePolicy(name, read_document(each, "document", "identity", check)))
        each.finish()
    return tuple(policies)


def read_arns(reader: TableReader, key: str) -> tuple[str, ...]:
    """ARNs of managed policies, each once."""
    arns = reader.strings(key)
    for arn in arns:
        if not is_policy_arn(arn):
            reader.mistake(key, f"{arn} is not the ARN of a managed policy.")
    if len(set(arns)) < len(arns):
        reader.mistake(key, f"{key} names a policy twice.")
    return arns


def read_boundary(reader: TableReader) -> str | None:
    arn = reader.string("permissions_boundary")
    if arn is not None and not is_policy_arn(arn):
        reader.mistake("permissions_boundary", f"{arn} is not the ARN of a managed policy.")
    return arn


def is_policy_arn(text: str) -> bool:
    return text.startswith("arn:") and text.count(":") == 5 and ":policy/" in text


def _is_json(tree: object) -> bool:
    if isinstance(tree, dict):
        return all(map(_is_json, tree.values()))
    if isinstance(tree, list):
        return all(map(_is_json, tree))
    return isinstance(tree, str | bool | int | Decimal)
