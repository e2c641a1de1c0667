"""The values of a declaration's tables: None where the table does not have the key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from iamctl.errors import IamctlError
from iamctl.model.document import Document
from iamctl.model.inline_policy import InlinePolicy
from iamctl.model.names import POLICY_NAME, Constraint, check_tags, constraint_broken
from iamctl.model.tag import Tag
from iamctl.policy.document import check_document, parse_document
from iamctl.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from iamctl.service.declaration.errata import Errata
    from iamctl.syntax.table_reader import TableReader

ReadFile = Callable[[str], tuple[str, str]]
"""From a path in the declaration, relative to it, to the file's text and what to call it in errors.

Raises IamctlError when it cannot be read."""

MISTAKEN = Document("{}")
"""Stands in for a document that is a mistake; nothing is made of a declaration with one."""


def constrained(reader: TableReader, key: str, constraint: Constraint) -> str:
    """A text that has to be there and that the API's model allows; empty where it is a mistake."""
    text = reader.string(key, required=True)
    if text is not None and (clause := constraint_broken(constraint, text)):
        reader.mistake(key, f"{clause}.")
        return ""
    return text or ""


def optional(reader: TableReader, key: str, constraint: Constraint) -> str | None:
    """A text that the API's model allows."""
    text = reader.string(key)
    if text is not None and (clause := constraint_broken(constraint, text)):
        reader.mistake(key, f"{clause}.")
        return None
    return text


def names(reader: TableReader, key: str) -> tuple[str, ...] | None:
    """A list of texts."""
    listed = reader.strings(key)
    return listed if key in reader.table else None


def constrained_names(reader: TableReader, key: str, constraint: Constraint) -> tuple[str, ...] | None:
    """A list of texts that the API's model allows; those that it does not are left out as mistakes."""
    listed = names(reader, key)
    good = []
    for index, text in enumerate(listed or ()):
        if clause := constraint_broken(constraint, text):
            reader.mistake_at((key, index), f"{clause}.")
        else:
            good.append(text)
    return None if listed is None else tuple(good)


def one_or_several(reader: TableReader, key: str) -> tuple[str, ...]:
    """A text, or a list of texts; empty when absent."""
    if isinstance(reader.table.get(key), str):
        return (reader.string(key, default=""),)
    return reader.strings(key)


def tags(reader: TableReader, *, ignore_case: bool) -> tuple[Tag, ...] | None:
    """A table of tags.

    Args:
        ignore_case: keys of users and roles are the same whatever their case.
    """
    found = tuple(Tag(key, value) for key, value in reader.string_map("tags").items())
    try:
        check_tags(found, ignore_case=ignore_case)
    except IamctlError as error:
        reader.mistake("tags", error.message)
    return found if "tags" in reader.table else None


def document(reader: TableReader, key: str, kind: PolicyKind, errata: Errata, read_file: ReadFile) -> Document | None:
    """The policy document under the key, or in the file that the key with `_file` behind it names."""
    tree: Any = reader.tree(key)
    file_name = reader.string(f"{key}_file")
    if tree is not None and file_name is not None:
        reader.mistake(f"{key}_file", f"{key} and {key}_file are both given; one of them has to go.")
        return MISTAKEN
    if file_name is not None:
        return _document_in(reader, f"{key}_file", file_name, kind, errata, read_file)
    if tree is None:
        return MISTAKEN if f"{key}_file" in reader.table else None
    return checked_tree(tree, kind, (*reader.path, key), errata)


def checked_tree(tree: Any, kind: PolicyKind, at: tuple[str | int, ...], errata: Errata) -> Document:
    """The document that a tree of the declaration stands for, held against the grammar of its kind."""
    if problems := check_document(tree, kind):
        errata.add_problems(at, problems)
        return MISTAKEN
    try:
        return Document.of(tree)
    except TypeError:  # a date where the grammar allows any value
        errata.add(at, "The document holds a date or a time, which JSON does not have.", ["write it in quotes"])
        return MISTAKEN


def inline_policies(reader: TableReader, errata: Errata, read_file: ReadFile) -> tuple[InlinePolicy, ...] | None:
    """Inline policies: tables with name and document, or one table from names to documents."""
    key = "inline_policies"
    if isinstance(reader.table.get(key), dict):
        return _named_documents(reader, key, errata)
    policies: list[InlinePolicy] = []
    for each in reader.readers(key, "inline policy"):
        name = constrained(each, "name", POLICY_NAME)
        found = document(each, "document", PolicyKind.IDENTITY, errata, read_file)
        if found is None:
            each.mistake(None, "An inline policy needs the key document or document_file.")
        if name and name.lower() in {policy.policy_name.lower() for policy in policies}:
            each.mistake("name", f"There is another inline policy called {name}.")
        each.finish()
        policies.append(InlinePolicy(name, found or MISTAKEN))
    return tuple(policies) if key in reader.table else None


def _named_documents(reader: TableReader, key: str, errata: Errata) -> tuple[InlinePolicy, ...]:
    table = reader.tree(key)
    assert isinstance(table, dict)
    policies: list[InlinePolicy] = []
    for name, tree in table.items():
        if clause := constraint_broken(POLICY_NAME, name):
            reader.mistake_at((key, name), f"{clause}.")
        if name.lower() in {policy.policy_name.lower() for policy in policies}:
            reader.mistake_at((key, name), f"There is another inline policy called {name}.")
        policies.append(InlinePolicy(name, checked_tree(tree, PolicyKind.IDENTITY, (*reader.path, key, name), errata)))
    return tuple(policies)


def _document_in(
    reader: TableReader, key: str, file_name: str, kind: PolicyKind, errata: Errata, read_file: ReadFile
) -> Document:
    try:
        text, source = read_file(file_name)
    except IamctlError as error:
        errata.add_error((*reader.path, key), error)
        return MISTAKEN
    try:
        return parse_document(text, source, kind)
    except IamctlError as error:
        errata.add_elsewhere(error)
        return MISTAKEN
